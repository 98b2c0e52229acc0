import { useQuery } from '@tanstack/react-query'
import { Button, Modal, Segmented } from 'antd'
import { History, Redo2, Undo2 } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { PolicyNotes } from '../../../electron/contract/policy-notes.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useUnsavedWork } from '../unsaved/index.ts'
import { HistoryDialog } from './history-dialog.tsx'
import { JsonEditor } from './json-editor.tsx'
import { checkDraft } from './model/check-draft.ts'
import { runChecks } from './model/checks.ts'
import { createDraft } from './model/draft.ts'
import { anyRequest, locksOut, type OwnWay, type TriedBucket, type TriedRequest } from './model/try-request.ts'
import { PolicySide } from './policy-side.tsx'
import { usePutBucketSetting } from './queries.ts'
import { ReviewDialog } from './review-dialog.tsx'
import type { PolicyStart } from './start.ts'
import { StatementList } from './statement-list.tsx'
import { usePeople } from './use-people.ts'
import { useRamPolicies } from './use-ram-policies.ts'
import { policyNotesQuery, useChangePolicyNotes } from './use-policy-notes.ts'

interface Props {
  readonly profileId: string
  readonly saved: string
  /** What was kept about the policy when it was opened. */
  readonly kept: PolicyNotes
  readonly bucket: TriedBucket
  readonly way: OwnWay
  /** Policies of other services are JSON in words of their own: they are not read here, only shown. */
  readonly isOss: boolean
  /** Its people can be asked for. */
  readonly isLocal: boolean
  readonly lockedReason: string | undefined
  readonly start?: PolicyStart | undefined
  readonly onClose: () => void
}

/** A bucket's policy, to read and change in words or as JSON, with what it would mean beside it. */
export function PolicyEditor({ profileId, saved: first, kept, bucket: given, way, isOss, isLocal, lockedReason, start, onClose }: Props) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const [store] = useState(() => createDraft(first, kept.disabled))
  const draft = useStore(store)
  // Conditions about the time are judged by when the editor was opened.
  const [nowMs] = useState(() => Date.now())
  const { saved, text, disabled, reading, past, future } = draft
  const [side, setSide] = useState<'visual' | 'json'>(isOss && reading.policy !== undefined ? 'visual' : 'json')
  const [lit, setLit] = useState(start?.statement)
  const [asking, setAsking] = useState<'review' | 'discard' | 'history' | undefined>(undefined)
  const put = usePutBucketSetting()
  const late = useDeferredValue(text)
  const { name, ownerId } = given
  const api = useApi()
  const { data: notes = kept } = useQuery(policyNotesQuery(api, profileId, name))
  const changeNotes = useChangePolicyNotes(profileId, name)
  const people = usePeople(profileId, isLocal, ownerId)
  const [tried, setTried] = useState<TriedRequest>(() => ({ ...anyRequest, timeMs: nowMs, ...start?.tried }))
  const whos = useMemo(() => [tried.who, ...notes.checks.map(({ who }) => who)], [tried.who, notes.checks])
  const ram = useRamPolicies(profileId, people, whos)
  const bucket = useMemo(() => ({ ...given, people: ram.known }), [given, ram.known])
  const isReading = notes.checks.some(({ who }) => ram.stateOf(who) === 'reading')
  const check = useMemo(() => checkDraft(late, { name, ownerId }, nowMs), [late, name, ownerId, nowMs])
  const before = useMemo(() => checkDraft(saved.text, { name, ownerId }, nowMs), [saved.text, name, ownerId, nowMs])
  const results = useMemo(() => runChecks({ checks: notes.checks, bucket, saved: before.document, draft: check.document, nowMs }), [notes.checks, bucket, before.document, check.document, nowMs])
  const isTextChanged = text !== saved.text
  const isChanged = isTextChanged || disabled !== saved.disabled
  useUnsavedWork(isChanged ? t('policy.workName', { bucket: name }) : undefined, false)
  const isRefused = isOss && text.trim() !== '' && (reading.policy === undefined || check.problems.length > 0)
  const show = (statement: number) => {
    setSide('visual')
    setLit(statement)
  }
  const close = () => (isChanged ? setAsking('discard') : onClose())
  const keepDisabled = () => {
    draft.markSaved()
    setAsking(undefined)
    if (disabled !== saved.disabled) changeNotes.mutate({ disabled: [...disabled] })
  }
  const save = () => {
    // What stands in the way is shown from `put.error`.
    put.mutateAsync({ profileId, bucket: name, setting: { name: 'policy', text: text.trim() === '' ? null : text } }).then(keepDisabled, () => undefined)
  }
  const saveReason = lockedReason ?? (isChanged ? undefined : t('policy.unchanged')) ?? (isRefused ? t('policy.refused') : undefined) ?? (isReading ? t('policy.readingRam') : undefined)
  return (
    <Modal
      open
      centered
      width="min(1180px, calc(100vw - 48px))"
      className="policy-dialog"
      title={t('policy.title', { bucket: name })}
      mask={{ closable: false }}
      onCancel={close}
      footer={
        <div className="policy-footer">
          <span className="form-hint">{put.isSuccess && !isChanged ? t('policy.savedNow') : saveReason === t('policy.unchanged') ? '' : (saveReason ?? '')}</span>
          <Button onClick={close}>{t('common.close')}</Button>
          <Button type="primary" disabled={saveReason !== undefined} onClick={() => (isTextChanged ? setAsking('review') : keepDisabled())}>
            {t(isTextChanged || !isChanged ? 'policy.review' : 'policy.keepDisabled')}
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
            <IconButton label={t('policy.history')} icon={<History size={15} />} disabledReason={notes.versions.length === 0 ? t('policy.noHistory') : undefined} onClick={() => setAsking('history')} />
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
            <StatementList
              statements={reading.policy.statements}
              disabled={{ list: disabled, disable: draft.disable, enable: draft.enable, remove: draft.removeDisabled }}
              place={{ profileId, bucket: name }}
              ownerId={ownerId}
              people={people}
              lit={lit}
              onChange={draft.changeStatements}
            />
          )}
        </div>
        {isOss ? (
          <PolicySide
            bucket={bucket}
            people={people}
            startsWithTrying={start?.tried !== undefined}
            isTimedAtFirst={start?.tried?.timeMs !== undefined}
            tried={tried}
            onTried={setTried}
            ramState={ram.stateOf(tried.who)}
            isReading={isReading}
            before={before}
            check={check}
            unreadable={reading.problem}
            isRefused={isRefused}
            results={results}
            nowMs={nowMs}
            onChecks={(checks) => changeNotes.mutate({ checks: [...checks] })}
            onFix={draft.setText}
            onShow={show}
          />
        ) : null}
      </div>
      {changeNotes.error === null ? null : <ErrorNotice variant="inline" error={toCallError(changeNotes.error)} onCopy={(details) => void copyText(details)} />}
      {put.error === null || asking === 'review' ? null : <ErrorNotice variant="inline" error={toCallError(put.error)} onCopy={(details) => void copyText(details)} />}
      {asking === 'review' ? (
        <ReviewDialog
          saved={saved.text}
          text={text}
          before={before}
          check={check}
          changed={results.filter(({ changes }) => changes)}
          people={people}
          locksOut={isOss && locksOut(bucket, check.document, way, nowMs)}
          saving={put.isPending}
          error={put.error}
          onSave={save}
          onClose={() => setAsking(undefined)}
        />
      ) : null}
      {asking === 'history' ? <HistoryDialog versions={notes.versions} text={text} onRestore={draft.setText} onClose={() => setAsking(undefined)} /> : null}
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
