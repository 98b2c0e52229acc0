import { decodeText, unitBytes, type TextEncoding } from '../../ui/text-encoding.ts'

/** Objects are read in pieces of this; a piece shows the lines that begin in it. */
export const chunkBytes = 256 * 1024
/** How far past its end a piece is read for the rest of its last line. */
export const lookAheadBytes = 64 * 1024
/** A longer line continues on a row of its own: a row of many megabytes could not be laid out. */
export const rowCharacters = 2000

/** First line start at or after `from`, or `from` itself, moved to a character's start, when no line ends within the bytes. */
function nextLineStart(bytes: Uint8Array, from: number, encoding: TextEncoding): number {
  if (unitBytes(encoding) === 2) {
    const [low, high] = encoding === 'UTF-16LE' ? [10, 0] : [0, 10]
    for (let at = from + (from & 1); at + 1 < bytes.length; at += 2) if (bytes[at] === low && bytes[at + 1] === high) return at + 2
    return from & ~1
  }
  const found = bytes.indexOf(10, from)
  if (found !== -1) return found + 1
  let start = from
  if (encoding.startsWith('UTF-8')) while (start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++
  return start
}

/** Where a piece may begin; for text at a line's start, for a table at a record's. */
export type FindStart = (bytes: Uint8Array, encoding: TextEncoding) => number

export const lineStart: FindStart = (bytes, encoding) => nextLineStart(bytes.subarray(0, lookAheadBytes), 0, encoding)

export interface ChunkText {
  readonly text: string
  /** Offset in the object of the first byte of `text`. */
  readonly startByte: number
}

/**
 * The text of one piece: from the first start at or after its first byte to the first start at or after the next one's, so
 * that any piece can be read by itself and all together are the object.
 */
export async function readChunk(
  source: { readonly read: (start: number, end: number, signal?: AbortSignal) => Promise<Uint8Array>; readonly sizeBytes: number },
  index: number,
  options: { readonly encoding: TextEncoding; readonly findStart?: FindStart; readonly signal?: AbortSignal },
): Promise<ChunkText> {
  const { encoding, findStart = lineStart, signal } = options
  const first = index * chunkBytes
  const bytes = await source.read(first, first + chunkBytes + lookAheadBytes, signal)
  const start = index === 0 ? 0 : findStart(bytes, encoding)
  const isLast = first + chunkBytes >= source.sizeBytes
  const end = isLast ? bytes.length : chunkBytes + findStart(bytes.subarray(chunkBytes), encoding)
  return { text: decodeText(bytes.subarray(start, Math.max(start, end)), encoding, { partial: !isLast }), startByte: first + start }
}

export interface TextRow {
  readonly text: string
  /** False for the second and later rows of a long line. */
  readonly isLineStart: boolean
}

/** Lines of a piece as rows; the line end that closes the piece makes no row of its own. */
export function rowsOf(text: string, isLastChunk: boolean): TextRow[] {
  const lines = text.split(/\r\n|\n|\r(?!\n)/)
  if (lines.at(-1) === '' && (!isLastChunk || lines.length > 1)) lines.pop()
  const rows: TextRow[] = []
  for (const line of lines) {
    if (line.length <= rowCharacters) rows.push({ text: line, isLineStart: true })
    else for (let at = 0; at < line.length; at += rowCharacters) rows.push({ text: line.slice(at, at + rowCharacters), isLineStart: at === 0 })
  }
  return rows
}

export interface FirstRows<Row> {
  readonly rows: readonly Row[]
  /** Rows of a whole piece, if they all are as long as these. */
  readonly expectedRows: number
}

/**
 * What can be shown while the first piece is read: rows of the object's beginning that will look the same in the piece.
 * @param rows all of the beginning, the last of which may be cut short
 */
export function firstRowsOf<Row>(rows: readonly Row[], headLength: number, sizeBytes: number): FirstRows<Row> {
  if (headLength >= sizeBytes) return { rows, expectedRows: Math.max(1, rows.length) }
  return { rows: rows.slice(0, -1), expectedRows: Math.max(1, Math.round((rows.length * Math.min(chunkBytes, sizeBytes)) / headLength)) }
}
