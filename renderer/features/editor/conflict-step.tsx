import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { editableBytes, type SaveTarget } from '../../../electron/contract/editing.ts'
import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import { useBridge, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { nameOf } from '../../ui/names.ts'
import { DiffView } from './diff-view.tsx'
import { readDocument, type TextDocument } from './document.ts'
import { openBytes } from './object-text.ts'
import type { EditorTarget } from './store.ts'

interface Theirs {
  readonly document: TextDocument
  readonly etag: string
}

interface Props {
  readonly target: EditorTarget
  readonly error: OssErrorWire
  readonly mine: string
  readonly saving: boolean
  readonly onBack: () => void
  readonly onSave: (to: SaveTarget) => void
  readonly onMerged: (text: string, theirs: Theirs) => void
}

/** `notes.md` as `notes (2).md`. */
export function secondName(key: string): string {
  const dot = key.lastIndexOf('.')
  const cut = dot > key.lastIndexOf('/') + 1 ? dot : key.length
  return `${key.slice(0, cut)} (2)${key.slice(cut)}`
}

/** The object is another one by now: merge with it, replace it, or save beside it. */
export function ConflictStep({ target, error, mine, saving, onBack, onSave, onMerged }: Props) {
  const { t } = useTranslation()
  const bridge = useBridge()
  const copyText = useCopyText()
  const { profileId, bucket, key } = target
  const [theirs, setTheirs] = useState<Theirs>()
  const [merged, setMerged] = useState(mine)
  const [failure, setFailure] = useState<OssErrorWire>()
  const [otherKey, setOtherKey] = useState(secondName(key))
  const compare = async () => {
    try {
      const { bytes, etag } = await openBytes(bridge, target, editableBytes, new AbortController().signal)
      const document = readDocument(bytes)
      if (document === undefined) setFailure({ code: 'InvalidRequest', message: t('editor.notText'), status: 0, retryable: false })
      else setTheirs({ document, etag })
    } catch (thrown) {
      setFailure(toCallError(thrown))
    }
  }
  if (theirs !== undefined) {
    return (
      <>
        <DiffView before={theirs.document.text} after={mine} beforeLabel={t('editor.theirs')} afterLabel={t('editor.mine')} name={nameOf(key)} onChange={setMerged} />
        <div className="editor-actions">
          <Button onClick={onBack}>{t('editor.goOn')}</Button>
          <Button type="primary" onClick={() => onMerged(merged, theirs)}>
            {t('editor.useMerged')}
          </Button>
        </div>
      </>
    )
  }
  return (
    <div className="editor-conflict">
      <ErrorNotice variant="inline" error={failure ?? error} onCopy={(report) => void copyText(report)} />
      <div className="editor-actions">
        <Button onClick={onBack}>{t('editor.goOn')}</Button>
        <Button type="primary" onClick={() => void compare()}>
          {t('editor.compare')}
        </Button>
        <Button danger loading={saving} onClick={() => onSave({ profileId, bucket, key, mode: 'overwrite' })}>
          {t('editor.overwrite')}
        </Button>
      </div>
      <div className="editor-actions">
        <Input value={otherKey} onChange={(event) => setOtherKey(event.target.value)} aria-label={t('editor.otherKey')} maxLength={1023} />
        <Button disabled={otherKey === '' || otherKey === key} loading={saving} onClick={() => onSave({ profileId, bucket, key: otherKey, mode: 'create', like: key })}>
          {t('editor.saveOther')}
        </Button>
      </div>
    </div>
  )
}
