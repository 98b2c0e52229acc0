import { limits } from './limits.ts'

/** A text of a CORS rule, by the element that it stands in. */
export type CorsElement = 'AllowedOrigin' | 'AllowedMethod' | 'AllowedHeader' | 'ExposeHeader'

/**
 * Why a text cannot stand in a CORS rule: no header could carry it, it has more than one `*`, or it has one where none may be.
 */
export type CorsTextProblem = 'notHeaderText' | 'twoWildcards' | 'wildcard'

// What stands in an answer's headers must be what a header can carry.
const headerText = /^[\u0021-\u007e](?:[\u0020-\u007e]*[\u0021-\u007e])?$/

/** What is wrong with a text of a rule, white space at its ends taken off. Source: OSS documentation, "PutBucketCors". */
export function corsTextProblem(element: CorsElement, text: string): CorsTextProblem | undefined {
  if (!headerText.test(text)) return 'notHeaderText'
  if (element === 'ExposeHeader') return text.includes('*') ? 'wildcard' : undefined
  if (element === 'AllowedMethod') return undefined
  return text.indexOf('*') === text.lastIndexOf('*') ? undefined : 'twoWildcards'
}

/** Reads MaxAgeSeconds; undefined for what is none. */
export function parseCorsMaxAge(text: string): number | undefined {
  const seconds = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  return seconds <= limits.corsMaxAgeMaxSeconds ? seconds : undefined
}
