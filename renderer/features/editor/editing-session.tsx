import { Button, Modal, Select } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SaveTarget } from '../../../electron/contract/editing.ts'
import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import type { LostAspect } from '../../../electron/contract/object-jobs.ts'
import { useBridge, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { nameOf } from '../../ui/names.ts'
import { isMac, shortcutText } from '../../ui/platform.ts'
import { textEncodings, type TextEncoding } from '../../ui/text-encoding.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useProfile } from '../profiles/index.ts'
import { useUnsavedWork } from '../unsaved/index.ts'
import { CodeEditor } from './code-editor.tsx'
import { ConflictStep } from './conflict-step.tsx'
import { DiffView } from './diff-view.tsx'
import { lineEndings, readDocument, writeDocument, type LineEnding, type TextDocument } from './document.ts'
import { draftStore, type Draft } from './drafts.ts'
import { NotEncodable } from './encode-text.ts'
import { saveBytes, type OpenedBytes } from './object-text.ts'
import { SaveLosses, useSaveLosses } from './save-losses.tsx'
import { useEditor, type EditorTarget } from './store.ts'

interface Props {
  readonly target: EditorTarget
  readonly source: OpenedBytes
  readonly document: TextDocument
  readonly draft: Draft | undefined
  readonly onReload: () => void
}

type Step = 'edit' | 'diff' | 'conflict' | 'leave'
const draftDelayMs = 800

/** One object being edited: typing, looking at what changed, saving, and what stands in the way of it. */
export function EditingSession({ target, source, document, draft: found, onReload }: Props) {
  const { t } = useTranslation()
  const bridge = useBridge()
  const copyText = useCopyText()
  const format = useFormat()
  const close = useEditor((state) => state.close)
  const { profileId, bucket, key } = target
  const name = nameOf(key)
  const locked = useProfile(profileId)?.readOnly === true ? t('profiles.readOnlyReason') : undefined
  const [base, setBase] = useState({ ...document, etag: source.etag })
  const [encoding, setEncoding] = useState<TextEncoding>(document.encoding)
  const [lineEnding, setLineEnding] = useState<LineEnding>(document.lineEnding)
  const [text, setText] = useState(document.text)
  /** What the editor was last given; a new one puts a new text into it. */
  const [given, setGiven] = useState({ text: document.text, version: 0 })
  const [draft, setDraft] = useState(found)
  const [step, setStep] = useState<Step>('edit')
  const [saving, setSaving] = useState(false)
  const [error, setError] = useState<OssErrorWire>()
  const [unwritable, setUnwritable] = useState<NotEncodable>()
  const [saved, setSaved] = useState<{ readonly atMs: number; readonly lost: readonly LostAspect[] }>()

  const isReadOnly = locked !== undefined || base.isLossy
  /** Nothing is stored under this key so far. */
  const isNew = base.etag === ''
  const losses = useSaveLosses({ profileId, bucket, key, etag: base.etag }, !isReadOnly && !isNew)
  const isChanged = text !== base.text || encoding !== base.encoding || lineEnding !== base.lineEnding
  const current = useMemo(() => ({ profileId, bucket, key, etag: base.etag, text, encoding, lineEnding }), [profileId, bucket, key, base.etag, text, encoding, lineEnding])
  const wasChanged = useRef(false)
  /** What a draft was written of. */
  const [kept, setKept] = useState<unknown>()
  useEffect(() => {
    if (!isChanged) {
      if (wasChanged.current) void draftStore().remove(current)
      wasChanged.current = false
      return undefined
    }
    wasChanged.current = true
    const keep = () => void draftStore().put({ ...current, changedMs: Date.now() }).then(() => setKept(current))
    const timer = setTimeout(keep, draftDelayMs)
    // The window may be closed before the timer is due.
    window.addEventListener('pagehide', keep)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('pagehide', keep)
    }
  }, [current, isChanged])

  useUnsavedWork(isChanged ? name : undefined, true)

  const put = (next: string) => {
    setText(next)
    setGiven(({ version }) => ({ text: next, version: version + 1 }))
  }
  const readAs = (asked: TextEncoding) => {
    const again = readDocument(source.bytes, asked)
    if (again === undefined) return
    setBase({ ...again, etag: base.etag })
    setEncoding(asked)
    setLineEnding(again.lineEnding)
    put(again.text)
  }
  const leave = async () => {
    await draftStore().remove(current)
    close()
  }
  const askToLeave = () => {
    if (step !== 'edit') setStep('edit')
    else if (isChanged) setStep('leave')
    else close()
  }
  const save = async (to: SaveTarget = isNew ? { profileId, bucket, key, mode: 'create' } : { profileId, bucket, key, mode: 'ifUnchanged', etag: base.etag }) => {
    setSaving(true)
    setError(undefined)
    setUnwritable(undefined)
    try {
      const written = await saveBytes(bridge, to, writeDocument(text, { encoding, lineEnding }))
      await draftStore().remove(current)
      wasChanged.current = false
      setSaved({ atMs: Date.now(), lost: written.lost ?? [] })
      if (to.key !== key) return useEditor.getState().open({ profileId, bucket, key: to.key, sizeBytes: written.sizeBytes })
      setBase({ text, encoding, lineEnding, isMixed: false, isLossy: false, etag: written.etag })
      setStep('edit')
    } catch (thrown) {
      if (thrown instanceof NotEncodable) {
        setUnwritable(thrown)
        setStep('edit')
        return
      }
      const failure = toCallError(thrown)
      setError(failure)
      setStep(failure.code === 'ObjectChangedMeanwhile' || failure.code === 'FileAlreadyExists' ? 'conflict' : 'edit')
    } finally {
      setSaving(false)
    }
  }
  // Also without a letter in it: what is meant may be an empty object.
  const canSave = (isChanged || isNew) && !isReadOnly && !saving
  const onKeyDown = (event: React.KeyboardEvent) => {
    const mod = isMac ? event.metaKey : event.ctrlKey
    if (!mod || event.key.toLowerCase() !== 's' || event.shiftKey || event.altKey) return
    event.preventDefault()
    if (!canSave) return
    if (step === 'diff') void save()
    else if (step === 'edit') setStep('diff')
  }
  const footer =
    step === 'diff'
      ? [
          <Button key="back" onClick={() => setStep('edit')}>
            {t('editor.goOn')}
          </Button>,
          <Button key="save" type="primary" loading={saving} onClick={() => void save()}>
            {t('editor.save')}
          </Button>,
        ]
      : step === 'edit'
        ? [
            <span key="state" className="editor-state" role="status">
              {isNew && !isChanged ? t('editor.notYetThere') : isChanged ? t(kept === current ? 'editor.kept' : 'editor.unsaved') : saved === undefined ? '' : [t('editor.saved', { time: format.exactTime(saved.atMs) }), ...saved.lost.map((aspect) => t(`jobs.lost.${aspect}`))].join(' · ')}
            </span>,
            <Button key="close" onClick={askToLeave}>
              {t('common.close')}
            </Button>,
            <Button key="save" type="primary" disabled={!canSave} loading={saving} title={`${t('editor.review')} (${shortcutText('Mod+S', isMac)})`} onClick={() => setStep('diff')}>
              {t('editor.review')}
            </Button>,
          ]
        : null
  return (
    <Modal open centered className="editor" width="min(1280px, 96vw)" maskClosable={false} onCancel={askToLeave} title={name} footer={footer}>
      <div className="editor-body" onKeyDown={onKeyDown}>
        {draft === undefined || step !== 'edit' ? null : (
          <p className="editor-note" role="status">
            <span>{t(draft.etag === base.etag ? 'editor.draftFound' : 'editor.draftOfOther', { time: format.exactTime(draft.changedMs) })}</span>
            <Button
              size="small"
              onClick={() => {
                setEncoding(draft.encoding)
                setLineEnding(draft.lineEnding)
                put(draft.text)
                // Saving it over a newer object must meet the check for exactly that.
                setBase((former) => ({ ...former, etag: draft.etag }))
                setDraft(undefined)
              }}
            >
              {t('editor.restoreDraft')}
            </Button>
            <Button
              size="small"
              onClick={() => {
                setDraft(undefined)
                void draftStore().remove(draft)
              }}
            >
              {t('editor.discardDraft')}
            </Button>
          </p>
        )}
        {locked === undefined ? null : <p className="editor-note">{locked}</p>}
        {base.isLossy ? <p className="editor-note">{t('editor.lossy', { encoding: base.encoding })}</p> : null}
        {base.isMixed && lineEnding === base.lineEnding ? <p className="editor-note">{t('editor.mixed', { lineEnding })}</p> : null}
        {unwritable === undefined ? null : (
          <p className="editor-note is-danger" role="alert">
            {t('editor.notEncodable', { character: unwritable.character, line: text.slice(0, unwritable.position).split('\n').length, encoding })}
          </p>
        )}
        {error !== undefined && step === 'edit' ? <ErrorNotice variant="inline" error={error} onCopy={(report) => void copyText(report)} onDismiss={() => setError(undefined)} /> : null}
        <div className="editor-main" hidden={step === 'diff' || step === 'conflict'}>
          <CodeEditor key={given.version} text={given.text} name={name} label={t('editor.label', { name })} readOnly={isReadOnly} onChange={setText} />
        </div>
        {step === 'diff' ? <SaveLosses losses={losses} /> : null}
        {step === 'diff' ? <DiffView before={base.text} after={text} beforeLabel={t('editor.before')} afterLabel={t('editor.after')} name={name} /> : null}
        {step === 'conflict' && error !== undefined ? (
          <ConflictStep
            target={target}
            error={error}
            mine={text}
            saving={saving}
            onBack={() => setStep('edit')}
            onSave={(to) => void save(to)}
            onMerged={(merged, theirs) => {
              setBase({ ...theirs.document, etag: theirs.etag })
              setError(undefined)
              put(merged)
              setStep('edit')
            }}
          />
        ) : null}
        <div className="editor-bar">
          <label>
            {t('editor.readAs')}
            <Select size="small" value={base.encoding} disabled={text !== base.text} onChange={readAs} options={textEncodings.map((value) => ({ value, label: value }))} popupMatchSelectWidth={false} aria-label={t('editor.readAs')} />
          </label>
          <label>
            {t('editor.saveAs')}
            <Select size="small" value={encoding} disabled={isReadOnly} onChange={setEncoding} options={textEncodings.map((value) => ({ value, label: value }))} popupMatchSelectWidth={false} aria-label={t('editor.saveAs')} />
          </label>
          <label>
            {t('editor.lineEnding')}
            <Select size="small" value={lineEnding} disabled={isReadOnly} onChange={setLineEnding} options={lineEndings.map((value) => ({ value, label: value }))} popupMatchSelectWidth={false} aria-label={t('editor.lineEnding')} />
          </label>
          <Button size="small" type="text" disabled={isChanged || isNew} onClick={onReload}>
            {t('editor.reload')}
          </Button>
        </div>
      </div>
      {step === 'leave' ? (
        <Modal
          open
          centered
          width={480}
          title={t('editor.leaveTitle', { name })}
          onCancel={() => setStep('edit')}
          footer={[
            <Button key="discard" danger onClick={() => void leave()}>
              {t('editor.discard')}
            </Button>,
            <Button key="back" onClick={() => setStep('edit')}>
              {t('editor.goOn')}
            </Button>,
            <Button key="save" type="primary" autoFocus disabled={isReadOnly} onClick={() => setStep('diff')}>
              {t('editor.review')}
            </Button>,
          ]}
        >
          <p className="dialog-lead">{t('editor.leaveText')}</p>
        </Modal>
      ) : null}
    </Modal>
  )
}
