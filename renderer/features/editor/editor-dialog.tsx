import { useQuery } from '@tanstack/react-query'
import { Button, Modal, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { editableBytes } from '../../../electron/contract/editing.ts'
import { useBridge, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { nameOf } from '../../ui/names.ts'
import { useFormat } from '../../ui/use-format.ts'
import { ViewerFrame } from '../viewer-frame/index.ts'
import { readDocument } from './document.ts'
import { draftStore } from './drafts.ts'
import { EditingSession } from './editing-session.tsx'
import { NotEditable, openBytes, type OpenedBytes } from './object-text.ts'
import { useEditor, type EditorTarget } from './store.ts'

const nothing: OpenedBytes = { bytes: new Uint8Array(0), etag: '', lastModifiedMs: 0 }

/** The editor for one object, over the window. */
export function EditorDialog({ target }: { readonly target: EditorTarget }) {
  const { t } = useTranslation()
  const bridge = useBridge()
  const copyText = useCopyText()
  const close = useEditor((state) => state.close)
  const { profileId, bucket, key } = target
  const opened = useQuery({
    queryKey: ['editor', profileId, bucket, key],
    queryFn: async ({ signal }) => {
      if (target.isNew === true) return { source: nothing, draft: await draftStore().get({ profileId, bucket, key }), document: readDocument(nothing.bytes) }
      const [source, draft] = await Promise.all([openBytes(bridge, { profileId, bucket, key }, editableBytes, signal), draftStore().get({ profileId, bucket, key })])
      return { source, draft, document: readDocument(source.bytes) }
    },
    gcTime: 0,
    retry: false,
  })
  if (opened.data?.document !== undefined) {
    const { source, draft, document } = opened.data
    return <EditingSession key={source.etag} target={target} source={source} document={document} draft={draft} onReload={() => void opened.refetch()} />
  }
  return (
    <Modal open centered className="editor" width="min(1280px, 96vw)" footer={null} onCancel={close} title={nameOf(key)}>
      <div className="editor-body">
        {opened.isPending ? (
          <div className="is-late preview-spin" role="status" aria-label={t('common.loading')}>
            <Spin />
          </div>
        ) : null}
        {opened.error instanceof NotEditable ? <Shown target={target} obstacle={opened.error.obstacle} /> : null}
        {opened.error === null || opened.error instanceof NotEditable ? null : (
          <ErrorNotice variant="page" title={t('objects.openFailed')} error={toCallError(opened.error)} onCopy={(text) => void copyText(text)} action={<Button onClick={() => void opened.refetch()}>{t('common.retry')}</Button>} />
        )}
        {opened.data === undefined ? null : <EmptyState title={t('editor.notText')} hint={t('editor.notTextHint')} />}
      </div>
    </Modal>
  )
}

/** What cannot be edited can still be read, whatever its size. */
function Shown({ target, obstacle }: { readonly target: EditorTarget; readonly obstacle: NotEditable['obstacle'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const close = useEditor((state) => state.close)
  return (
    <div className="editor-shown">
      <p className="editor-note" role="status">
        {t(`editor.obstacle.${obstacle}`, { size: format.bytes(editableBytes) })}
      </p>
      <ViewerFrame
        object={{ ...target, name: nameOf(target.key), etag: '' }}
        {...(obstacle === 'tooLarge' ? { as: 'text' as const } : {})}
        onKey={(pressed) => {
          if (pressed === 'Escape') close()
        }}
      />
    </div>
  )
}
