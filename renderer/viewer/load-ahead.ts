import { extensionOf, fileKind } from '../ui/names.ts'
import type { ViewerKind } from './messages.ts'
import { ArchiveView, MarkdownView, PdfView, TableView } from './views.ts'

type Load = (name: string) => Promise<unknown>

/** What draws which kind of object is loaded when the first one is opened; by then it would be waited for. */
const parts: Readonly<Partial<Record<ViewerKind, Load>>> = {
  pdf: async () => {
    const [{ prepareWorker }] = await Promise.all([import('./pdf/open-pdf.ts'), PdfView.load()])
    prepareWorker()
  },
  markdown: () => Promise.all([MarkdownView.load(), import('./markdown/render.ts'), import('./markdown/to-html.ts')]),
  table: () => TableView.load(),
  archive: () => Promise.all([ArchiveView.load(), import('./archive/list-archive.ts')]),
  image: () => import('./image/facts.ts'),
  text: async (name) => (await import('./text/highlight.ts')).languageOf(name),
}

const byExtension: Readonly<Record<string, ViewerKind>> = { pdf: 'pdf', md: 'markdown', markdown: 'markdown', csv: 'table', tsv: 'table', jsonl: 'table', ndjson: 'table', tar: 'archive', gz: 'archive', tgz: 'archive', zip: 'archive', jar: 'archive', docx: 'archive', xlsx: 'archive' }

/** What a name promises. It is only a guess: what the bytes are decides when they are there. */
export function kindPromised(name: string): ViewerKind | undefined {
  const kind = fileKind(name)
  return byExtension[extensionOf(name)] ?? (kind === 'image' ? 'image' : kind === 'code' || kind === 'text' ? 'text' : undefined)
}

/** Loads what an object of this kind will need. */
export function loadAhead(kind: ViewerKind | undefined, name: string): void {
  if (kind === undefined) return
  // Loaded again, and the failure told, when it is really needed.
  parts[kind]?.(name).catch(() => undefined)
}
