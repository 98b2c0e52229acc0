import { getDocument, GlobalWorkerOptions, PDFDataRangeTransport, PDFWorker, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { ObjectReader } from '../object-reader.ts'
import { createPatience, type Patience } from './patience.ts'

const workers = import.meta.glob<string>('../../../node_modules/pdfjs-dist/legacy/build/pdf.worker.min.mjs', { query: '?url', import: 'default', eager: true })
GlobalWorkerOptions.workerSrc = Object.values(workers)[0] ?? ''

const rangeBytes = 128 * 1024
const unheardMs = 1000
/** Of one image inside, in pixels; larger ones are left out. */
const maxImagePixels = 64_000_000
const maxCanvasBytes = 256 * 1024 * 1024

/** Character maps and the fourteen standard fonts, which documents may name without bringing them along. */
const files = {
  ...import.meta.glob<string>('../../../node_modules/pdfjs-dist/cmaps/*.bcmap', { query: '?url', import: 'default', eager: true }),
  ...import.meta.glob<string>('../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', { query: '?url', import: 'default', eager: true }),
}
const byName = new Map(Object.entries(files).map(([path, url]) => [path.slice(path.lastIndexOf('/') + 1), url]))

/** Read once for all documents of this page, most of which name the same few. */
const read = new Map<string, Promise<Uint8Array>>()

async function readBundled(filename: string): Promise<Uint8Array> {
  const url = byName.get(filename)
  if (url === undefined) throw new Error(`There is no ${filename} here`)
  return new Uint8Array(await (await fetch(url)).arrayBuffer())
}

class BundledData {
  async fetch({ filename }: { readonly kind: string; readonly filename: string }): Promise<Uint8Array> {
    const held = read.get(filename) ?? readBundled(filename)
    read.set(filename, held)
    held.catch(() => read.delete(filename))
    // A copy: what is handed over to a worker is gone here.
    return (await held).slice()
  }
}

class RangeTransport extends PDFDataRangeTransport {
  readonly #reader: ObjectReader
  readonly #onError: (thrown: unknown) => void
  /** Ranges that were asked for and are not there yet. */
  reading = 0

  constructor(reader: ObjectReader, onError: (thrown: unknown) => void) {
    super(reader.sizeBytes, null)
    this.#reader = reader
    this.#onError = onError
  }

  override requestDataRange(begin: number, end: number): void {
    this.reading++
    this.#reader
      .read(begin, end)
      .finally(() => this.reading--)
      .then(
        (bytes) => this.onDataRange(begin, bytes),
        (thrown: unknown) => this.#onError(thrown),
      )
  }
}

let spareWorker: PDFWorker | undefined

/** Starts the worker that the next document will be given. Each has one of its own, which ends with it. */
export function prepareWorker(): void {
  spareWorker ??= new PDFWorker()
}

function takeWorker(): PDFWorker {
  const worker = spareWorker ?? new PDFWorker()
  spareWorker = undefined
  return worker
}

export interface OpeningPdf {
  /** Rejects with TookTooLong when it cannot be read in any time. */
  readonly document: Promise<PDFDocumentProxy>
  /** What is asked of the document, until it is too much. */
  readonly wait: Patience['wait']
  readonly close: () => void
}

/**
 * Opens a document by ranges, in a worker. Nothing of it runs: no scripts, no forms of the XFA kind, no functions made into
 * code, and no annotations are drawn that could be clicked.
 */
export function openPdf(reader: ObjectReader, onError: (thrown: unknown) => void): OpeningPdf {
  const worker = takeWorker()
  const range = new RangeTransport(reader, onError)
  const { wait } = createPatience(() => range.reading > 0)
  const task = getDocument({
    worker,
    range,
    rangeChunkSize: rangeBytes,
    disableAutoFetch: true,
    disableStream: true,
    isEvalSupported: false,
    enableXfa: false,
    useWasm: false,
    useWorkerFetch: false,
    maxImageSize: maxImagePixels,
    canvasMaxAreaInBytes: maxCanvasBytes,
    BinaryDataFactory: BundledData,
  })
  return {
    document: wait(task.promise),
    wait,
    close: () => {
      const end = (): void => worker.destroy()
      // One that is kept busy never hears that it should end.
      const late = setTimeout(end, unheardMs)
      const onDestroyed = (): void => {
        clearTimeout(late)
        // A worker that was handed over does not end with its document by itself.
        end()
      }
      task.destroy().then(onDestroyed, onDestroyed)
    },
  }
}
