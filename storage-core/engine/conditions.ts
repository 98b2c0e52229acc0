import { ossError } from '../model/oss-error.ts'
import type { Conditions } from './object-engine.ts'

interface Validators {
  readonly etag: string
  readonly lastModifiedMs: number
}

/**
 * Evaluates conditional headers in the order of RFC 9110, section 13.2.2: If-Match, else If-Unmodified-Since; then
 * If-None-Match, else If-Modified-Since.
 * @returns whether the client's copy is current.
 * @throws OssError PreconditionFailed, naming the header in `Condition`
 */
export function evaluateConditions(conditions: Conditions, object: Validators): 'proceed' | 'notModified' {
  const { ifMatch, ifNoneMatch, ifModifiedSinceMs, ifUnmodifiedSinceMs } = conditions
  if (ifMatch !== undefined) {
    if (!matchesAny(ifMatch, object.etag)) throw preconditionFailed('If-Match')
  } else if (ifUnmodifiedSinceMs !== undefined && isModifiedSince(object, ifUnmodifiedSinceMs)) {
    throw preconditionFailed('If-Unmodified-Since')
  }
  if (ifNoneMatch !== undefined) return matchesAny(ifNoneMatch, object.etag) ? 'notModified' : 'proceed'
  if (ifModifiedSinceMs !== undefined && !isModifiedSince(object, ifModifiedSinceMs)) return 'notModified'
  return 'proceed'
}

function matchesAny(etags: readonly string[], etag: string): boolean {
  return etags.some((candidate) => candidate === '*' || unquoted(candidate).toUpperCase() === etag.toUpperCase())
}

/** Clients send ETags with and without the quotes of the header grammar, and weak ones where a proxy compressed. */
function unquoted(etag: string): string {
  return etag.trim().replace(/^W\//, '').replace(/^"(.*)"$/, '$1')
}

/** Header dates have no fractions, so an object counts as unmodified within the second it was written in. */
function isModifiedSince(object: Validators, sinceMs: number): boolean {
  return Math.floor(object.lastModifiedMs / 1000) > Math.floor(sinceMs / 1000)
}

function preconditionFailed(condition: string): Error {
  return ossError('PreconditionFailed', { details: { Condition: condition } })
}
