import fc from 'fast-check'
import { actions, type OssAction } from '../actions.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import type { NamedPolicy, Principal } from '../principal.ts'
import type { AuthorizationRequest, RequestFacts } from '../request.ts'

// Few different names, so that statements and requests often meet.
const actionNames = ['oss:GetObject', 'oss:PutObject', 'oss:DeleteObject', 'oss:GetObjectAcl', 'oss:ListObjects', 'oss:PutBucketPolicy'] as const
const keys = ['a', 'docs/a', 'docs/b/c', 'x?y', '文'] as const
const actionPatterns = fc.constantFrom<string>(...actionNames, 'oss:*', '*', 'oss:Get*', 'oss:*Object', 'OSS:GETOBJECT', 'oss:Unknown')
const resourcePatterns = fc.constantFrom(
  '*',
  'acs:oss:*:*:data',
  'acs:oss:*:*:data/*',
  'acs:oss:*:1000:data/docs/*',
  'acs:oss:*:*:data/*/a',
  'acs:oss:*:*:d*a/x?y',
  'acs:oss:*:*:*',
)
const principalNames = fc.constantFrom('*', '1000', '1001', '2000', '2001', 'arn:sts::1000:assumed-role/reader/*', 'arn:sts::1000:assumed-role/reader/other')

const oneOrTwo = <Value>(values: fc.Arbitrary<Value>) => fc.uniqueArray(values, { minLength: 1, maxLength: 2 })

const conditions = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 3,
    arbitrary: fc
      .uniqueArray(
        fc.oneof(
          fc.tuple(fc.constantFrom('IpAddress', 'NotIpAddress'), fc.constant('acs:SourceIp'), oneOrTwo(fc.constantFrom('192.0.2.0/24', '192.0.2.1', '0.0.0.0/0', '192.0.0.0/7', '192.0.2.128/25'))),
          fc.tuple(fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'), fc.constant('acs:SourceVpc'), oneOrTwo(fc.constantFrom('vpc-1', 'vpc-*', 'vpc-?'))),
          fc.tuple(fc.constant('Bool'), fc.constant('acs:SecureTransport'), fc.constantFrom(['true'], ['false'])),
          fc.tuple(fc.constantFrom('StringLike', 'StringNotLike'), fc.constant('oss:Prefix'), oneOrTwo(fc.constantFrom('', 'docs/*', '*'))),
          fc.tuple(fc.constantFrom('DateLessThan', 'DateGreaterThan'), fc.constant('acs:CurrentTime'), fc.constantFrom(['2026-01-01T00:00:00Z'], ['2027-01-01T00:00:00+08:00'])),
          fc.tuple(fc.constantFrom('StringEqualsIgnoreCase', 'StringNotEquals', 'StringLike', 'StringNotLike'), fc.constant('acs:UserAgent'), oneOrTwo(fc.constantFrom('Backup/1.0', 'backup/?.0', 'curl/*'))),
          fc.tuple(fc.constantFrom('StringEquals', 'StringNotEquals'), fc.constant('oss:ExistingObjectTag/team'), oneOrTwo(fc.constantFrom('red', 'blue'))),
        ),
        { minLength: 1, maxLength: 3, selector: ([operator, key]) => `${operator} ${key}` },
      )
      .map((list) => {
        const block: Record<string, Record<string, readonly string[]>> = {}
        for (const [operator, key, values] of list) block[operator] = { ...block[operator], [key]: values }
        return block
      }),
  },
)

const effects = fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const)

export const bucketStatement: fc.Arbitrary<Statement> = fc
  .record({ Effect: effects, Principal: oneOrTwo(principalNames), Action: oneOrTwo(actionPatterns), Resource: oneOrTwo(resourcePatterns), Condition: conditions })
  .map(({ Condition, ...rest }) => (Condition === undefined ? rest : { ...rest, Condition }))

export const ramStatement: fc.Arbitrary<Statement> = fc
  .record({ Effect: effects, actions: oneOrTwo(actionPatterns), resources: oneOrTwo(resourcePatterns), notAction: fc.boolean(), notResource: fc.boolean(), Condition: conditions })
  .map(({ Effect, actions, resources, notAction, notResource, Condition }) => ({
    Effect,
    ...(notAction ? { NotAction: actions } : { Action: actions }),
    ...(notResource ? { NotResource: resources } : { Resource: resources }),
    ...(Condition === undefined ? {} : { Condition }),
  }))

const documentOf = (statements: fc.Arbitrary<Statement>) =>
  fc.array(statements, { minLength: 1, maxLength: 4 }).map((Statement): PolicyDocument => ({ Version: '1', Statement }))
export const bucketDocument = documentOf(bucketStatement)
export const ramDocument = documentOf(ramStatement)

const policies: fc.Arbitrary<NamedPolicy[]> = fc
  .array(ramDocument, { maxLength: 2 })
  .map((documents) => documents.map((document, index) => ({ name: `policy-${index}`, document })))

const principals: fc.Arbitrary<Principal> = fc.oneof(
  fc.constantFrom<Principal>({ kind: 'anonymous' }, { kind: 'account', accountId: '1000' }, { kind: 'account', accountId: '2000' }),
  fc
    .tuple(policies, fc.constantFrom(['1000', '1001'], ['1000', '1002'], ['2000', '2001']))
    .map(([policies, [accountId = '', userId = '']]): Principal => ({ kind: 'user', accountId, userId, userName: 'someone', policies })),
  fc
    .tuple(policies, fc.option(ramDocument, { nil: undefined }), fc.constantFrom('1000', '2000'))
    .map(([policies, sessionPolicy, accountId]): Principal => ({
      kind: 'role',
      accountId,
      roleId: '1500',
      roleName: 'reader',
      sessionName: 'monday',
      policies,
      ...(sessionPolicy === undefined ? {} : { sessionPolicy }),
    })),
)

const facts: fc.Arbitrary<RequestFacts> = fc
  .record({
    timeMs: fc.constantFrom(Date.UTC(2025, 5), Date.UTC(2026, 5), Date.UTC(2026, 11, 31, 17), Date.UTC(2027, 5)),
    secureTransport: fc.boolean(),
    sourceIp: fc.constantFrom(undefined, '192.0.2.1', '192.0.2.200', '193.0.2.1', '198.51.100.1'),
    sourceVpc: fc.constantFrom(undefined, 'vpc-1', 'vpc-22'),
    prefix: fc.constantFrom(undefined, '', 'docs/', 'other'),
    userAgent: fc.constantFrom(undefined, 'backup/1.0', 'Backup/1.0', 'curl/8.5'),
  })
  .map(({ timeMs, secureTransport, sourceIp, sourceVpc, prefix, userAgent }) => ({
    timeMs,
    secureTransport,
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(sourceVpc === undefined ? {} : { sourceVpc }),
    ...(prefix === undefined ? {} : { prefix }),
    ...(userAgent === undefined ? {} : { userAgent }),
  }))

export const requests: fc.Arbitrary<AuthorizationRequest> = fc
  .record({
    principal: principals,
    action: fc.constantFrom<OssAction>(...actionNames, 'oss:ListBuckets'),
    acl: fc.constantFrom('private' as const, 'public-read' as const, 'public-read-write' as const),
    objectAcl: fc.constantFrom(undefined, 'default' as const, 'private' as const, 'public-read' as const, 'public-read-write' as const),
    policy: fc.option(bucketDocument, { nil: undefined }),
    blockPublicAccess: fc.boolean(),
    key: fc.constantFrom(...keys),
    facts,
    objectTags: fc.constantFrom(undefined, {}, { team: 'red' }, { team: 'green' }),
  })
  .map(({ principal, action, acl, objectAcl, policy, blockPublicAccess, key, facts, objectTags }) => ({
    principal,
    action,
    ...(action === 'oss:ListBuckets'
      ? {}
      : { bucket: { name: 'data', ownerId: '1000', acl, blockPublicAccess, ...(policy === undefined ? {} : { policy }) }, key }),
    ...(objectAcl === undefined ? {} : { objectAcl }),
    // What is not about an object has no tags of one.
    facts: objectTags === undefined || actions[action].scope !== 'object' ? facts : { ...facts, objectTags },
  }))
