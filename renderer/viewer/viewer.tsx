import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseViewer, headBytes, type Choice } from './choose-viewer.ts'
import { useSubject } from './context.ts'
import { HexView } from './hex/hex-view.tsx'
import { ImageView } from './image/image-view.tsx'
import { MediaView } from './media/media-view.tsx'
import type { ViewerKind } from './messages.ts'
import { Loading, Notice } from './parts.tsx'
import { TextView } from './text/text-view.tsx'
import { useLoaded } from './use-loaded.ts'
import { ArchiveView, CompareView, MarkdownView, PdfView, TableView } from './views.ts'

/** Looks at the first bytes of the object and shows it the way they ask for. */
export function Viewer({ onChosen }: { readonly onChosen: (kind: ViewerKind) => void }) {
  const { other } = useSubject().request
  const onCompared = useCallback(() => onChosen('comparison'), [onChosen])
  if (other === undefined) return <Single onChosen={onChosen} />
  return <CompareView other={other} onChosen={onCompared} />
}

function Single({ onChosen }: { readonly onChosen: (kind: ViewerKind) => void }) {
  const { request, reader } = useSubject()
  const choose = useCallback(
    async (signal: AbortSignal): Promise<Chosen> => {
      const head = await reader.read(0, headBytes, signal)
      const choice = chooseViewer(request.name, head, reader.sizeBytes <= headBytes)
      const isText = choice.encoding !== undefined
      const asked: Choice = request.as === 'hex' ? { kind: 'hex' } : request.as === 'text' && isText ? { ...choice, kind: 'text' } : choice
      onChosen(asked.kind)
      return { choice: asked, head }
    },
    [reader, request, onChosen],
  )
  const chosen = useLoaded(choose)
  return chosen === undefined ? <Loading /> : <View {...chosen} />
}

interface Chosen {
  readonly choice: Choice
  /** The beginning of the object, which is shown while more of it is read. */
  readonly head: Uint8Array
}

function View({ choice: { kind, type, encoding = 'UTF-8', archive = 'zip', thumbnailOnly = false }, head }: Chosen) {
  const { t } = useTranslation()
  switch (kind) {
    case 'image':
      return <ImageView type={type} thumbnailOnly={thumbnailOnly} />
    case 'audio':
    case 'video':
      return <MediaView kind={kind} type={type ?? 'application/octet-stream'} />
    case 'pdf':
      return <PdfView />
    case 'markdown':
      return <MarkdownView encoding={encoding} head={head} />
    case 'table':
      return <TableView detected={encoding} head={head} />
    case 'text':
      return <TextView detected={encoding} head={head} />
    case 'archive':
      return <ArchiveView kind={archive} head={head} />
    case 'empty':
      return <Notice title={t('viewer.empty')} />
    case 'hex':
      return <HexView head={head} />
  }
}
