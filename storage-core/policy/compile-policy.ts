import { findConditionKey, type ConditionKey, type Fact } from './condition-keys.ts'
import { conditionOperators, isConditionOperator } from './condition-operators.ts'
import type { ConditionBlock, PolicyDocument, Statement } from './document.ts'
import type { RequestFacts } from './request.ts'
import { compileWildcard } from './wildcard.ts'

/** What is asked for, in the form in which statements compare it. */
export interface Question {
  /** In lower case. */
  readonly action: string
  /** Of the resource `acs:SERVICE:REGION:ACCOUNT:RELATIVE`. */
  readonly service: string
  readonly account: string
  readonly relative: string
  readonly facts: RequestFacts
}

export interface CompiledStatement {
  readonly source: Statement
  readonly index: number
  readonly denies: boolean
  /** Of a bucket policy. */
  readonly principals: PrincipalSet
  readonly hasCondition: boolean
  /** True when action, resource and condition take in what is asked for; who asks is not looked at. */
  matches(question: Question): boolean
  /** As `matches`, without the condition. */
  concerns(question: Question): boolean
  readonly looksUp: Readonly<Record<'objectTags' | 'bucketTags', boolean>>
}

export interface CompiledPolicy {
  readonly statements: readonly CompiledStatement[]
}

/** Whom a bucket policy's statement is for. */
export interface PrincipalSet {
  readonly everyone: boolean
  readonly ids: ReadonlySet<string>
  readonly roles: readonly { readonly accountId: string; readonly roleName: string; readonly sessionName: string }[]
}

const compiled = new WeakMap<PolicyDocument, CompiledPolicy>()

/** Compiles a document once, and remembers it for as long as the document lives. */
export function compilePolicy(document: PolicyDocument): CompiledPolicy {
  const known = compiled.get(document)
  if (known !== undefined) return known
  const policy = { statements: document.Statement.map((statement, index) => compileStatement(statement, index)) }
  compiled.set(document, policy)
  return policy
}

type Test = (question: Question) => boolean

function compileStatement(source: Statement, index: number): CompiledStatement {
  const action = compileActions(source)
  const resource = compileResources(source)
  const conditions = compileConditions(source.Condition)
  const concerns: Test = (question) => action(question) && resource(question)
  const looksUp = { objectTags: false, bucketTags: false }
  for (const { key } of conditions) if (key?.looksUp !== undefined) looksUp[key.looksUp] = true
  return {
    source,
    index,
    denies: source.Effect === 'Deny',
    principals: compilePrincipals(source.Principal),
    hasCondition: conditions.length > 0,
    matches: (question) => concerns(question) && conditions.every(({ met }) => met(question.facts)),
    concerns,
    looksUp,
  }
}

function compileActions({ Action, NotAction }: Statement): Test {
  if (NotAction !== undefined) {
    const excepted = anyOf(NotAction.map((name) => name.toLowerCase()))
    return ({ action }) => !excepted(action)
  }
  const named = anyOf((Action ?? []).map((name) => name.toLowerCase()))
  return ({ action }) => named(action)
}

function anyOf(names: readonly string[]): (name: string) => boolean {
  const exact = new Set(names.filter((name) => !name.includes('*')))
  const patterns = names.filter((name) => name.includes('*')).map((name) => compileWildcard(name, false))
  return (name) => exact.has(name) || patterns.some((pattern) => pattern.matches(name))
}

function compileResources({ Resource, NotResource }: Statement): Test {
  if (NotResource !== undefined) {
    const excepted = NotResource.map(compileResource)
    return (question) => !excepted.some((resource) => resource(question))
  }
  // Trust policies have no resource: the role that they are attached to is the only one.
  if (Resource === undefined) return () => true
  const named = Resource.map(compileResource)
  return (question) => named.some((resource) => resource(question))
}

/** The parts of `acs:SERVICE:REGION:ACCOUNT:RELATIVE`; the last one may have colons in it. Undefined for another form. */
export function splitResource(text: string): { service: string; region: string; account: string; relative: string } | undefined {
  const found = /^acs:([^:]*):([^:]*):([^:]*):(.*)$/s.exec(text)
  if (found === null) return undefined
  const [, service = '', region = '', account = '', relative = ''] = found
  return { service, region, account, relative }
}

// OSS knows only `*` for the region, and RAM has no regions: that slot is not compared.
function compileResource(text: string): Test {
  if (text === '*') return () => true
  const parts = splitResource(text)
  if (parts === undefined) return () => false
  const service = compileWildcard(parts.service.toLowerCase(), false)
  const account = compileWildcard(parts.account, false)
  const relative = compileWildcard(parts.relative, false)
  return (question) =>
    relative.matches(question.relative) && service.matches(question.service) && account.matches(question.account)
}

interface Condition {
  readonly key: ConditionKey | undefined
  readonly met: (facts: RequestFacts) => boolean
}

function compileConditions(block: ConditionBlock | undefined): Condition[] {
  if (block === undefined) return []
  return Object.entries(block).flatMap(([operatorName, keys]) =>
    Object.entries(keys).map(([keyName, values]) => compileCondition(operatorName, keyName, values)),
  )
}

function compileCondition(operatorName: string, keyName: string, values: readonly string[]): Condition {
  // Documents that `parsePolicy` made have no other operators.
  if (!isConditionOperator(operatorName)) return { key: undefined, met: () => false }
  const { negated, family, compile } = conditionOperators[operatorName]
  const found = findConditionKey(keyName)
  // A key of another service: this request does not have it.
  if (found === undefined) return { key: undefined, met: () => negated }
  const tests = values.flatMap((value) => compile(value) ?? [])
  const { key, tagKey } = found
  const read = key.kind === 'time' && family === 'String' ? readTimeAsText(key) : key.read
  return {
    key,
    met(facts) {
      const fact = read(facts, tagKey)
      if (fact === undefined) return negated
      return tests.some((test) => test(fact)) !== negated
    },
  }
}

function readTimeAsText(key: ConditionKey) {
  return (facts: RequestFacts, tagKey: string): Fact => {
    const fact = key.read(facts, tagKey)
    return typeof fact === 'number' && Math.abs(fact) <= 8.64e15 ? new Date(fact).toISOString() : fact
  }
}

const assumedRole = /^arn:sts::(\d+):assumed-role\/([^/]+)\/([^/]+)$/

/** Reads `arn:sts::UID:assumed-role/ROLE/SESSION`. */
export function parseAssumedRole(text: string): { accountId: string; roleName: string; sessionName: string } | undefined {
  const found = assumedRole.exec(text)
  if (found === null) return undefined
  const [, accountId = '', roleName = '', sessionName = ''] = found
  return { accountId, roleName, sessionName }
}

function compilePrincipals(principal: Statement['Principal']): PrincipalSet {
  const listed = Array.isArray(principal) ? (principal as readonly string[]) : []
  return {
    everyone: Array.isArray(principal) && (listed.length === 0 || listed.includes('*')),
    ids: new Set(listed.filter((text) => /^\d+$/.test(text))),
    roles: listed.flatMap((text) => parseAssumedRole(text) ?? []),
  }
}
