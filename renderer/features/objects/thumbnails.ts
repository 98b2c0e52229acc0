import { readImageHeader } from './image-header.ts'
import { PreviewFailure } from './preview-failure.ts'

/** The first read: enough for the header of any image and for the thumbnail that most cameras embed. */
export const headBytes = 64 * 1024
/** Images larger than this keep their icon: a folder of them must not be read through for its tiles. */
export const wholeBytesAtMost = 12 * 1024 * 1024
/** Width times height beyond which nothing is decoded: 4 bytes a pixel are held while it is. */
const pixelsAtMost = 40_000_000
const keptAtMost = 600
const atOnce = 3

export interface ThumbnailTools {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  /** Makes a small picture, as an object URL. */
  readonly shrink: (image: Blob, size: { readonly width: number; readonly height: number }) => Promise<string>
  readonly release: (objectUrl: string) => void
}

interface Limits {
  /** Larger files are not read. */
  readonly bytesAtMost: number
  /** Whether the small picture that a camera put into the file will do. */
  readonly fromEmbedded: boolean
  readonly keptAtMost: number
}

export interface Thumbnails {
  /** A thumbnail that is there already. */
  readonly known: (url: string) => string | undefined
  /** Reads and makes it; null when there is none to be had. At most a few at once, the one asked for last first. */
  readonly make: (url: string, sizeBytes: number, signal: AbortSignal) => Promise<string | null>
}

async function readBytes(fetch: ThumbnailTools['fetch'], url: string, end: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, { headers: { Range: `bytes=0-${end - 1}` }, signal })
  if (!response.ok) throw new PreviewFailure(response)
  const bytes = new Uint8Array(await response.arrayBuffer())
  // A server that ignores ranges sends everything.
  return bytes.subarray(0, end)
}

async function makeThumbnail({ fetch, shrink }: ThumbnailTools, { bytesAtMost, fromEmbedded }: Limits, url: string, sizeBytes: number, signal: AbortSignal): Promise<string | null> {
  const head = await readBytes(fetch, url, Math.min(sizeBytes, headBytes), signal)
  const header = readImageHeader(head)
  if (header === undefined || header.width * header.height > pixelsAtMost || header.width * header.height === 0) return null
  if (fromEmbedded && header.embedded !== undefined) {
    const embedded = head.slice(header.embedded.start, header.embedded.end)
    const inner = readImageHeader(embedded)
    // What calls itself a thumbnail may be anything.
    if (inner !== undefined && inner.width * inner.height <= 1_000_000) return shrink(new Blob([embedded]), inner)
  }
  if (sizeBytes > bytesAtMost) return null
  const whole = sizeBytes <= headBytes ? head : await readBytes(fetch, url, sizeBytes, signal)
  return shrink(new Blob([whole]), header)
}

/** Thumbnails of objects by their preview URL, which changes with the object. The ones used least recently are dropped. */
export function createThumbnails(tools: ThumbnailTools, limits: Limits = { bytesAtMost: wholeBytesAtMost, fromEmbedded: true, keptAtMost }): Thumbnails {
  const kept = new Map<string, string | null>()
  const waiting: (() => void)[] = []
  let running = 0

  const keep = (url: string, made: string | null) => {
    kept.set(url, made)
    const oldest = kept.keys().next().value
    if (kept.size <= limits.keptAtMost || oldest === undefined) return
    const dropped = kept.get(oldest)
    kept.delete(oldest)
    if (dropped !== undefined && dropped !== null) tools.release(dropped)
  }
  const turn = async (): Promise<void> => {
    if (running < atOnce) running++
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const next = () => {
    // The one asked for last is on screen; the first may have scrolled away.
    const resume = waiting.pop()
    if (resume === undefined) running--
    else resume()
  }
  return {
    known: (url) => {
      const made = kept.get(url)
      if (made === undefined || made === null) return undefined
      kept.delete(url)
      kept.set(url, made)
      return made
    },
    make: async (url, sizeBytes, signal) => {
      await turn()
      try {
        signal.throwIfAborted()
        const known = kept.get(url)
        if (known !== undefined) return known
        const made = await makeThumbnail(tools, limits, url, sizeBytes, signal)
        keep(url, made)
        return made
      } finally {
        next()
      }
    },
  }
}

/** Decodes off the main thread, straight into the small size. */
const shrinkTo = (longestPx: number) => async (image: Blob, { width, height }: { readonly width: number; readonly height: number }): Promise<string> => {
  const scale = Math.min(1, longestPx / Math.max(width, height))
  const size = { resizeWidth: Math.max(1, Math.round(width * scale)), resizeHeight: Math.max(1, Math.round(height * scale)) }
  const bitmap = await createImageBitmap(image, { ...size, resizeQuality: 'medium' })
  try {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
    return URL.createObjectURL(await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 }))
  } finally {
    bitmap.close()
  }
}

export const windowThumbnails = createThumbnails({
  fetch: (url, init) => fetch(url, init),
  shrink: shrinkTo(256),
  release: (objectUrl) => URL.revokeObjectURL(objectUrl),
})

/** Pictures for the inspector, as large as it is. */
export const windowPictures = createThumbnails(
  { fetch: (url, init) => fetch(url, init), shrink: shrinkTo(800), release: (objectUrl) => URL.revokeObjectURL(objectUrl) },
  { bytesAtMost: 64 * 1024 * 1024, fromEmbedded: false, keptAtMost: 12 },
)
