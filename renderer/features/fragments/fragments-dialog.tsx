import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Modal, Select, Skeleton, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Fragment } from '../../../electron/contract/fragments.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TruncatedName } from '../../ui/truncated-name.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useProfile } from '../profiles/index.ts'
import { ages, olderThan, sumOf, type Age } from './choose-fragments.ts'
import { fragmentsAtMost, fragmentsKey, useFragments } from './use-fragments.ts'

interface Props {
  readonly profileId: string
  readonly bucket: string
  readonly onClose: () => void
}

const rowsShown = 500
const abortedAtOnce = 1000

/** The unfinished uploads of a bucket: what they take, and how to get it back. */
export function FragmentsDialog({ profileId, bucket, onClose }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const client = useQueryClient()
  const format = useFormat()
  const copyText = useCopyText()
  const lockedReason = useProfile(profileId)?.readOnly === true ? t('profiles.readOnlyReason') : undefined
  const { fragments, isReading, isFirstPage, error, hasMore, refetch } = useFragments(profileId, bucket)
  const [openedMs] = useState(() => Date.now())
  const [age, setAge] = useState<Age>('any')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [confirming, setConfirming] = useState(false)
  const shown = olderThan(fragments, age, openedMs)
  const picked = shown.filter(({ uploadId }) => chosen.has(uploadId))
  const selectable = shown.filter(({ inUse }) => !inUse)
  const sum = sumOf(picked)
  const abort = useMutation({
    mutationFn: async (some: readonly Fragment[]) => {
      const failed = []
      for (let from = 0; from < some.length; from += abortedAtOnce) {
        const addresses = some.slice(from, from + abortedAtOnce).map(({ key, uploadId }) => ({ key, uploadId }))
        failed.push(...(await api.fragments.abortFragments({ profileId, bucket, fragments: addresses, evenInUse: true })).failed)
      }
      return failed
    },
    onSettled: async () => {
      setConfirming(false)
      setChosen(new Set())
      await client.resetQueries({ queryKey: fragmentsKey(profileId, bucket) })
    },
  })
  const [firstFailure] = abort.data ?? []
  const toggle = (uploadId: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(uploadId)
    else next.delete(uploadId)
    setChosen(next)
  }
  const all = sumOf(fragments)
  const isAll = selectable.length > 0 && selectable.every(({ uploadId }) => chosen.has(uploadId))
  const footer = confirming
    ? [
        <span key="what" className="fragments-question" role="alert">
          {t('fragments.confirm', { count: sum.count, size: format.bytes(sum.bytes) })}
          {sum.inUse === 0 ? '' : ` ${t('fragments.confirmInUse', { count: sum.inUse })}`}
        </span>,
        <Button key="back" autoFocus disabled={abort.isPending} onClick={() => setConfirming(false)}>
          {t('common.cancel')}
        </Button>,
        <Button key="abort" danger type="primary" loading={abort.isPending} onClick={() => abort.mutate(picked)}>
          {t('fragments.abort', { count: sum.count })}
        </Button>,
      ]
    : [
        <Button key="close" onClick={onClose}>
          {t('common.close')}
        </Button>,
        <Button key="abort" danger disabled={sum.count === 0 || lockedReason !== undefined} title={lockedReason ?? (sum.count === 0 ? t('fragments.chooseFirst') : undefined)} onClick={() => setConfirming(true)}>
          {sum.count === 0 ? t('fragments.abortNone') : t('fragments.abortSize', { count: sum.count, size: format.bytes(sum.bytes) })}
        </Button>,
      ]
  return (
    <Modal open centered width={820} title={t('fragments.title', { bucket })} onCancel={onClose} footer={footer} className="fragments">
      <p className="dialog-lead">{t('fragments.lead')}</p>
      {error === null ? null : (
        <ErrorNotice
          variant="inline"
          error={toCallError(error)}
          onCopy={(text) => void copyText(text)}
          action={
            <Button size="small" onClick={() => void refetch()}>
              {t('common.retry')}
            </Button>
          }
        />
      )}
      {abort.error === null ? null : <ErrorNotice variant="inline" error={toCallError(abort.error)} onCopy={(text) => void copyText(text)} />}
      {firstFailure === undefined ? null : <ErrorNotice variant="inline" title={t('fragments.someLeft', { count: abort.data?.length ?? 0 })} error={firstFailure.error} onCopy={(text) => void copyText(text)} />}
      {isFirstPage && error === null ? <Skeleton active className="is-late" title={false} paragraph={{ rows: 4 }} /> : null}
      {!isFirstPage && fragments.length === 0 && !isReading ? <EmptyState title={t('fragments.none')} hint={t('fragments.noneHint')} /> : null}
      {fragments.length === 0 ? null : (
        <>
          <div className="fragments-bar">
            <Checkbox
              checked={isAll}
              indeterminate={!isAll && picked.length > 0}
              disabled={selectable.length === 0}
              onChange={({ target }) => setChosen(target.checked ? new Set(selectable.map(({ uploadId }) => uploadId)) : new Set())}
            >
              {t('fragments.all')}
            </Checkbox>
            <Select<Age>
              size="small"
              aria-label={t('fragments.age')}
              popupMatchSelectWidth={false}
              value={age}
              onChange={setAge}
              options={ages.map((value) => ({ value, label: t(`fragments.ages.${value}`) }))}
            />
            <span className="dock-spacer" />
            <span className="is-secondary" role="status">
              {isReading ? <Spin size="small" /> : null} {t('fragments.sum', { count: all.count, size: format.bytes(all.bytes) })}
            </span>
          </div>
          <div className="conflict-scroll" tabIndex={0} role="region" aria-label={t('fragments.list')}>
            <table className="conflict-table fragments-table">
              <thead>
                <tr>
                  <th scope="col">{t('objects.columns.name')}</th>
                  <th scope="col">{t('fragments.begun')}</th>
                  <th scope="col">{t('fragments.parts')}</th>
                  <th scope="col">{t('objects.columns.size')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.slice(0, rowsShown).map((fragment) => (
                  <tr key={fragment.uploadId}>
                    <td title={`${fragment.key}\n${fragment.uploadId}`}>
                      <Checkbox aria-label={fragment.key} checked={chosen.has(fragment.uploadId)} onChange={({ target }) => toggle(fragment.uploadId, target.checked)}>
                        <span className="conflict-name">
                          <TruncatedName name={fragment.key} />
                          {fragment.inUse ? <span className="tag">{t('fragments.inUse')}</span> : null}
                        </span>
                      </Checkbox>
                    </td>
                    <td title={format.exactTime(fragment.initiatedMs)}>{format.time(fragment.initiatedMs)}</td>
                    <td>{format.number(fragment.parts)}</td>
                    <td title={t('common.exactBytes', { count: fragment.sizeBytes })}>{format.bytes(fragment.sizeBytes)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {shown.length === 0 ? <div className="conflict-more">{t('fragments.noneSoOld')}</div> : null}
            {shown.length > rowsShown ? <div className="conflict-more">{t('transfers.conflict.more', { count: shown.length - rowsShown })}</div> : null}
          </div>
          {hasMore ? <p className="dialog-lead">{t('fragments.more', { count: fragmentsAtMost })}</p> : null}
        </>
      )}
    </Modal>
  )
}
