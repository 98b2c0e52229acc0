import { decodeText, type TextEncoding } from '../../ui/text-encoding.ts'
import type { Choice } from '../choose-viewer.ts'
import type { ObjectReader } from '../object-reader.ts'

/** One of the two that are compared. */
export interface Side {
  readonly reader: ObjectReader
  readonly label: string
  /** What its first bytes say it is. */
  readonly choice: Choice
}
export interface Sides {
  readonly before: Side
  readonly after: Side
}

/** How a comparison is drawn. */
export type CompareMode = 'tree' | 'rows' | 'sideBySide' | 'inline' | 'pictures' | 'bytes'

/** Texts up to this size are compared whole; of larger ones parts. */
export const wholeTextBytes = 4 * 1024 * 1024
/** Documents and tables up to this size are compared by what they mean. */
export const structuredBytes = 8 * 1024 * 1024
export const windowBytes = 1024 * 1024

const isTextual = ({ choice, reader }: Side): boolean => choice.encoding !== undefined || reader.sizeBytes === 0
export const encodingOf = ({ choice }: Side): TextEncoding => choice.encoding ?? 'UTF-8'
export const largerBytes = ({ before, after }: Sides): number => Math.max(before.reader.sizeBytes, after.reader.sizeBytes)

/** Ways to compare these two, the most telling one first. Bytes always can be. */
export function modesFor(sides: Sides, extension: string): readonly CompareMode[] {
  const { before, after } = sides
  const both = [before, after]
  const drawn = both.every(({ choice }) => choice.kind === 'image' && choice.thumbnailOnly !== true)
  if (!both.every(isTextual)) return drawn ? ['pictures', 'bytes'] : ['bytes']
  const isSmall = largerBytes(sides) <= structuredBytes
  const texts: CompareMode[] = ['sideBySide', 'inline', 'bytes']
  // SVG is a picture and a text.
  if (drawn) return ['pictures', ...texts]
  if (isSmall && (extension === 'json' || extension === 'geojson')) return ['tree', ...texts]
  return isSmall && both.some(({ choice }) => choice.kind === 'table') ? ['rows', ...texts] : texts
}

/** Offset of the first byte from `from` on that is not the same on both sides; undefined when there is none. */
export async function findDifference({ before, after }: Sides, from: number, signal: AbortSignal): Promise<number | undefined> {
  const end = Math.max(before.reader.sizeBytes, after.reader.sizeBytes)
  for (let at = from; at < end; at += windowBytes) {
    signal.throwIfAborted()
    const [a, b] = await Promise.all([before.reader.read(at, at + windowBytes, signal), after.reader.read(at, at + windowBytes, signal)])
    const length = Math.min(a.length, b.length)
    for (let index = 0; index < length; index++) if (a[index] !== b[index]) return at + index
    if (a.length !== b.length) return at + length
  }
  return undefined
}

/** Text of one part of an object, whole lines as far as the part has their beginnings; all of it when it is small enough. */
export async function readPart({ reader, choice }: Side, startByte: number, endByte: number, signal: AbortSignal): Promise<string> {
  if (reader.sizeBytes === 0) return ''
  const bytes = await reader.read(startByte, endByte, signal)
  const isLast = endByte >= reader.sizeBytes
  // UTF-16 has two bytes a character wherever a part begins, as parts begin at even places.
  const text = decodeText(bytes, choice.encoding ?? 'UTF-8', { partial: !isLast }).replaceAll(/\r\n?/g, '\n')
  const first = startByte === 0 ? 0 : text.indexOf('\n') + 1
  const last = isLast ? text.length : text.lastIndexOf('\n') + 1
  return text.slice(first, last > first ? last : text.length)
}
