import { actions, actionsMatching, type OssAction } from './actions.ts'
import type { CompiledStatement } from './compile-policy.ts'
import { findConditionKey, type FactKind } from './condition-keys.ts'
import { conditionOperators, isConditionOperator, type OperatorFamily } from './condition-operators.ts'
import type { ConditionBlock, PolicyDocument, Statement } from './document.ts'
import { parseIsoDate } from './iso-date.ts'
import { nearestActions } from './nearest-actions.ts'
import { policyLimits, printPolicy } from './parse-policy.ts'
import { isPublicStatement } from './public-access.ts'
import { actionsOf, compiledStatements, isCoveredBy, meetsScope, type PolicyBucket, reachOf } from './reach.ts'

/** What can be wrong with a policy that is valid. */
export type FindingCode =
  /** No action of OSS fits the name. */
  | 'unknown-action'
  /** The action is one of the whole service, which no bucket's policy decides. */
  | 'action-of-the-service'
  /** The action is about objects, and no resource of the statement takes in any. */
  | 'action-needs-objects'
  /** The action is about the bucket, and no resource of the statement takes it in. */
  | 'action-needs-bucket'
  /** The resource is in no part of this bucket. */
  | 'foreign-resource'
  /** The condition compares a fact in a way that no request can meet. */
  | 'condition-never-met'
  /** The last moment that the condition lets in has passed. */
  | 'condition-expired'
  /** `*` or `?` where the operator compares letter by letter. */
  | 'wildcard-compared-exactly'
  /** A Deny of the policy refuses everything that this statement allows. */
  | 'shadowed-by-deny'
  /** Another statement with the same effect takes in all of this one. */
  | 'redundant'
  /** Everyone may do something other than reading. */
  | 'public-write'
  /** Everyone may read. */
  | 'public-read'
  /** Others may change who may do what. */
  | 'grants-permissions'
  /** Everything is allowed on everything to others. */
  | 'grants-everything'
  /** The account itself can no longer change the policy. */
  | 'locks-out-owner'
  /** More than nine tenths of the room is used. */
  | 'nearly-full'

export type FixKind = 'remove-statement' | 'remove-value' | 'replace-value' | 'add-resource' | 'use-wildcards' | 'exempt-owner'

/** A change that takes the finding away. */
export interface PolicyFix {
  readonly kind: FixKind
  /** What is put in, where something is. */
  readonly value?: string
  readonly document: PolicyDocument
}

export interface PolicyFinding {
  readonly code: FindingCode
  /** `error`: does not do what it says. `warning`: does more than it should. `note`: could be simpler. */
  readonly severity: 'error' | 'warning' | 'note'
  /** From 0; absent when the finding is the whole document's. */
  readonly statement?: number
  readonly element?: keyof Statement
  /** The text that the finding is about, as the document has it. */
  readonly value?: string
  /** The statement that makes this one idle, from 0. */
  readonly because?: number
  readonly fixes: readonly PolicyFix[]
}

export interface LintInput {
  readonly document: PolicyDocument
  readonly bucket: PolicyBucket
  /** For conditions about the time. */
  readonly nowMs: number
}

/**
 * Looks for what is valid in a bucket policy and yet hardly meant: names that OSS does not have, resources and conditions that
 * no request fits, statements that change nothing, grants that are very wide. Pure; never throws on a document of `parsePolicy`.
 */
export function lintPolicy(input: LintInput): PolicyFinding[] {
  const statements = compiledStatements(input.document.Statement)
  return [
    ...statements.flatMap((statement) => [
      ...lintActions(input, statement),
      ...lintResources(input, statement),
      ...lintCondition(input, statement),
      ...lintIdle(input, statement, statements),
      ...lintWidth(input, statement),
    ]),
    ...lintSize(input),
  ]
}

/** A document with one statement replaced, or left out. */
function withStatement({ document }: LintInput, index: number, change: (statement: Statement) => Statement | undefined): PolicyDocument {
  const Statement = document.Statement.flatMap((statement, at) => (at === index ? (change(statement) ?? []) : [statement]))
  return { ...document, Statement }
}

function removeStatement(input: LintInput, index: number): PolicyFix[] {
  // A policy without statements is none, and is deleted rather than saved.
  if (input.document.Statement.length === 1) return []
  return [{ kind: 'remove-statement', document: withStatement(input, index, () => undefined) }]
}

function changeValue(input: LintInput, index: number, element: 'Action' | 'Resource', value: string, replacement?: string): PolicyFix[] {
  const change = (statement: Statement) => {
    const values = (statement[element] ?? []).flatMap((each) => (each === value ? (replacement ?? []) : [each]))
    return { ...statement, [element]: [...new Set(values)] }
  }
  const document = withStatement(input, index, change)
  if (document.Statement[index]?.[element]?.length === 0) return removeStatement(input, index)
  return [replacement === undefined ? { kind: 'remove-value', document } : { kind: 'replace-value', value: replacement, document }]
}

function addResource(input: LintInput, index: number, value: string): PolicyFix {
  const document = withStatement(input, index, (statement) => ({ ...statement, Resource: [...(statement.Resource ?? []), value] }))
  return { kind: 'add-resource', value, document }
}

function lintActions(input: LintInput, { index, source }: CompiledStatement): PolicyFinding[] {
  const reaches = (source.Resource ?? []).map((resource) => reachOf(resource, input.bucket))
  const isLive = (action: OssAction) => reaches.some((reach) => meetsScope(actions[action], reach))
  return (source.Action ?? []).flatMap((value): PolicyFinding[] => {
    const named = actionsMatching(value)
    const place = { statement: index, element: 'Action', value } as const
    const remove = () => changeValue(input, index, 'Action', value)
    if (named.length === 0) {
      const instead = nearestActions(value).flatMap((name) => changeValue(input, index, 'Action', value, name))
      return [{ code: 'unknown-action', severity: 'error', ...place, fixes: [...instead, ...remove()] }]
    }
    if (named.some(isLive)) return []
    const scopes = new Set(named.map((action) => actions[action].scope))
    if (scopes.has('object')) {
      const fixes = [addResource(input, index, `acs:oss:*:*:${input.bucket.name}/*`), ...remove()]
      return [{ code: 'action-needs-objects', severity: 'error', ...place, fixes }]
    }
    if (scopes.has('bucket')) {
      const fixes = [addResource(input, index, `acs:oss:*:*:${input.bucket.name}`), ...remove()]
      return [{ code: 'action-needs-bucket', severity: 'error', ...place, fixes }]
    }
    return [{ code: 'action-of-the-service', severity: 'error', ...place, fixes: remove() }]
  })
}

function lintResources(input: LintInput, { index, source }: CompiledStatement): PolicyFinding[] {
  return (source.Resource ?? []).flatMap((value): PolicyFinding[] => {
    const reach = reachOf(value, input.bucket)
    if (reach.bucket || reach.objects) return []
    const slash = value.indexOf('/')
    const here = `acs:oss:*:*:${input.bucket.name}${slash === -1 ? '' : value.slice(slash)}`
    const fixes = [...changeValue(input, index, 'Resource', value, here), ...changeValue(input, index, 'Resource', value)]
    return [{ code: 'foreign-resource', severity: 'error', statement: index, element: 'Resource', value, fixes }]
  })
}

// What a key's fact can be compared as. A number and a time have a text, too.
const families: Readonly<Record<FactKind, readonly OperatorFamily[]>> = {
  text: ['String', 'Numeric', 'Date', 'Bool', 'Ip'],
  number: ['String', 'Numeric'],
  time: ['String', 'Date', 'Numeric'],
  boolean: ['String', 'Bool'],
  address: ['String', 'Ip'],
}
const withWildcards: Readonly<Record<string, string>> = {
  StringEquals: 'StringLike',
  StringNotEquals: 'StringNotLike',
  StringEqualsIgnoreCase: 'StringLike',
  StringNotEqualsIgnoreCase: 'StringNotLike',
}

function lintCondition(input: LintInput, { index, source }: CompiledStatement): PolicyFinding[] {
  const remove = removeStatement(input, index)
  return entriesOf(source.Condition).flatMap(([operator, key, values]): PolicyFinding[] => {
    if (!isConditionOperator(operator)) return []
    const { family, negated } = conditionOperators[operator]
    const place = { statement: index, element: 'Condition', value: `${operator} ${key}` } as const
    const kind = findConditionKey(key)?.key.kind
    if (!negated && (kind === undefined || !families[kind].includes(family))) {
      return [{ code: 'condition-never-met', severity: 'error', ...place, fixes: remove }]
    }
    const wild = withWildcards[operator]
    if (wild !== undefined && values.some((value) => /[*?]/.test(value))) {
      const document = withStatement(input, index, (statement) => withOperator(statement, operator, key, wild))
      return [{ code: 'wildcard-compared-exactly', severity: 'warning', ...place, fixes: [{ kind: 'use-wildcards', value: wild, document }] }]
    }
    const isUntil = operator === 'DateLessThan' || operator === 'DateLessThanEquals' || operator === 'DateEquals'
    if (isUntil && kind === 'time' && values.every((value) => (parseIsoDate(value) ?? Number.POSITIVE_INFINITY) < input.nowMs)) {
      return [{ code: 'condition-expired', severity: 'error', ...place, fixes: remove }]
    }
    return []
  })
}

function entriesOf(block: ConditionBlock | undefined): [operator: string, key: string, values: readonly string[]][] {
  return Object.entries(block ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]): [string, string, readonly string[]] => [operator, key, values]),
  )
}

/** Moves one key of a condition to another operator, among the values that it may have there already. */
function withOperator(statement: Statement, from: string, key: string, to: string): Statement {
  const block: Record<string, Record<string, readonly string[]>> = {}
  for (const [operator, name, values] of entriesOf(statement.Condition)) {
    const place = (block[operator === from && name === key ? to : operator] ??= {})
    place[name] = [...new Set([...(place[name] ?? []), ...values])]
  }
  return { ...statement, Condition: block }
}

function lintIdle(input: LintInput, statement: CompiledStatement, all: readonly CompiledStatement[]): PolicyFinding[] {
  const { index, denies } = statement
  const place = { statement: index, fixes: removeStatement(input, index) }
  const shadow = denies ? undefined : all.find((other) => other.denies && isCoveredBy(statement, other, input.bucket))
  if (shadow !== undefined) return [{ code: 'shadowed-by-deny', severity: 'error', because: shadow.index, ...place }]
  // Of two that say the same, the later one is too many.
  const isTwin = (other: CompiledStatement) => isCoveredBy(other, statement, input.bucket)
  // A public statement counts for nothing where public access is blocked, and then the narrower one is needed.
  const canStand = (other: CompiledStatement) => denies || !isPublicStatement(other.source) || isPublicStatement(statement.source)
  const broader = all.find(
    (other) =>
      other !== statement &&
      other.denies === denies &&
      canStand(other) &&
      isCoveredBy(statement, other, input.bucket) &&
      (other.index < index || !isTwin(other)),
  )
  return broader === undefined ? [] : [{ code: 'redundant', severity: 'note', because: broader.index, ...place }]
}

const managesPermissions: readonly OssAction[] = [
  'oss:PutBucketPolicy',
  'oss:DeleteBucketPolicy',
  'oss:PutBucketAcl',
  'oss:PutObjectAcl',
  'oss:PutObjectVersionAcl',
  'oss:PutBucketPublicAccessBlock',
  'oss:DeleteBucketPublicAccessBlock',
]

function lintWidth(input: LintInput, { index, source, principals, denies, hasCondition }: CompiledStatement): PolicyFinding[] {
  const { ownerId } = input.bucket
  const named = actionsOf(source)
  if (denies) {
    const isOwners = principals.ids.has(ownerId) || (principals.everyone && hasCondition)
    const isBuckets = (source.Resource ?? []).some((resource) => reachOf(resource, input.bucket).bucket)
    // With a condition the account may still have a way in; the simulator tells.
    if (!isOwners || !isBuckets || hasCondition || !named.includes('oss:PutBucketPolicy')) return []
    const others = [...(source.Principal as readonly string[])].filter((id) => id !== ownerId)
    const exempt = withStatement(input, index, (statement) => ({ ...statement, Principal: others }))
    const fixes: PolicyFix[] = others.length > 0 ? [{ kind: 'exempt-owner', value: ownerId, document: exempt }] : removeStatement(input, index)
    return [{ code: 'locks-out-owner', severity: 'warning', statement: index, element: 'Principal', value: ownerId, fixes }]
  }
  const findings: PolicyFinding[] = []
  const warn = (code: FindingCode, element: keyof Statement) => findings.push({ code, severity: 'warning', statement: index, element, fixes: [] })
  const isForOthers = principals.everyone || [...principals.ids].some((id) => id !== ownerId) || principals.roles.length > 0
  if (isPublicStatement(source)) {
    const isReading = (action: OssAction) => actions[action].kind === 'read' || /^oss:(Get|List|Head)/.test(action)
    warn(named.every(isReading) ? 'public-read' : 'public-write', 'Principal')
  }
  if (!isForOthers) return findings
  const reaches = (source.Resource ?? []).map((resource) => reachOf(resource, input.bucket))
  const isWhole = (source.Resource ?? []).some((resource) => coversWholeBucket(resource, input.bucket))
  if ((source.Action ?? []).some((name) => name === '*' || name.toLowerCase() === 'oss:*') && isWhole) warn('grants-everything', 'Action')
  else if (managesPermissions.some((action) => named.includes(action) && reaches.some((reach) => meetsScope(actions[action], reach)))) {
    warn('grants-permissions', 'Action')
  }
  return findings
}

function coversWholeBucket(resource: string, bucket: PolicyBucket): boolean {
  return resource === '*' || (reachOf(resource, bucket).objects && resource.endsWith(`:${bucket.name}/*`)) || resource.endsWith(':*')
}

function lintSize({ document }: LintInput): PolicyFinding[] {
  const sizeBytes = new TextEncoder().encode(printPolicy(document)).length
  const maxBytes = policyLimits.maxBytes.bucket
  return sizeBytes > maxBytes * 0.9 ? [{ code: 'nearly-full', severity: 'warning', value: `${sizeBytes}/${maxBytes}`, fixes: [] }] : []
}
