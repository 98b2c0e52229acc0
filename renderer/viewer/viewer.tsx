import { lazy, Suspense, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseViewer, type Choice } from './choose-viewer.ts'
import { useSubject } from './context.ts'
import { HexView } from './hex/hex-view.tsx'
import { ImageView } from './image/image-view.tsx'
import { MediaView } from './media/media-view.tsx'
import type { ViewerKind } from './messages.ts'
import { Loading, Notice } from './parts.tsx'
import { TextView } from './text/text-view.tsx'
import { useLoaded } from './use-loaded.ts'

const PdfView = lazy(async () => ({ default: (await import('./pdf/pdf-view.tsx')).PdfView }))
const MarkdownView = lazy(async () => ({ default: (await import('./markdown/markdown-view.tsx')).MarkdownView }))
const TableView = lazy(async () => ({ default: (await import('./table/table-view.tsx')).TableView }))
const CompareView = lazy(async () => ({ default: (await import('./compare/compare-view.tsx')).CompareView }))
const ArchiveView = lazy(async () => ({ default: (await import('./archive/archive-view.tsx')).ArchiveView }))

/** Enough for most texts whole, for the size of a picture, and for the columns of a table: they need not be read twice. */
const headBytes = 64 * 1024

/** Looks at the first bytes of the object and shows it the way they ask for. */
export function Viewer({ onChosen }: { readonly onChosen: (kind: ViewerKind) => void }) {
  const { other } = useSubject().request
  const onCompared = useCallback(() => onChosen('comparison'), [onChosen])
  if (other === undefined) return <Single onChosen={onChosen} />
  return (
    <Suspense fallback={<Loading />}>
      <CompareView other={other} onChosen={onCompared} />
    </Suspense>
  )
}

function Single({ onChosen }: { readonly onChosen: (kind: ViewerKind) => void }) {
  const { request, reader } = useSubject()
  const choose = useCallback(
    async (signal: AbortSignal): Promise<Choice> => {
      const head = await reader.read(0, headBytes, signal)
      const choice = chooseViewer(request.name, head, reader.sizeBytes <= headBytes)
      const isText = choice.encoding !== undefined
      const asked: Choice = request.as === 'hex' ? { kind: 'hex' } : request.as === 'text' && isText ? { ...choice, kind: 'text' } : choice
      onChosen(asked.kind)
      return asked
    },
    [reader, request, onChosen],
  )
  const choice = useLoaded(choose)
  return (
    <Suspense fallback={<Loading />}>
      <Chosen choice={choice} />
    </Suspense>
  )
}

function Chosen({ choice }: { readonly choice: Choice | undefined }) {
  const { t } = useTranslation()
  if (choice === undefined) return <Loading />
  const { kind, type, encoding = 'UTF-8', archive = 'zip', thumbnailOnly = false } = choice
  switch (kind) {
    case 'image':
      return <ImageView type={type} thumbnailOnly={thumbnailOnly} />
    case 'audio':
    case 'video':
      return <MediaView kind={kind} type={type ?? 'application/octet-stream'} />
    case 'pdf':
      return <PdfView />
    case 'markdown':
      return <MarkdownView encoding={encoding} />
    case 'table':
      return <TableView detected={encoding} />
    case 'text':
      return <TextView detected={encoding} />
    case 'archive':
      return <ArchiveView kind={archive} />
    case 'empty':
      return <Notice title={t('viewer.empty')} />
    case 'hex':
      return <HexView />
  }
}
