import type { BucketAcl, ObjectAcl } from '../../../../storage-core/model/acl.ts'
import { actions, type OssAction } from '../../../../storage-core/policy/actions.ts'
import type { Explanation } from '../../../../storage-core/policy/decision.ts'
import type { PolicyDocument } from '../../../../storage-core/policy/document.ts'
import { explain } from '../../../../storage-core/policy/explain.ts'
import { parseIpRange } from '../../../../storage-core/policy/ip-address.ts'
import { parseAssumedRole } from '../../../../storage-core/policy/compile-policy.ts'
import { type PolicyProblem, readPolicy } from '../../../../storage-core/policy/parse-policy.ts'
import type { NamedPolicy, Principal } from '../../../../storage-core/policy/principal.ts'
import type { AuthorizationRequest } from '../../../../storage-core/policy/request.ts'

/** A request that somebody might make, as the simulator's form has it. */
export interface TriedRequest {
  /** `owner`, `anonymous`, a UID of an account or RAM user, or an assumed role. */
  readonly who: string
  /** Whether a UID is one of the bucket's own account, a user of it, or another account. */
  readonly uidIs: 'user' | 'otherAccount'
  readonly action: OssAction
  readonly key: string
  /** Empty where it is not known; so are all the texts below. */
  readonly sourceIp: string
  /** Of a request from within a VPC. */
  readonly sourceVpc: string
  readonly secureTransport: boolean
  readonly userAgent: string
  /** The AccessKeyId that signs. */
  readonly accessKeyId: string
  /** Of whoever assumed a role: the JSON given to AssumeRole, which narrows what the role may. */
  readonly sessionPolicy: string
  readonly timeMs: number
  /** Of the object, where the action is about one that exists. */
  readonly objectAcl: ObjectAcl
  readonly objectTags: Readonly<Record<string, string>>
}

/** The account's users and roles with the policies that RAM attaches to them, as far as they can be asked for. */
export interface KnownPeople {
  readonly users: readonly { readonly userId: string; readonly userName: string; readonly policies: readonly NamedPolicy[] }[]
  readonly roles: readonly { readonly roleName: string; readonly policies: readonly NamedPolicy[] }[]
}

/** The bucket around the policy. */
export interface TriedBucket {
  readonly name: string
  readonly ownerId: string
  readonly acl: BucketAcl
  readonly blockPublicAccess: boolean
  /** Undefined where the service does not tell: policies that RAM attaches count as none then. */
  readonly people?: KnownPeople | undefined
}

/** A request to begin with. */
export const anyRequest: Omit<TriedRequest, 'timeMs'> = {
  who: 'anonymous',
  uidIs: 'user',
  action: 'oss:GetObject',
  key: 'example.txt',
  sourceIp: '203.0.113.10',
  sourceVpc: '',
  secureTransport: true,
  userAgent: '',
  accessKeyId: '',
  sessionPolicy: '',
  objectAcl: 'default',
  objectTags: {},
}

/** What the store would decide with this policy, and why. */
export function tryRequest(tried: TriedRequest, bucket: TriedBucket, policy: PolicyDocument | undefined): Explanation {
  const { action, key, sourceIp, sourceVpc, secureTransport, userAgent, accessKeyId, timeMs } = tried
  const isListing = action === 'oss:ListObjects' || action === 'oss:ListObjectVersions'
  const isObject = actions[action].scope === 'object'
  const request: AuthorizationRequest = {
    principal: principalOf(tried, bucket),
    action,
    bucket: { name: bucket.name, ownerId: bucket.ownerId, acl: bucket.acl, blockPublicAccess: bucket.blockPublicAccess, ...(policy === undefined ? {} : { policy }) },
    ...(isObject ? { key, objectAcl: tried.objectAcl } : {}),
    facts: {
      timeMs,
      secureTransport,
      ...(sourceIp === '' ? {} : { sourceIp }),
      ...(sourceVpc === '' ? {} : { sourceVpc }),
      ...(userAgent === '' ? {} : { userAgent }),
      ...(accessKeyId === '' ? {} : { accessKeyId }),
      // A listing without a prefix asks for the empty one.
      ...(isListing ? { prefix: key, delimiter: '' } : {}),
      ...(isObject ? { objectTags: tried.objectTags } : {}),
    },
  }
  return explain(request)
}

/** The few texts that checks and the form have, which are asked about with every letter of a draft. */
const readSessions = new Map<string, PolicyDocument>()
const sessionsKept = 200

/**
 * The session policy of a request, as STS reads it; undefined where there is none. One that STS would refuse counts as one that
 * allows nothing, because nobody can have such a session: `sessionProblem` says so.
 */
function sessionPolicyOf({ sessionPolicy: text }: TriedRequest): PolicyDocument | undefined {
  if (text.trim() === '') return undefined
  const known = readSessions.get(text)
  if (known !== undefined) return known
  const read = readPolicy(text, { kind: 'session' }).document ?? allowsNothing
  if (readSessions.size >= sessionsKept) readSessions.clear()
  readSessions.set(text, read)
  return read
}

const allowsNothing: PolicyDocument = { Version: '1', Statement: [] }

/** Why STS would refuse the session policy of a request. */
export function sessionProblem({ who, sessionPolicy: text }: Pick<TriedRequest, 'who' | 'sessionPolicy'>): PolicyProblem | undefined {
  return text.trim() === '' || parseAssumedRole(who) === undefined ? undefined : readPolicy(text, { kind: 'session' }).problems?.[0]
}

function principalOf(tried: TriedRequest, { ownerId, people }: TriedBucket): Principal {
  const { who, uidIs } = tried
  if (who === 'owner') return { kind: 'account', accountId: ownerId }
  if (who === 'anonymous') return { kind: 'anonymous' }
  const role = parseAssumedRole(who)
  if (role !== undefined) {
    const known = role.accountId === ownerId ? people?.roles.find(({ roleName }) => roleName === role.roleName) : undefined
    const sessionPolicy = sessionPolicyOf(tried)
    return { kind: 'role', accountId: role.accountId, roleId: '', roleName: role.roleName, sessionName: role.sessionName, policies: known?.policies ?? [], ...(sessionPolicy === undefined ? {} : { sessionPolicy }) }
  }
  if (who === ownerId) return { kind: 'account', accountId: ownerId }
  const user = people?.users.find(({ userId }) => userId === who)
  if (user === undefined && uidIs === 'otherAccount') return { kind: 'account', accountId: who }
  return { kind: 'user', accountId: ownerId, userId: who, userName: user?.userName ?? who, policies: user?.policies ?? [] }
}

/** How the window reaches the bucket. */
export interface OwnWay {
  readonly secureTransport: boolean
  /** Undefined where only the service knows it. */
  readonly sourceIp: string | undefined
}

/**
 * True when the account itself could no longer change or remove the policy on its own way to the bucket. An address that is not
 * known gets the benefit of the doubt: it may be any that the policy names.
 */
export function locksOut(bucket: TriedBucket, policy: PolicyDocument | undefined, way: OwnWay, nowMs: number): boolean {
  if (policy === undefined) return false
  const addresses = way.sourceIp === undefined ? ['203.0.113.10', ...namedAddresses(policy)] : [way.sourceIp]
  const mayManage = (sourceIp: string) =>
    (['oss:PutBucketPolicy', 'oss:DeleteBucketPolicy'] as const).some((action) => {
      const tried = { ...anyRequest, who: 'owner', action, key: '', sourceIp, secureTransport: way.secureTransport, timeMs: nowMs }
      return tryRequest(tried, bucket, policy).decision.allowed
    })
  return !addresses.some(mayManage)
}

/** One address of each network that the policy's conditions name. */
function namedAddresses(policy: PolicyDocument): string[] {
  const values = policy.Statement.flatMap(({ Condition }) => Object.values(Condition ?? {}).flatMap((keys) => Object.values(keys).flat()))
  return values.filter((value) => parseIpRange(value) !== undefined).map((value) => value.replace(/\/\d+$/, '').replaceAll('*', '1'))
}
