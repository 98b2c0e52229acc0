import { extensionOf } from '../ui/names.ts'

const nothing = (): Promise<unknown> => Promise.resolve()

/** What draws which kind of object is loaded when the first one is opened; by then it would be waited for. */
const parts: ReadonlyMap<string, () => Promise<unknown>> = new Map(
  Object.entries({
    pdf: async () => {
      const [{ prepareWorker }] = await Promise.all([import('./pdf/open-pdf.ts'), import('./pdf/pdf-view.tsx')])
      prepareWorker()
    },
    md: () => Promise.all([import('./markdown/markdown-view.tsx'), import('./markdown/render.ts'), import('./markdown/to-html.ts')]),
    csv: () => import('./table/table-view.tsx'),
    zip: () => Promise.all([import('./archive/archive-view.tsx'), import('./archive/list-archive.ts')]),
    jpg: () => import('./image/facts.ts'),
  }),
)
const alike: Readonly<Record<string, string>> = { markdown: 'md', tsv: 'csv', jsonl: 'csv', ndjson: 'csv', tar: 'zip', gz: 'zip', tgz: 'zip', jar: 'zip', docx: 'zip', xlsx: 'zip', jpeg: 'jpg', png: 'jpg', gif: 'jpg', webp: 'jpg', avif: 'jpg', tif: 'jpg', tiff: 'jpg', heic: 'jpg' }

/** Loads what an object of this name will probably need. A name is only a guess: what the bytes are decides when they are there. */
export function loadAhead(name: string): void {
  const extension = extensionOf(name)
  const load = parts.get(alike[extension] ?? extension) ?? nothing
  // Loaded again, and the failure told, when it is really needed.
  load().catch(() => undefined)
}
