import type { ViewerType } from '../../electron/contract/viewer-url.ts'
import { extensionOf, fileKind } from '../ui/names.ts'
import { decodeText, detectEncoding, type TextEncoding } from '../ui/text-encoding.ts'
import type { ViewerKind } from './messages.ts'

/** What an object turned out to be. */
export interface Choice {
  readonly kind: Exclude<ViewerKind, 'comparison'>
  /** For elements that the platform decodes. */
  readonly type?: ViewerType
  readonly encoding?: TextEncoding
  readonly archive?: 'zip' | 'tar' | 'gzip'
  /** A picture the platform cannot decode, whose embedded thumbnail may be shown. */
  readonly thumbnailOnly?: boolean
}

/** Enough for most texts whole, for the size of a picture, and for the columns of a table: they need not be read twice. */
export const headBytes = 64 * 1024

const ascii = (head: Uint8Array, start: number, length: number): string => String.fromCharCode(...head.subarray(start, start + length))
const startsWith = (head: Uint8Array, ...bytes: readonly number[]): boolean => bytes.every((byte, at) => head[at] === byte)

/** ISO base media files: pictures, films and sound by their brand (ISO/IEC 14496-12). */
function isoMedia(head: Uint8Array): Choice {
  const brand = ascii(head, 8, 4)
  if (brand === 'avif' || brand === 'avis') return { kind: 'image', type: 'image/avif' }
  if (/^(?:heic|heix|hevc|heim|heis|mif1|msf1)$/.test(brand)) return { kind: 'image', thumbnailOnly: true }
  if (/^M4[AB]/.test(brand)) return { kind: 'audio', type: 'audio/mp4' }
  return { kind: 'video', type: 'video/mp4' }
}

/** By the first bytes, whatever the name says: a name is a claim, the bytes are what a decoder would meet. */
function byContent(head: Uint8Array, name: string): Choice | undefined {
  if (startsWith(head, 0x89, 0x50, 0x4e, 0x47)) return { kind: 'image', type: 'image/png' }
  if (startsWith(head, 0xff, 0xd8, 0xff)) return { kind: 'image', type: 'image/jpeg' }
  if (/^GIF8[79]a/.test(ascii(head, 0, 6))) return { kind: 'image', type: 'image/gif' }
  if (ascii(head, 0, 4) === 'RIFF') {
    const form = ascii(head, 8, 4)
    if (form === 'WEBP') return { kind: 'image', type: 'image/webp' }
    if (form === 'WAVE') return { kind: 'audio', type: 'audio/wav' }
  }
  if (ascii(head, 4, 4) === 'ftyp') return isoMedia(head)
  if (ascii(head, 0, 5) === '%PDF-') return { kind: 'pdf' }
  if (startsWith(head, 0x50, 0x4b, 3, 4) || startsWith(head, 0x50, 0x4b, 5, 6)) return { kind: 'archive', archive: 'zip' }
  if (startsWith(head, 0x1f, 0x8b)) return { kind: 'archive', archive: 'gzip' }
  if (ascii(head, 257, 5) === 'ustar') return { kind: 'archive', archive: 'tar' }
  if (startsWith(head, 0x1a, 0x45, 0xdf, 0xa3)) return { kind: 'video', type: 'video/webm' }
  if (ascii(head, 0, 4) === 'OggS') return fileKind(name) === 'video' ? { kind: 'video', type: 'video/ogg' } : { kind: 'audio', type: 'audio/ogg' }
  if (ascii(head, 0, 4) === 'fLaC') return { kind: 'audio', type: 'audio/flac' }
  if (ascii(head, 0, 3) === 'ID3') return { kind: 'audio', type: 'audio/mpeg' }
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0) return { kind: 'audio', type: 'audio/aac' }
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2) return { kind: 'audio', type: 'audio/mpeg' }
  if (startsWith(head, 0x49, 0x49, 0x2a, 0) || startsWith(head, 0x4d, 0x4d, 0, 0x2a)) return { kind: 'image', thumbnailOnly: true }
  const extension = extensionOf(name)
  if (ascii(head, 0, 2) === 'BM' && extension === 'bmp') return { kind: 'image', type: 'image/bmp' }
  if (startsWith(head, 0, 0, 1, 0) && extension === 'ico') return { kind: 'image', type: 'image/x-icon' }
  return undefined
}

/**
 * Decides how to show an object by its first bytes, and for text also by its name. Nothing ever becomes a document of its
 * own: SVG is an image, which runs and loads nothing; HTML and XML are text.
 * @param isWhole whether `head` is all there is
 */
export function chooseViewer(name: string, head: Uint8Array, isWhole: boolean): Choice {
  if (head.length === 0) return { kind: 'empty' }
  const known = byContent(head, name)
  if (known !== undefined) return known
  const encoding = detectEncoding(head, !isWhole)
  if (encoding === undefined) return { kind: 'hex' }
  const extension = extensionOf(name)
  if (extension === 'svg' && /<svg[\s>]/.test(decodeText(head, encoding, { partial: true }))) return { kind: 'image', type: 'image/svg+xml', encoding }
  if (['md', 'markdown'].includes(extension)) return { kind: 'markdown', encoding }
  if (['csv', 'tsv', 'jsonl', 'ndjson'].includes(extension)) return { kind: 'table', encoding }
  return { kind: 'text', encoding }
}
