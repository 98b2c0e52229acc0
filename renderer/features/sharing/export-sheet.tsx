import { useQuery } from '@tanstack/react-query'
import { Button, Modal, Segmented } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import { LinkFormat } from '../../../electron/contract/sharing.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { isCancelled, toCallError } from '../../bridge/call-error.ts'
import { useWindowEvent } from '../../bridge/use-window-event.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useProfile } from '../profiles/index.ts'
import { firstDraft, LinkForm, optionsOf } from './link-form.tsx'
import { linkLimit } from './link-limit.ts'
import { useSharing, type ExportTarget } from './store.ts'

/** A file of links to everything chosen, whole folders too. */
export function ExportSheet({ target }: { readonly target: ExportTarget }) {
  const { t } = useTranslation()
  const api = useApi()
  const format = useFormat()
  const copyText = useCopyText()
  const close = useSharing((state) => state.close)
  const { profileId, bucket, selection } = target
  const profile = useProfile(profileId)
  const [draft, setDraft] = useState(firstDraft)
  const [openedMs] = useState(() => Date.now())
  const [kind, setKind] = useState<LinkFormat>('csv')
  const [exportId] = useState(() => crypto.randomUUID())
  const [written, setWritten] = useState<number>()
  const [count, setCount] = useState<number>()
  const [error, setError] = useState<OssErrorWire>()
  const running = useRef<AbortController>(undefined)
  const [busy, setBusy] = useState(false)
  const summary = useQuery({
    queryKey: ['links', 'summary', profileId, bucket, selection],
    queryFn: ({ signal }) => api.listing.summarizeSelection({ profileId, bucket, selection }, { signal }),
    gcTime: 0,
  }).data
  useWindowEvent('links.progress', (event) => {
    if (event.exportId === exportId) setWritten(event.written)
  })
  const options = optionsOf(draft, linkLimit(profile ?? { signatureVersion: 'v4' }, openedMs).seconds, openedMs)
  const save = async () => {
    if (options === undefined) return
    const controller = new AbortController()
    running.current = controller
    setBusy(true)
    setError(undefined)
    setCount(undefined)
    setWritten(undefined)
    try {
      const done = await api.linkExports.saveLinks({ profileId, bucket, selection, options, format: kind, exportId }, { signal: controller.signal })
      if (done !== null) setCount(done.count)
    } catch (thrown) {
      if (!isCancelled(thrown)) setError(toCallError(thrown))
    } finally {
      setBusy(false)
    }
  }
  const cancel = () => {
    running.current?.abort()
    if (!busy) close()
  }
  return (
    <Modal
      open
      centered
      width={560}
      className="link-sheet"
      title={t('sharing.exportTitle')}
      onCancel={cancel}
      footer={[
        <Button key="close" onClick={cancel}>
          {t(busy ? 'common.cancel' : 'common.close')}
        </Button>,
        <Button key="save" type="primary" disabled={options === undefined} loading={busy} onClick={() => void save()}>
          {t('sharing.saveFile')}
        </Button>,
      ]}
    >
      {summary === undefined ? null : (
        <p className="is-secondary link-hint">
          {summary.folders === 0 ? t('common.objectCount', { count: summary.objects }) : t('sharing.withFolders', { objects: t('common.objectCount', { count: summary.objects }), folders: t('common.folderCount', { count: summary.folders }) })}
        </p>
      )}
      <LinkForm profileId={profileId} draft={draft} onChange={setDraft} withFileName={false} />
      <div className="link-row">
        <span id="link-format">{t('sharing.format')}</span>
        <div className="link-field">
          <Segmented aria-labelledby="link-format" value={kind} onChange={setKind} options={LinkFormat.options.map((value) => ({ value, label: t(`sharing.formats.${value}`) }))} />
        </div>
      </div>
      {busy && written !== undefined ? (
        <p role="status" className="link-hint">
          {t('sharing.written', { count: written })}
        </p>
      ) : null}
      {count === undefined ? null : (
        <p role="status" className="link-hint is-ok">
          {t('sharing.saved', { count, number: format.number(count) })}
        </p>
      )}
      {error === undefined ? null : <ErrorNotice variant="inline" error={error} onCopy={(text) => void copyText(text)} />}
      <p className="is-secondary link-hint">{t('sharing.warning')}</p>
    </Modal>
  )
}
