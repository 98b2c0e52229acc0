import { useQuery } from '@tanstack/react-query'
import { Button, Input, Modal, QRCode } from 'antd'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import type { LinkInput, LinkTrial } from '../../../electron/contract/sharing.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { describeError } from '../../ui/describe-error.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { nameOf } from '../../ui/names.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useProfile } from '../profiles/index.ts'
import { firstDraft, LinkForm, optionsOf } from './link-form.tsx'
import { linkLimit } from './link-limit.ts'
import { useSharing, type LinkTarget } from './store.ts'

/** A QR code of more than this is too dense for a camera. */
const scannableCharacters = 1200

/** One object's link: made anew with every change, tried as a stranger would. */
export function LinkSheet({ target }: { readonly target: LinkTarget }) {
  const { t } = useTranslation()
  const api = useApi()
  const format = useFormat()
  const copyText = useCopyText()
  const close = useSharing((state) => state.close)
  const profile = useProfile(target.profileId)
  const [draft, setDraft] = useState({ ...firstDraft, fileName: nameOf(target.key) })
  const [openedMs] = useState(() => Date.now())
  const settled = useDeferredValue(draft)
  const options = optionsOf(settled, linkLimit(profile ?? { signatureVersion: 'v4' }, openedMs).seconds, openedMs)
  const { profileId, bucket, key, versionId } = target
  const input: LinkInput | undefined = options === undefined ? undefined : { profileId, bucket, key, options, ...(versionId === undefined ? {} : { versionId }) }
  const link = useQuery({
    queryKey: ['links', input],
    queryFn: ({ signal }) => (input === undefined ? null : api.links.createLink(input, { signal })),
    gcTime: 0,
    retry: false,
  })
  const url = link.data?.url
  return (
    <Modal open centered width={640} className="link-sheet" title={t('sharing.title', { name: nameOf(key) })} footer={null} onCancel={close}>
      {versionId === undefined ? null : <p className="is-secondary link-hint">{t('sharing.version', { versionId })}</p>}
      <LinkForm profileId={profileId} draft={draft} onChange={setDraft} withFileName />
      {link.error === null ? null : <ErrorNotice variant="inline" error={toCallError(link.error)} onCopy={(text) => void copyText(text)} />}
      {options === undefined ? <p className="link-hint">{t('sharing.notYet')}</p> : null}
      {url === undefined ? null : (
        <div className="link-result">
          <div className="link-text">
            <Input.TextArea readOnly rows={5} value={url} aria-label={t('sharing.link')} onFocus={(event) => event.target.select()} className="is-mono" />
            <div className="link-actions">
              <CopyButton what={t('sharing.link')} onCopy={() => copyText(url)} />
              <span className="is-secondary">{t('sharing.goodUntil', { time: format.exactTime(link.data?.expiresMs ?? 0) })}</span>
            </div>
            {input === undefined ? null : <Trial key={url} input={input} />}
          </div>
          {url.length > scannableCharacters ? <p className="is-secondary link-hint">{t('sharing.tooLongForCode')}</p> : <QRCode type="svg" size={168} errorLevel="L" value={url} bgColor="#FFFFFF" color="#000000" aria-label={t('sharing.code')} />}
        </div>
      )}
      <p className="is-secondary link-hint">{t('sharing.warning')}</p>
    </Modal>
  )
}

function Trial({ input }: { readonly input: LinkInput }) {
  const { t } = useTranslation()
  const api = useApi()
  const format = useFormat()
  const copyText = useCopyText()
  const [state, setState] = useState<{ readonly busy?: true; readonly trial?: LinkTrial; readonly error?: OssErrorWire }>({})
  const run = async () => {
    setState({ busy: true })
    try {
      setState({ trial: await api.links.tryLink(input) })
    } catch (thrown) {
      setState({ error: toCallError(thrown) })
    }
  }
  const { trial, error, busy = false } = state
  const works = trial !== undefined && trial.status < 300
  return (
    <div className="link-trial">
      <Button size="small" loading={busy} onClick={() => void run()}>
        {t('sharing.test')}
      </Button>
      {trial === undefined ? null : (
        <span role="status" className={works ? 'is-ok' : 'is-danger'}>
          {works ? <CircleCheck size={14} aria-hidden /> : <CircleAlert size={14} aria-hidden />}
          {works
            ? t('sharing.works', { type: trial.contentType ?? '', size: format.bytes(trial.sizeBytes ?? 0) })
            : t('sharing.refused', { why: trial.code === undefined ? '' : describeError(trial.code, t).what, status: trial.status })}
        </span>
      )}
      {error === undefined ? null : <ErrorNotice variant="inline" error={error} onCopy={(text) => void copyText(text)} />}
    </div>
  )
}
