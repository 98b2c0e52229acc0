import type { MetadataLookups, ObjectRow } from '../metadata/metadata-store.ts'
import { ossError } from '../model/oss-error.ts'
import type { ResolvedRange } from './ranges.ts'

export interface LocatedPart {
  /** Absent for an object without bytes. */
  readonly range?: ResolvedRange
  /** How many the object was made of; absent for one that was not uploaded in parts. */
  readonly partsCount?: number
}

/**
 * Where a part lies in the object that was made of it, by its place among the parts (AWS documentation, "GetObject", partNumber).
 * Another object counts as one part.
 * @param partNumber from 1
 * @throws OssError InvalidRange when it has no such part, or that part no bytes
 */
export function locatePart(lookups: MetadataLookups, row: ObjectRow, partNumber: number): LocatedPart {
  const { content, sizeBytes } = row
  // By the ETag, which a copy has of its source, as it has the pieces.
  const ending = /-(\d+)$/.exec(row.etag)?.[1]
  const partsCount = ending === undefined ? undefined : Number(ending)
  const counted = partsCount === undefined ? {} : { partsCount }
  if (partNumber <= (partsCount ?? 1)) {
    if (sizeBytes === 0) return counted
    // Each piece is a part; parts without bytes have none, and they are at the end.
    if (content.kind !== 'pieces' || partsCount === undefined) {
      if (partNumber === 1) return { ...counted, range: { start: 0, end: sizeBytes - 1 } }
    } else {
      let number = 0
      for (const piece of lookups.pieces(content.pieceList, 0)) {
        if (++number === partNumber) return { ...counted, range: { start: piece.start, end: piece.start + piece.sizeBytes - 1 } }
      }
    }
  }
  throw ossError('InvalidRange', {
    details: { PartNumberRequested: String(partNumber), ActualPartCount: String(partsCount ?? 1) },
    headers: { 'Content-Range': `bytes */${String(sizeBytes)}` },
  })
}
