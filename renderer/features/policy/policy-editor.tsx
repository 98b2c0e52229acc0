import { Button, Modal, Segmented, Tabs } from 'antd'
import { Redo2, Undo2 } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Findings } from './findings.tsx'
import { JsonEditor } from './json-editor.tsx'
import { checkDraft } from './model/check-draft.ts'
import { createDraft } from './model/draft.ts'
import { locksOut, type OwnWay, type TriedBucket } from './model/try-request.ts'
import { usePutBucketSetting } from './queries.ts'
import { ReviewDialog } from './review-dialog.tsx'
import { Simulator } from './simulator.tsx'
import type { PolicyStart } from './start.ts'
import { StatementList } from './statement-list.tsx'

interface Props {
  readonly profileId: string
  readonly saved: string
  readonly bucket: TriedBucket
  readonly way: OwnWay
  /** Policies of other services are JSON in words of their own: they are not read here, only shown. */
  readonly isOss: boolean
  readonly lockedReason: string | undefined
  readonly start?: PolicyStart | undefined
  readonly onClose: () => void
}

/** A bucket's policy, to read and change in words or as JSON, with what it would mean beside it. */
export function PolicyEditor({ profileId, saved: first, bucket, way, isOss, lockedReason, start, onClose }: Props) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const [store] = useState(() => createDraft(first))
  const draft = useStore(store)
  // Conditions about the time are judged by when the editor was opened.
  const [nowMs] = useState(() => Date.now())
  const { saved, text, reading, past, future } = draft
  const [side, setSide] = useState<'visual' | 'json'>(isOss && reading.policy !== undefined ? 'visual' : 'json')
  const [lit, setLit] = useState(start?.statement)
  const [asking, setAsking] = useState<'review' | 'discard' | undefined>(undefined)
  const put = usePutBucketSetting()
  const late = useDeferredValue(text)
  const { name, ownerId } = bucket
  const check = useMemo(() => checkDraft(late, { name, ownerId }, nowMs), [late, name, ownerId, nowMs])
  const before = useMemo(() => checkDraft(saved, { name, ownerId }, nowMs), [saved, name, ownerId, nowMs])
  const isChanged = text !== saved
  const isRefused = isOss && (reading.policy === undefined || check.problems.length > 0)
  const show = (statement: number) => {
    setSide('visual')
    setLit(statement)
  }
  const close = () => (isChanged ? setAsking('discard') : onClose())
  const save = () =>
    put.mutate(
      { profileId, bucket: name, setting: { name: 'policy', text: text.trim() === '' ? null : text } },
      {
        onSuccess: () => {
          draft.markSaved()
          setAsking(undefined)
        },
      },
    )
  const saveReason = lockedReason ?? (isChanged ? undefined : t('policy.unchanged')) ?? (isRefused ? t('policy.refused') : undefined)
  return (
    <Modal
      open
      centered
      width="min(1180px, calc(100vw - 48px))"
      className="policy-dialog"
      title={t('policy.title', { bucket: name })}
      maskClosable={false}
      onCancel={close}
      footer={
        <div className="policy-footer">
          <span className="form-hint">{put.isSuccess && !isChanged ? t('policy.savedNow') : saveReason === t('policy.unchanged') ? '' : (saveReason ?? '')}</span>
          <Button onClick={close}>{t('common.close')}</Button>
          <Button type="primary" disabled={saveReason !== undefined} onClick={() => setAsking('review')}>
            {t('policy.review')}
          </Button>
        </div>
      }
    >
      <div className="policy-columns">
        <div className="policy-main">
          <div className="policy-toolbar">
            {isOss ? (
              <Segmented
                size="small"
                aria-label={t('policy.side')}
                value={side}
                options={[
                  { value: 'visual', label: t('policy.visual') },
                  { value: 'json', label: 'JSON' },
                ]}
                onChange={setSide}
              />
            ) : (
              <span className="form-hint">{t('policy.otherService')}</span>
            )}
            <span className="policy-spring" />
            <IconButton label={t('policy.undo')} icon={<Undo2 size={15} />} disabledReason={past.length === 0 ? t('policy.nothingToUndo') : undefined} onClick={draft.undo} />
            <IconButton label={t('policy.redo')} icon={<Redo2 size={15} />} disabledReason={future.length === 0 ? t('policy.nothingToRedo') : undefined} onClick={draft.redo} />
          </div>
          {side === 'json' ? (
            <JsonEditor label={t('policy.json')} text={text} onChange={draft.setText} />
          ) : reading.policy === undefined ? (
            <div className="policy-unreadable">
              <p>{t('policy.unreadable')}</p>
              <Button size="small" onClick={() => setSide('json')}>
                {t('policy.openJson')}
              </Button>
            </div>
          ) : (
            <StatementList statements={reading.policy.statements} bucket={name} ownerId={ownerId} lit={lit} onChange={draft.changeStatements} />
          )}
        </div>
        {isOss ? (
          <aside className="policy-side">
            <Tabs
              size="small"
              defaultActiveKey={start?.tried === undefined ? 'findings' : 'try'}
              items={[
                {
                  key: 'findings',
                  label: t('policy.findingsTab', { count: check.problems.length + check.findings.length + (reading.problem === undefined ? 0 : 1) }),
                  children: <Findings check={check} unreadable={reading.problem} onFix={draft.setText} onShow={show} />,
                },
                {
                  key: 'try',
                  label: t('policy.tryTab'),
                  children: <Simulator bucket={bucket} first={start?.tried} saved={before.document} draft={check.document} isReadable={!isRefused} onShow={show} />,
                },
              ]}
            />
          </aside>
        ) : null}
      </div>
      {put.error === null || asking === 'review' ? null : <ErrorNotice variant="inline" error={toCallError(put.error)} onCopy={(details) => void copyText(details)} />}
      {asking === 'review' ? (
        <ReviewDialog saved={saved} text={text} before={before} check={check} locksOut={isOss && locksOut(bucket, check.document, way, nowMs)} saving={put.isPending} error={put.error} onSave={save} onClose={() => setAsking(undefined)} />
      ) : null}
      {asking === 'discard' ? (
        <Modal
          open
          centered
          width={420}
          title={t('policy.discardTitle')}
          okText={t('policy.discard')}
          cancelText={t('policy.keepEditing')}
          okButtonProps={{ danger: true }}
          onOk={onClose}
          onCancel={() => setAsking(undefined)}
        >
          <p className="dialog-lead">{t('policy.discardLead')}</p>
        </Modal>
      ) : null}
    </Modal>
  )
}
