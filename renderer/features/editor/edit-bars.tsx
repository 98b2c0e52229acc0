import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { PencilLine } from 'lucide-react'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExternalEdit } from '../../../electron/contract/editing.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { useWindowEvent } from '../../bridge/use-window-event.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { nameOf } from '../../ui/names.ts'
import { useAfterPaint } from '../../ui/use-after-paint.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useNotices } from '../notices/index.ts'
import { draftStore } from './drafts.ts'
import { useEditor } from './store.ts'

const editsKey = ['editing', 'external'] as const
const draftsKey = ['editing', 'drafts'] as const

/** What is open in programs outside, and what was left unsaved when the app ended: one bar each, above the list. */
export const EditBars = memo(function EditBars() {
  // Nothing of this is needed for the first picture of the window.
  const settled = useAfterPaint(true)
  return settled ? <Bars /> : null
})

function Bars() {
  const api = useApi()
  const client = useQueryClient()
  const { data: edits = [] } = useQuery({ queryKey: editsKey, queryFn: () => api.editing.listExternal({}) })
  useWindowEvent('editing.changed', (event) => client.setQueryData(editsKey, event.edits))
  return (
    <div className="notices">
      {edits.map((edit) => (
        <ExternalBar key={edit.editId} edit={edit} />
      ))}
      {typeof indexedDB === 'undefined' ? null : <DraftBars />}
    </div>
  )
}

function ExternalBar({ edit }: { readonly edit: ExternalEdit }) {
  const { t } = useTranslation()
  const api = useApi()
  const format = useFormat()
  const copyText = useCopyText()
  const reportError = useNotices((state) => state.reportError)
  const { editId, key, state, readOnly = false, savedMs, lost = [], error } = edit
  const save = (overwrite: boolean) => void api.editing.saveExternal({ editId, overwrite }).catch(reportError)
  const close = () => void api.editing.closeExternal({ editId }).catch(reportError)
  const name = nameOf(key)
  if (error !== undefined || state === 'unsaved') {
    const actions = (
      <>
        <Button size="small" onClick={() => save(false)}>
          {t('editor.external.saveBack')}
        </Button>
        <Button size="small" onClick={() => save(true)}>
          {t('editor.overwrite')}
        </Button>
        <Button size="small" danger onClick={close}>
          {t('editor.external.discard')}
        </Button>
      </>
    )
    if (error !== undefined) return <ErrorNotice error={error} title={t('editor.external.failed', { name })} onCopy={(text) => void copyText(text)} action={actions} />
    return (
      <div className="notice" role="status">
        <PencilLine size={16} aria-hidden />
        <span className="notice-text">{t('editor.external.unsaved', { name })}</span>
        {actions}
      </div>
    )
  }
  return (
    <div className="notice" role="status">
      <PencilLine size={16} aria-hidden />
      <span className="notice-text">
        {readOnly && state === 'open' ? t('editor.external.readOnly', { name }) : state === 'opening' || state === 'saving' ? t(`editor.external.${state}`, { name }) : savedMs === undefined ? t('editor.external.open', { name }) : [t('editor.external.saved', { name, time: format.exactTime(savedMs) }), ...lost.map((aspect) => t(`jobs.lost.${aspect}`))].join(' ')}
      </span>
      <Button size="small" disabled={state === 'saving' || state === 'opening'} onClick={close}>
        {t('editor.external.finish')}
      </Button>
    </div>
  )
}

/** Only those left over from before: what is being typed now has its own dialog. */
function DraftBars() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const format = useFormat()
  const open = useEditor((state) => state.open)
  const target = useEditor((state) => state.target)
  const [startedMs] = useState(() => Date.now())
  const { data: drafts = [] } = useQuery({ queryKey: draftsKey, queryFn: () => draftStore().list() })
  const forget = (id: number) => client.setQueryData(draftsKey, drafts.filter((draft) => draft.changedMs !== id))
  return drafts
    .filter((draft) => draft.changedMs < startedMs && (target === undefined || draft.key !== target.key))
    .map((draft) => (
      <div key={draft.changedMs} className="notice" role="status">
        <PencilLine size={16} aria-hidden />
        <span className="notice-text">{t('editor.draftLeft', { name: nameOf(draft.key), time: format.exactTime(draft.changedMs) })}</span>
        <Button
          size="small"
          onClick={() => {
            forget(draft.changedMs)
            open({ profileId: draft.profileId, bucket: draft.bucket, key: draft.key, sizeBytes: draft.text.length })
          }}
        >
          {t('editor.openDraft')}
        </Button>
        <Button
          size="small"
          danger
          onClick={() => {
            forget(draft.changedMs)
            void draftStore().remove(draft)
          }}
        >
          {t('editor.discardDraft')}
        </Button>
      </div>
    ))
}
