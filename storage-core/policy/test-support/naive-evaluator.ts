import { actions } from '../actions.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import type { AuthorizationRequest, RequestFacts } from '../request.ts'

/**
 * A second evaluator, written from the rules as one would say them and from nothing of the real one: regular expressions,
 * everything looked at anew for each request. It knows the keys and operators that `policyArbitraries` uses.
 */
export function naivelyAllowed(request: AuthorizationRequest): boolean {
  const { principal, bucket, action } = request
  const own = principal.kind === 'user' || principal.kind === 'role' ? principal.policies.map(({ document }) => document) : []
  const session = principal.kind === 'role' ? principal.sessionPolicy : undefined
  const mine = own.flatMap((document) => hits(document, request))
  const sessions = session === undefined ? [] : hits(session, request)
  const buckets = bucket?.policy === undefined ? [] : hits(bucket.policy, request).filter((statement) => isFor(statement, request))
  if ([...mine, ...sessions, ...buckets].some(({ Effect }) => Effect === 'Deny')) return false
  if (session !== undefined && sessions.length === 0) return false

  const ownAccount = principal.kind === 'anonymous' ? undefined : principal.accountId
  if (mine.length > 0 && (bucket === undefined || bucket.ownerId === ownAccount)) return true
  const counted = buckets.filter((statement) => bucket?.blockPublicAccess !== true || !isOpenToTheWorld(statement))
  if (counted.length > 0) return true

  if (bucket === undefined) return principal.kind === 'account'
  if (principal.kind === 'account' && principal.accountId === bucket.ownerId) return true
  const { scope, kind } = actions[action]
  if (scope !== 'object' || kind === 'manage' || bucket.blockPublicAccess === true) return false
  const acl = request.objectAcl === undefined || request.objectAcl === 'default' ? bucket.acl : request.objectAcl
  return kind === 'read' ? acl !== 'private' : acl === 'public-read-write'
}

function hits(document: PolicyDocument, request: AuthorizationRequest): Statement[] {
  const { bucket, principal, key = '', newBucketName } = request
  const { scope } = actions[request.action]
  const account = bucket?.ownerId ?? (principal.kind === 'anonymous' ? '' : principal.accountId)
  const relative = scope === 'object' ? `${bucket?.name}/${key}` : (bucket?.name ?? newBucketName ?? '*')
  const inList = (list: readonly string[]) => list.some((text) => text === '*' || like(text.replace(/^acs:oss:[^:]*:/, ''), `${account}:${relative}`))
  const action = (list: readonly string[]) => list.some((text) => like(text.toLowerCase(), request.action.toLowerCase()))
  return document.Statement.filter((statement) => {
    const byAction = statement.Action !== undefined ? action(statement.Action) : !action(statement.NotAction ?? [])
    const byResource = statement.Resource !== undefined ? inList(statement.Resource) : !inList(statement.NotResource ?? [])
    return byAction && byResource && conditionsMet(statement, request.facts)
  })
}

function like(pattern: string, text: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${source.join('.*')}$`, 'su').test(text)
}

function likeWithQuestionMarks(pattern: string, text: string): boolean {
  const source = Array.from(pattern, (symbol) => (symbol === '*' ? '.*' : symbol === '?' ? '.' : symbol.replace(/[.+^${}()|[\]\\]/, '\\$&')))
  return new RegExp(`^${source.join('')}$`, 'su').test(text)
}

function isFor({ Principal, Condition }: Statement, { principal, bucket }: AuthorizationRequest): boolean {
  const names = Principal as readonly string[]
  const isOwner = principal.kind === 'account' && principal.accountId === bucket?.ownerId
  return names.some((name) => {
    if (name === '*') return !isOwner || Condition !== undefined
    if (principal.kind === 'account') return name === principal.accountId
    if (principal.kind === 'user') return name === principal.userId
    if (principal.kind !== 'role') return false
    const session = `arn:sts::${principal.accountId}:assumed-role/${principal.roleName}/`
    return name === `${session}*` || name === session + principal.sessionName
  })
}

function isOpenToTheWorld({ Effect, Principal, Condition = {} }: Statement): boolean {
  if (Effect === 'Deny' || !(Principal as readonly string[]).includes('*')) return false
  const networks = Condition.IpAddress?.['acs:SourceIp']
  const vpcs = [Condition.StringEquals?.['acs:SourceVpc'], Condition.StringLike?.['acs:SourceVpc']]
  const closed =
    networks?.every((network) => Number(network.split('/')[1] ?? 32) >= 8) === true ||
    vpcs.some((values) => values?.every((value) => !/[*?]/.test(value)) === true)
  return !closed
}

function factOf(key: string, facts: RequestFacts): string | undefined {
  if (key === 'acs:SourceIp') return facts.sourceIp
  if (key === 'acs:SourceVpc') return facts.sourceVpc
  if (key === 'acs:SecureTransport') return String(facts.secureTransport)
  if (key === 'oss:Prefix') return facts.prefix
  if (key === 'acs:UserAgent') return facts.userAgent
  if (key === 'acs:CurrentTime') return new Date(facts.timeMs).toISOString()
  if (key === 'oss:ExistingObjectTag/team') return facts.objectTags?.team
  throw new Error(`The naive evaluator does not know ${key}`)
}

function conditionsMet({ Condition = {} }: Statement, facts: RequestFacts): boolean {
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const fact = factOf(key, facts)
      const isNegated = operator.includes('Not')
      if (fact === undefined) return isNegated
      return values.some((value) => fitsOne(operator.replace('Not', ''), fact, value)) !== isNegated
    }),
  )
}

function fitsOne(operator: string, fact: string, value: string): boolean {
  switch (operator) {
    case 'StringEquals':
    case 'Bool':
      return fact === value
    case 'StringEqualsIgnoreCase':
      return fact.toLowerCase() === value.toLowerCase()
    case 'StringLike':
      return likeWithQuestionMarks(value, fact)
    case 'DateLessThan':
      return new Date(fact).getTime() < new Date(value).getTime()
    case 'DateGreaterThan':
      return new Date(fact).getTime() > new Date(value).getTime()
    case 'IpAddress': {
      const [network = '', mask = '32'] = value.split('/')
      const bits = (address: string) =>
        address.split('.').map((octet) => Number(octet).toString(2).padStart(8, '0')).join('').slice(0, Number(mask))
      return bits(fact) === bits(network)
    }
    default:
      throw new Error(`The naive evaluator does not know ${operator}`)
  }
}
