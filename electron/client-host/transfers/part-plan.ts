import { limits } from '../../../storage-core/model/limits.ts'

/** From which size on a file travels in parts, and how large those are at least. Bytes. */
export interface TransferSizes {
  /** Files at least this large are uploaded in parts and downloaded in ranges. */
  readonly partsFromBytes: number
  readonly partBytes: number
  /** Objects at least this large are copied inside the service in parts, and how large those are at least. */
  readonly copyPartsFromBytes: number
  readonly copyPartBytes: number
  /** Parts of one file under way at once, at most. */
  readonly streamsPerFile: number
}

const mebibyte = 1024 * 1024
/** OSS copies up to 1 GB at once where the class changes, and up to 5 GB elsewhere (OSS documentation, "CopyObject"). */
export const defaultSizes: TransferSizes = {
  partsFromBytes: 32 * mebibyte,
  partBytes: 16 * mebibyte,
  copyPartsFromBytes: 1024 * mebibyte,
  copyPartBytes: 256 * mebibyte,
  streamsPerFile: 4,
}

export interface PartPlan {
  readonly partBytes: number
  readonly count: number
}

/** Splits a file into parts of one size; larger ones where ten thousand would not do (OSS documentation, "Limits"). */
export function planParts(sizeBytes: number, { partBytes }: Pick<TransferSizes, 'partBytes'>): PartPlan {
  const needed = Math.ceil(sizeBytes / limits.partNumberMax / mebibyte) * mebibyte
  const chosen = sizeBytes <= partBytes * limits.partNumberMax ? partBytes : needed
  return { partBytes: chosen, count: Math.max(1, Math.ceil(sizeBytes / chosen)) }
}

/** Bytes of a part, `end` exclusive. @param number from 1 */
export function partBounds(sizeBytes: number, partBytes: number, number: number): { readonly start: number; readonly end: number } {
  const start = (number - 1) * partBytes
  return { start, end: Math.min(sizeBytes, start + partBytes) }
}
