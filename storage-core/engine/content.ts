import type { ContentRow, MetadataLookups, MetadataWriter, ObjectRow, SingleContentRow } from '../metadata/metadata-store.ts'
import { ossError, type OssError } from '../model/oss-error.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import { inlineBody, openFileBody } from './object-body.ts'
import type { ObjectBody } from './object-engine.ts'
import { openPieceBody, type PieceToRead } from './piece-body.ts'
import type { ResolvedRange } from './ranges.ts'

/** Where the bytes of a version are, as one state of the store has it; small ones are in it. */
export type LocatedContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly range: ResolvedRange | undefined }
  | { readonly kind: 'file'; readonly blobId: string; readonly sizeBytes: number; readonly range: ResolvedRange | undefined }
  | {
      readonly kind: 'pieces'
      readonly pieceList: number
      /** The first of those the range touches. An object that grew in small steps has millions, so never all at once. */
      readonly pieces: readonly PieceToRead[]
      readonly range: ResolvedRange
    }

const noBytes = new Uint8Array(0)
/** At 16 KiB for the largest that is kept beside the metadata, these hold 1 MiB at most. */
const piecesAtOnce = 64

/** Finds a version's bytes, or the part of them that `range` names. @throws OssError InternalError for damaged metadata */
export function locateContent(lookups: MetadataLookups, row: ObjectRow, range: ResolvedRange | undefined): LocatedContent {
  const { content, sizeBytes } = row
  switch (content.kind) {
    case 'empty':
      return { kind: 'bytes', bytes: noBytes, range: undefined }
    case 'inline':
      return { kind: 'bytes', bytes: readInline(lookups, content.inlineNumber, sizeBytes), range }
    case 'file':
      return { kind: 'file', blobId: content.blobId, sizeBytes, range }
    case 'pieces': {
      const wanted = range ?? { start: 0, end: sizeBytes - 1 }
      return { kind: 'pieces', pieceList: content.pieceList, pieces: locatePieces(lookups, content.pieceList, wanted), range: wanted }
    }
  }
}

/**
 * Opens what was located. Call it in the turn that located it: from here on the bytes stay, however the key changes.
 * @throws OssError InternalError when a file is missing or has another size than the metadata says
 */
export function openContent(deps: EngineDependencies, located: LocatedContent): Promise<ObjectBody> {
  if (located.kind === 'bytes') return Promise.resolve(inlineBody(located.bytes, located.range))
  if (located.kind === 'file') return openFileBody(deps.blobs, located.sizeBytes, located.blobId, located.range)
  const { pieceList, range } = located
  // The list is leased until the body is closed, so a later state of the store has the same pieces.
  const more = (start: number) => readMetadata(deps.metadata, (reader) => locatePieces(reader, pieceList, { start, end: range.end }))
  return openPieceBody(deps, { ...located, more })
}

/**
 * Content for another row with the same bytes: files and lists of pieces are shared, small bodies duplicated under
 * `inlineNumber`.
 */
export function shareContent(tx: MetadataWriter, source: ObjectRow, inlineNumber: number, nowMs: number): ContentRow {
  const { content } = source
  if (content.kind !== 'pieces') return shareSingleContent(tx, content, source.sizeBytes, inlineNumber, nowMs)
  tx.addPieceListReferences(content.pieceList, 1, nowMs)
  return content
}

export function shareSingleContent(
  tx: MetadataWriter,
  content: SingleContentRow,
  sizeBytes: number,
  inlineNumber: number,
  nowMs: number,
): SingleContentRow {
  if (content.kind === 'file') tx.addBlobReferences(content.blobId, 1, nowMs)
  if (content.kind !== 'inline') return content
  tx.putInlineBody(inlineNumber, readInline(tx, content.inlineNumber, sizeBytes))
  return { kind: 'inline', inlineNumber }
}

/** Takes a row's reference back. What nothing refers to any more is left to the sweep. */
export function giveUpContent(tx: MetadataWriter, content: ContentRow, nowMs: number): void {
  if (content.kind === 'inline') tx.removeInlineBody(content.inlineNumber)
  else if (content.kind === 'file') tx.addBlobReferences(content.blobId, -1, nowMs)
  else if (content.kind === 'pieces') tx.addPieceListReferences(content.pieceList, -1, nowMs)
}

/** True for rows that name the same bytes and so share one reference. */
export function isSameContent(a: ContentRow, b: ContentRow): boolean {
  if (a.kind === 'file') return b.kind === 'file' && a.blobId === b.blobId
  if (a.kind === 'pieces') return b.kind === 'pieces' && a.pieceList === b.pieceList
  return a.kind === 'inline' && b.kind === 'inline' && a.inlineNumber === b.inlineNumber
}

function locatePieces(lookups: MetadataLookups, pieceList: number, range: ResolvedRange): readonly PieceToRead[] {
  const found: PieceToRead[] = []
  let expected: number | undefined
  for (const { start, sizeBytes, content } of lookups.pieces(pieceList, range.start)) {
    if (start > range.end) break
    if (found.length >= piecesAtOnce) return found
    if (expected === undefined ? start > range.start : start !== expected) break
    expected = start + sizeBytes
    found.push(
      content.kind === 'file'
        ? { start, sizeBytes, blobId: content.blobId }
        : { start, sizeBytes, bytes: readInline(lookups, content.inlineNumber, sizeBytes) },
    )
  }
  if ((expected ?? 0) <= range.end) throw damaged(`the list of pieces ${pieceList} is damaged`)
  return found
}

// A short or missing body is damage: say so instead of answering other bytes than were stored.
function readInline(lookups: MetadataLookups, inlineNumber: number, sizeBytes: number): Uint8Array {
  const bytes = lookups.inlineBody(inlineNumber)
  if (bytes?.length !== sizeBytes) throw damaged(`inline body ${inlineNumber} is damaged`)
  return bytes
}

function damaged(what: string): OssError {
  return ossError('InternalError', { cause: new Error(what) })
}
