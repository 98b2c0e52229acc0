import { limits } from '../model/limits.ts'
import { ossError } from '../model/oss-error.ts'
import { readActions, readBucketResources, readPrincipals, readResources, readTrustedPrincipals } from './check-elements.ts'
import { readCondition } from './check-condition.ts'
import type { PolicyDocument, Statement } from './document.ts'
import { describe, placesOf, policyCauses, quote, type PolicyProblem } from './policy-problems.ts'
import { isJsonObject, JsonSyntaxError, parseStrictJson, type JsonObject, type JsonValue } from './strict-json.ts'

export type { PolicyProblem } from './policy-problems.ts'

/** What a document may contain depends on what it is attached to. */
export type PolicyRules =
  | { readonly kind: 'bucket'; readonly bucket: { readonly name: string; readonly ownerId: string } }
  /** Policies of RAM users and roles, and session policies. */
  | { readonly kind: 'ram' | 'session' }
  | { readonly kind: 'trust' }

export type PolicyReading =
  | { readonly document: PolicyDocument; readonly problems?: undefined }
  | { readonly document?: undefined; readonly problems: readonly PolicyProblem[] }

/**
 * Bytes of a whole document, and of one element of a bucket policy's statement. Source: OSS documentation, "0030-00000001" and
 * "0030-00000003"; RAM documentation, "Limits" (custom policies) and "AssumeRole" (session policies).
 */
export const policyLimits = {
  maxBytes: { bucket: limits.bucketPolicyMaxBytes, ram: 6 * 1024, session: 2 * 1024, trust: 6 * 1024 },
  fieldMaxBytes: 4095,
} as const

const maxDepth = 16

/**
 * Reads a policy document and says everything that is wrong with it. Never throws.
 *
 * @param source the document as it came; bytes must be UTF-8, of which a byte order mark is no part
 */
export function readPolicy(source: string | Uint8Array, rules: PolicyRules): PolicyReading {
  const problems: PolicyProblem[] = []
  const text = readText(source, rules, problems)
  const members = text === undefined ? undefined : readMembers(text, problems)
  const document = members === undefined ? undefined : readDocument(members, rules, problems)
  return document === undefined || problems.length > 0 ? { problems } : { document }
}

/**
 * Reads a policy document.
 *
 * @throws OssError InvalidPolicyDocument that says where the document is wrong first, and why
 */
export function parsePolicy(source: string | Uint8Array, rules: PolicyRules): PolicyDocument {
  const { document, problems } = readPolicy(source, rules)
  if (document !== undefined) return document
  const [first] = problems
  throw ossError('InvalidPolicyDocument', {
    message: first?.message ?? 'The policy document is not valid.',
    ec: first?.ec ?? policyCauses.invalid,
  })
}

/** Writes a document so that `parsePolicy` reads the same one again. */
export function printPolicy(document: PolicyDocument): string {
  return JSON.stringify(document, undefined, 2)
}

function readText(source: string | Uint8Array, rules: PolicyRules, problems: PolicyProblem[]): string | undefined {
  const sizeBytes = typeof source === 'string' ? byteLength(source) : source.length
  const maxBytes = policyLimits.maxBytes[rules.kind]
  if (sizeBytes > maxBytes) {
    const message = `The policy has ${sizeBytes} bytes; the most is ${maxBytes}.`
    problems.push({ message, ec: policyCauses.tooLarge })
    return undefined
  }
  if (typeof source === 'string') return source
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(source)
  } catch {
    problems.push({ message: 'The policy is not encoded in UTF-8.', ec: policyCauses.notUtf8 })
    return undefined
  }
}

function readMembers(text: string, problems: PolicyProblem[]): JsonObject | undefined {
  try {
    const value = parseStrictJson(text, maxDepth)
    if (isJsonObject(value)) return value
    problems.push({ message: `The policy must be a JSON object, and is ${describe(value)}.`, ec: policyCauses.invalid })
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    problems.push({ message: `The policy is not valid JSON: ${error.message}.`, ec: policyCauses.invalid })
  }
  return undefined
}

function readDocument(members: JsonObject, rules: PolicyRules, problems: PolicyProblem[]): PolicyDocument {
  const at = placesOf(members, problems)
  for (const name of members.keys()) {
    if (name !== 'Version' && name !== 'Statement') at(name).report('is no element of a policy.')
  }
  const version = at('Version')
  if (typeof version.value !== 'string') version.report(`must be the text "1", and is ${describe(version.value)}.`)
  else if (version.value !== '1') version.report(`must be "1", and is ${quote(version.value)}.`, policyCauses.version)
  const list = at('Statement')
  if (!Array.isArray(list.value)) list.report(`must be a list of statements, and is ${describe(list.value)}.`)
  else if (list.value.length === 0) list.report('must have a statement in it.')
  const statements = Array.isArray(list.value) ? (list.value as readonly JsonValue[]) : []
  return { Version: '1', Statement: statements.flatMap((value, index) => readStatement(value, index, rules, problems)) }
}

// The order in which a statement's elements are written, too.
const elements = {
  bucket: ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'],
  ram: ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
  session: ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
  trust: ['Sid', 'Effect', 'Principal', 'Action', 'Condition'],
} as const satisfies Record<PolicyRules['kind'], readonly (keyof Statement)[]>

function readStatement(value: JsonValue, index: number, rules: PolicyRules, problems: PolicyProblem[]): Statement[] {
  if (!isJsonObject(value)) {
    const message = `Statement[${index}]: must be an object, and is ${describe(value)}.`
    problems.push({ message, ec: policyCauses.invalid, statement: index })
    return []
  }
  const at = placesOf(value, problems, index)
  const known: readonly string[] = elements[rules.kind]
  for (const [name, member] of value) {
    const place = at(name)
    if (!known.includes(name)) place.report(unknownElement(name, rules.kind))
    checkField(member, place.report, rules.kind)
  }
  const effect = at('Effect')
  if (effect.value !== 'Allow' && effect.value !== 'Deny') {
    const given = typeof effect.value === 'string' ? quote(effect.value) : describe(effect.value)
    effect.report(`must be Allow or Deny, and is ${given}.`)
  }
  const sid = at('Sid')
  if (sid.value !== undefined && typeof sid.value !== 'string') sid.report(`must be a text, and is ${describe(sid.value)}.`)
  const condition = readCondition(at('Condition'), rules.kind)
  return [
    {
      ...(typeof sid.value === 'string' ? { Sid: sid.value } : {}),
      Effect: effect.value === 'Deny' ? 'Deny' : 'Allow',
      ...readWhoAndWhat(value, at, rules),
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  ]
}

function unknownElement(name: string, kind: PolicyRules['kind']): string {
  if (kind === 'bucket' && /^Not(Action|Resource|Principal)$/.test(name)) return 'is not supported in a bucket policy.'
  if (kind !== 'bucket' && kind !== 'trust' && name === 'Principal') return 'belongs to policies of buckets and roles.'
  if (kind === 'trust' && name === 'Resource') return 'does not belong to a trust policy, which is about its own role.'
  return 'is no element of a statement.'
}

function readWhoAndWhat(value: JsonObject, at: ReturnType<typeof placesOf>, rules: PolicyRules): Partial<Statement> {
  const given = <Element extends keyof Statement>(element: Element, read: Statement[Element] | undefined) =>
    read === undefined ? {} : { [element]: read }
  if (rules.kind === 'bucket') {
    return {
      ...given('Principal', readPrincipals(at('Principal'))),
      ...given('Action', readActions(at('Action'), rules.kind)),
      ...given('Resource', readBucketResources(at('Resource'), rules.bucket)),
    }
  }
  if (rules.kind === 'trust') {
    return {
      ...given('Principal', readTrustedPrincipals(at('Principal'))),
      ...given('Action', readActions(at('Action'), rules.kind)),
    }
  }
  const action = oneOf(value, at, 'Action', 'NotAction')
  const resource = oneOf(value, at, 'Resource', 'NotResource')
  return { ...given(action, readActions(at(action), rules.kind)), ...given(resource, readResources(at(resource))) }
}

function oneOf<Plain extends string, Negated extends string>(
  value: JsonObject,
  at: ReturnType<typeof placesOf>,
  plain: Plain,
  negated: Negated,
): Plain | Negated {
  if (!value.has(negated)) return plain
  if (value.has(plain)) at(negated).report(`must not be together with ${plain}.`)
  return negated
}

function checkField(value: JsonValue, report: (reason: string, ec?: string) => void, kind: PolicyRules['kind']): void {
  if (kind !== 'bucket') return
  const sizeBytes = byteLength(JSON.stringify(value, toPlain))
  if (sizeBytes > policyLimits.fieldMaxBytes) {
    report(`has ${sizeBytes} bytes; the most is ${policyLimits.fieldMaxBytes}.`, policyCauses.fieldTooLong)
  }
  if (hasConsecutiveStars(value)) report('must not have * twice in a row.', policyCauses.consecutiveWildcards)
}

function toPlain(_name: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value as ReadonlyMap<string, unknown>) : value
}

function hasConsecutiveStars(value: JsonValue): boolean {
  if (typeof value === 'string') return value.includes('**')
  if (isJsonObject(value)) return [...value.values()].some(hasConsecutiveStars)
  return Array.isArray(value) && (value as readonly JsonValue[]).some(hasConsecutiveStars)
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}
