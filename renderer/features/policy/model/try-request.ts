import type { BucketAcl } from '../../../../storage-core/model/acl.ts'
import { actions, type OssAction } from '../../../../storage-core/policy/actions.ts'
import type { Explanation } from '../../../../storage-core/policy/decision.ts'
import type { PolicyDocument } from '../../../../storage-core/policy/document.ts'
import { explain } from '../../../../storage-core/policy/explain.ts'
import { parseIpRange } from '../../../../storage-core/policy/ip-address.ts'
import { parseAssumedRole } from '../../../../storage-core/policy/compile-policy.ts'
import type { Principal } from '../../../../storage-core/policy/principal.ts'
import type { AuthorizationRequest } from '../../../../storage-core/policy/request.ts'

/** A request that somebody might make, as the simulator's form has it. */
export interface TriedRequest {
  /** `owner`, `anonymous`, a UID of an account or RAM user, or an assumed role. */
  readonly who: string
  /** Whether a UID is one of the bucket's own account, a user of it, or another account. */
  readonly uidIs: 'user' | 'otherAccount'
  readonly action: OssAction
  readonly key: string
  readonly sourceIp: string
  readonly secureTransport: boolean
  readonly userAgent: string
  readonly timeMs: number
}

/** The bucket around the policy. */
export interface TriedBucket {
  readonly name: string
  readonly ownerId: string
  readonly acl: BucketAcl
  readonly blockPublicAccess: boolean
}

/**
 * What the store would decide with this policy, and why. Policies that RAM attaches to the user are not known here and count
 * as none.
 */
export function tryRequest(tried: TriedRequest, bucket: TriedBucket, policy: PolicyDocument | undefined): Explanation {
  const { action, key, sourceIp, secureTransport, userAgent, timeMs } = tried
  const request: AuthorizationRequest = {
    principal: principalOf(tried, bucket.ownerId),
    action,
    bucket: { name: bucket.name, ownerId: bucket.ownerId, acl: bucket.acl, blockPublicAccess: bucket.blockPublicAccess, ...(policy === undefined ? {} : { policy }) },
    ...(actions[action].scope === 'object' ? { key } : {}),
    facts: {
      timeMs,
      secureTransport,
      ...(sourceIp === '' ? {} : { sourceIp }),
      ...(userAgent === '' ? {} : { userAgent }),
      // A listing without a prefix asks for the empty one.
      ...(action === 'oss:ListObjects' || action === 'oss:ListObjectVersions' ? { prefix: key } : {}),
    },
  }
  return explain(request)
}

function principalOf({ who, uidIs }: TriedRequest, ownerId: string): Principal {
  if (who === 'owner') return { kind: 'account', accountId: ownerId }
  if (who === 'anonymous') return { kind: 'anonymous' }
  const role = parseAssumedRole(who)
  if (role !== undefined) return { kind: 'role', accountId: role.accountId, roleId: '', roleName: role.roleName, sessionName: role.sessionName, policies: [] }
  if (who === ownerId) return { kind: 'account', accountId: ownerId }
  if (uidIs === 'otherAccount') return { kind: 'account', accountId: who }
  return { kind: 'user', accountId: ownerId, userId: who, userName: who, policies: [] }
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
      const tried = { who: 'owner', uidIs: 'user', action, key: '', sourceIp, secureTransport: way.secureTransport, userAgent: '', timeMs: nowMs } as const
      return tryRequest(tried, bucket, policy).decision.allowed
    })
  return !addresses.some(mayManage)
}

/** One address of each network that the policy's conditions name. */
function namedAddresses(policy: PolicyDocument): string[] {
  const values = policy.Statement.flatMap(({ Condition }) => Object.values(Condition ?? {}).flatMap((keys) => Object.values(keys).flat()))
  return values.filter((value) => parseIpRange(value) !== undefined).map((value) => value.replace(/\/\d+$/, '').replaceAll('*', '1'))
}
