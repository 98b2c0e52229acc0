import type { CorsConfiguration, CorsRule } from '../model/bucket-settings.ts'
import { compileWildcard, type Wildcard } from './wildcard.ts'

/** The headers that tell a browser what a page of another origin may do. Names in lower case. */
export type CorsHeaders = Readonly<Record<string, string>>

export interface CorsRequest {
  readonly origin: string
  /** Of the request itself; of a preflight what it announces. */
  readonly method: string
  /** What a preflight announces in Access-Control-Request-Headers. Absent for the request itself. */
  readonly headers?: readonly string[]
}

export interface CorsMatch {
  readonly rule: CorsRule
  /** From 0. */
  readonly index: number
}

interface CompiledRule {
  readonly origins: readonly Wildcard[]
  readonly headers: readonly Wildcard[]
}
const compiled = new WeakMap<CorsRule, CompiledRule>()

/**
 * The first rule that fits a request. Origins are compared exactly, method names too; header names in any letter case. A
 * preflight fits only when every header that it announces is allowed. Source: OSS documentation, "PutBucketCors" and
 * "OptionObject".
 */
export function matchCorsRule({ rules }: CorsConfiguration, request: CorsRequest): CorsMatch | undefined {
  const index = rules.findIndex((rule) => fits(rule, request))
  const rule = rules[index]
  return rule === undefined ? undefined : { rule, index }
}

function fits(rule: CorsRule, { origin, method, headers = [] }: CorsRequest): boolean {
  return fitsMethod(rule, method) && fitsOrigin(rule, origin) && headers.every((header) => fitsHeader(rule, header))
}

function fitsMethod({ allowedMethods }: CorsRule, method: string): boolean {
  return allowedMethods.some((allowed) => allowed === method)
}

function fitsOrigin(rule: CorsRule, origin: string): boolean {
  return compile(rule).origins.some((pattern) => pattern.matches(origin))
}

function fitsHeader(rule: CorsRule, header: string): boolean {
  return compile(rule).headers.some((pattern) => pattern.matches(header.toLowerCase()))
}

/** What of a request a rule takes, part by part. It fits when it takes all of them. */
export interface CorsVerdict {
  readonly origin: boolean
  readonly method: boolean
  /** The announced headers that it does not allow. */
  readonly refusedHeaders: readonly string[]
}

/** What each rule says of a request, in their order: for showing why one fits or none. */
export function judgeCorsRules({ rules }: CorsConfiguration, { origin, method, headers = [] }: CorsRequest): readonly CorsVerdict[] {
  return rules.map((rule) => ({
    origin: fitsOrigin(rule, origin),
    method: fitsMethod(rule, method),
    refusedHeaders: headers.filter((header) => !fitsHeader(rule, header)),
  }))
}

function compile(rule: CorsRule): CompiledRule {
  const known = compiled.get(rule)
  if (known !== undefined) return known
  const made = {
    origins: rule.allowedOrigins.map((origin) => compileWildcard(origin, false)),
    headers: rule.allowedHeaders.map((header) => compileWildcard(header.toLowerCase(), false)),
  }
  compiled.set(rule, made)
  return made
}

/**
 * What an answer to a request that fits a rule carries. The origin is repeated, unless the rule allows all of them.
 *
 * @param request as given to `matchCorsRule`
 */
export function corsHeaders(configuration: CorsConfiguration, { rule }: CorsMatch, request: CorsRequest): CorsHeaders {
  const isPreflight = request.headers !== undefined
  const announced = request.headers ?? []
  const everyOrigin = rule.allowedOrigins.includes('*')
  return {
    'access-control-allow-origin': everyOrigin ? '*' : request.origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(isPreflight && announced.length > 0 ? { 'access-control-allow-headers': announced.join(', ') } : {}),
    ...(rule.exposeHeaders.length > 0 ? { 'access-control-expose-headers': rule.exposeHeaders.join(', ') } : {}),
    ...(rule.maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.maxAgeSeconds) }),
    ...(variesByOrigin(configuration, rule) ? { vary: 'Origin' } : {}),
  }
}

// A cache between must not give one origin the answer that names another.
function variesByOrigin({ responseVary }: CorsConfiguration, { allowedOrigins }: CorsRule): boolean {
  if (responseVary) return true
  return !allowedOrigins.includes('*') && (allowedOrigins.length > 1 || allowedOrigins.some((origin) => origin.includes('*')))
}

/** Reads the list of names in Access-Control-Request-Headers. */
export function parseHeaderNames(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
