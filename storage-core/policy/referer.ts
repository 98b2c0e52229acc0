import type { RefererConfiguration } from '../model/bucket-settings.ts'
import { compileWildcard, type Wildcard } from './wildcard.ts'

/** What hotlink protection says of a request. `pattern` is the first of its list that fits. */
export type RefererDecision =
  | { readonly allowed: true; readonly reason: 'empty-allowed' | 'no-whitelist' }
  | { readonly allowed: true; readonly reason: 'whitelisted'; readonly pattern: string }
  | { readonly allowed: false; readonly reason: 'empty-refused' | 'not-whitelisted' }
  | { readonly allowed: false; readonly reason: 'blacklisted'; readonly pattern: string }

interface CompiledPattern extends Wildcard {
  readonly pattern: string
}

interface CompiledReferers {
  readonly whitelist: readonly CompiledPattern[]
  readonly blacklist: readonly CompiledPattern[]
}

const compiled = new WeakMap<RefererConfiguration, CompiledReferers>()

/**
 * Decides whether a page may use a bucket, for anonymous requests and signed URLs; requests signed in their headers are not
 * asked. In OSS's order: a missing Referer, then the blacklist, then the whitelist. An empty whitelist lets in every page that
 * the blacklist does not name, and requests without Referer too.
 *
 * A pattern, in which `*` is any run and `?` one character, has to fit the beginning of the Referer. Source: OSS
 * documentation, "PutBucketReferer" and "Hotlink protection".
 *
 * @param referer the header as it came; undefined and empty are the same
 */
export function evaluateReferer(configuration: RefererConfiguration, referer: string | undefined): RefererDecision {
  const { whitelist, blacklist } = compile(configuration)
  if (referer === undefined || referer === '') {
    const allowed = configuration.allowEmptyReferer || whitelist.length === 0
    return allowed ? { allowed, reason: 'empty-allowed' } : { allowed, reason: 'empty-refused' }
  }
  const text = comparableReferer(configuration, referer)
  const refusing = blacklist.find((one) => one.matches(text))
  if (refusing !== undefined) return { allowed: false, reason: 'blacklisted', pattern: refusing.pattern }
  if (whitelist.length === 0) return { allowed: true, reason: 'no-whitelist' }
  const allowing = whitelist.find((one) => one.matches(text))
  return allowing === undefined ? { allowed: false, reason: 'not-whitelisted' } : { allowed: true, reason: 'whitelisted', pattern: allowing.pattern }
}

/** The diagnostic code of a refusal, for AccessDenied. Source: OSS documentation, "03-ACCESS". */
export function refererRefusalCause(decision: Extract<RefererDecision, { allowed: false }>): string {
  return decision.reason === 'blacklisted' ? '0003-00000502' : '0003-00000503'
}

export const refererRefusalMessage = 'You are denied by bucket referer policy.'

function compile(configuration: RefererConfiguration): CompiledReferers {
  const known = compiled.get(configuration)
  if (known !== undefined) return known
  const patterns = (list: readonly string[]) => list.map((pattern) => ({ pattern, ...compileWildcard(`${pattern}*`, true) }))
  const made = { whitelist: patterns(configuration.referers), blacklist: patterns(configuration.blacklist) }
  compiled.set(configuration, made)
  return made
}

/** The part of a Referer that is compared: without its query, or without its path as well. */
export function comparableReferer({ allowTruncateQueryString, truncatePath }: RefererConfiguration, referer: string): string {
  if (truncatePath) {
    const host = /^[^:/?#]+:\/\/[^/?#]*/.exec(referer)?.[0]
    if (host !== undefined) return host
  }
  const query = truncatePath || allowTruncateQueryString ? referer.indexOf('?') : -1
  return query === -1 ? referer : referer.slice(0, query)
}
