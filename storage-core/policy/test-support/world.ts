import { actions, type OssAction } from '../actions.ts'
import type { PolicyDocument } from '../document.ts'
import { parsePolicy, type PolicyRules } from '../parse-policy.ts'
import type { NamedPolicy, Principal } from '../principal.ts'
import type { AuthorizationRequest, BucketFacts, RequestFacts } from '../request.ts'

/**
 * Two accounts and what belongs to them: `owner` (1000), whose bucket `data` it is, with the users `alice` and `bob` and the
 * role `reader`; `partner` (2000) with the user `paula` and the role `guest`. Paula and guest may do all by their own
 * policies, which must never be enough for the bucket of another account.
 */
export type Who = 'owner' | 'alice' | 'bob' | 'reader' | 'partner' | 'paula' | 'guest' | 'anonymous'

export const bucketName = 'data'
export const ownerId = '1000'

/** A statement as people write it. */
export type Draft = Record<string, unknown>

/** What is set up for a section of the table. */
export interface Setting {
  readonly acl?: BucketFacts['acl']
  readonly blockPublicAccess?: boolean
  readonly bucketPolicy?: readonly Draft[]
  readonly alice?: readonly Draft[]
  readonly reader?: readonly Draft[]
  readonly session?: readonly Draft[]
  readonly paula?: readonly Draft[]
}

const documentOf = (statements: readonly Draft[], rules: PolicyRules): PolicyDocument =>
  parsePolicy(JSON.stringify({ Version: '1', Statement: statements }), rules)

export const bucketPolicy = (...statements: readonly Draft[]): PolicyDocument =>
  documentOf(statements, { kind: 'bucket', bucket: { name: bucketName, ownerId } })
export const ramPolicy = (...statements: readonly Draft[]): PolicyDocument => documentOf(statements, { kind: 'ram' })
export const sessionPolicy = (...statements: readonly Draft[]): PolicyDocument => documentOf(statements, { kind: 'session' })
export const trustPolicy = (...statements: readonly Draft[]): PolicyDocument => documentOf(statements, { kind: 'trust' })

const everything: Draft = { Effect: 'Allow', Action: '*', Resource: '*' }
const named = (name: string, statements: readonly Draft[] | undefined): NamedPolicy[] =>
  statements === undefined ? [] : [{ name, document: ramPolicy(...statements) }]

export function principalOf(who: Who, setting: Setting = {}): Principal {
  switch (who) {
    case 'owner':
      return { kind: 'account', accountId: ownerId }
    case 'partner':
      return { kind: 'account', accountId: '2000' }
    case 'alice':
      return { kind: 'user', accountId: ownerId, userId: '1001', userName: 'alice', policies: named('alice', setting.alice) }
    case 'bob':
      return { kind: 'user', accountId: ownerId, userId: '1002', userName: 'bob', policies: [] }
    case 'paula':
      return {
        kind: 'user',
        accountId: '2000',
        userId: '2001',
        userName: 'paula',
        policies: named('paula', setting.paula ?? [everything]),
      }
    case 'reader':
      return {
        kind: 'role',
        accountId: ownerId,
        roleId: '1500',
        roleName: 'reader',
        sessionName: 'monday',
        policies: named('reader', setting.reader),
        ...(setting.session === undefined ? {} : { sessionPolicy: sessionPolicy(...setting.session) }),
      }
    case 'guest':
      return {
        kind: 'role',
        accountId: '2000',
        roleId: '2500',
        roleName: 'guest',
        sessionName: 'tuesday',
        policies: named('guest', [everything]),
      }
    case 'anonymous':
      return { kind: 'anonymous' }
  }
}

export function bucketOf(setting: Setting): BucketFacts {
  return {
    name: bucketName,
    ownerId,
    acl: setting.acl ?? 'private',
    ...(setting.blockPublicAccess === undefined ? {} : { blockPublicAccess: setting.blockPublicAccess }),
    ...(setting.bucketPolicy === undefined ? {} : { policy: bucketPolicy(...setting.bucketPolicy) }),
  }
}

export const noon = Date.UTC(2026, 0, 31, 12)
export const plainFacts: RequestFacts = { timeMs: noon, secureTransport: true, sourceIp: '192.0.2.10', userAgent: 'curl/8.5' }

export interface Asked {
  readonly who: Who
  readonly action: OssAction
  readonly key?: string
  readonly objectAcl?: NonNullable<AuthorizationRequest['objectAcl']>
  readonly facts?: Partial<RequestFacts>
}

export function requestOf({ who, action, key, objectAcl, facts }: Asked, setting: Setting = {}): AuthorizationRequest {
  return {
    principal: principalOf(who, setting),
    action,
    ...(actions[action].scope === 'service' ? {} : { bucket: bucketOf(setting) }),
    ...(action === 'oss:PutBucket' && key !== undefined ? { newBucketName: key } : {}),
    ...(key === undefined ? {} : { key }),
    ...(objectAcl === undefined ? {} : { objectAcl }),
    facts: { ...plainFacts, ...facts },
  }
}

