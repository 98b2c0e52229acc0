import { ossError } from '../model/oss-error.ts'
import type { GetObjectInput, RangeRequest } from './object-engine.ts'

export interface ResolvedRange {
  readonly start: number
  /** Inclusive. */
  readonly end: number
}

/**
 * Fits a requested range to an object's size (OSS documentation, "GetObject", Range and x-oss-range-behavior).
 * @returns undefined when the whole object is to be answered.
 * @throws OssError InvalidRange, with the header `Content-Range`, in `standard` behaviour when nothing of it exists.
 */
export function resolveRange(
  request: RangeRequest,
  sizeBytes: number,
  behavior: GetObjectInput['rangeBehavior'],
): ResolvedRange | undefined {
  const lastByte = sizeBytes - 1
  if (request.kind === 'from' && request.end !== undefined && request.end < request.start) return undefined
  const start = request.kind === 'from' ? request.start : sizeBytes - request.length
  const end = request.kind === 'from' ? (request.end ?? lastByte) : lastByte
  const isEmptySuffix = request.kind === 'suffix' && request.length === 0
  if (behavior === 'legacy') return start < 0 || start > lastByte || end > lastByte || isEmptySuffix ? undefined : { start, end }
  if (start > lastByte || isEmptySuffix || sizeBytes === 0) {
    throw ossError('InvalidRange', {
      details: { ActualObjectSize: String(sizeBytes) },
      headers: { 'Content-Range': `bytes */${String(sizeBytes)}` },
    })
  }
  return { start: Math.max(0, start), end: Math.min(end, lastByte) }
}
