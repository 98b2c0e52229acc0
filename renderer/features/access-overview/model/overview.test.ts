import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OssAction } from '../../../../storage-core/policy/actions.ts'
import type { PolicyDocument, Statement } from '../../../../storage-core/policy/document.ts'
import { evaluate } from '../../../../storage-core/policy/evaluate.ts'
import { columnActions, evaluatorPrincipal, overviewColumns, overviewOf, principalsOf, type OverviewBucket, type OverviewPrincipal } from './overview.ts'

const ownerId = '1000000000000001'
const bucketWith = (part: Partial<OverviewBucket>, ...statements: Statement[]): OverviewBucket => ({
  name: 'photos',
  ownerId,
  acl: 'private',
  blockPublicAccess: false,
  policy: statements.length === 0 ? undefined : { Version: '1', Statement: statements },
  payer: 'BucketOwner',
  referer: undefined,
  ...part,
})
const allow = (part: Partial<Statement>): Statement => ({ Effect: 'Allow', Principal: ['*'], Action: ['oss:GetObject'], Resource: ['acs:oss:*:*:photos/*'], ...part })
const row = (bucket: OverviewBucket, id: string, users: readonly OverviewPrincipal[] = []) => {
  const found = overviewOf(bucket, principalsOf(bucket, users)).find(({ principal }) => principal.id === id)
  if (found === undefined) throw new Error(`nobody called ${id}`)
  return found.cells
}
const verdicts = (bucket: OverviewBucket, id: string, users: readonly OverviewPrincipal[] = []) => overviewColumns.map((column) => row(bucket, id, users)[column].verdict).join(' ')

describe('overviewOf', () => {
  it('lets nobody but the owner into a private bucket', () => {
    const bucket = bucketWith({})
    expect([verdicts(bucket, 'anonymous'), verdicts(bucket, 'owner')]).toEqual(['no no no no no', 'yes yes yes yes yes'])
    expect(row(bucket, 'owner').settings.sources).toEqual([{ kind: 'owner' }])
    expect(row(bucket, 'anonymous').read.sources).toEqual([{ kind: 'acl', acl: 'private' }])
  })

  it('opens objects by the ACL, and nothing else', () => {
    expect(verdicts(bucketWith({ acl: 'public-read' }), 'anonymous')).toBe('yes no no no no')
    expect(verdicts(bucketWith({ acl: 'public-read-write' }), 'anonymous')).toBe('yes no yes yes no')
    expect(row(bucketWith({ acl: 'public-read', blockPublicAccess: true }), 'anonymous').read).toEqual({ verdict: 'no', sources: [{ kind: 'blocked' }] })
  })

  it('counts objects that were found to have an ACL of their own', () => {
    const found = [{ acl: 'public-read', count: 2 }, { acl: 'private', count: 3 }] as const
    const bucket = bucketWith({ objectAcls: found })
    expect(verdicts(bucket, 'anonymous')).toBe('some no no no no')
    expect(row(bucket, 'anonymous').read.sources).toEqual([{ kind: 'objectAcl', acl: 'public-read', count: 2 }])
    expect(verdicts(bucket, 'owner')).toBe('yes yes yes yes yes')
    expect(row(bucketWith({ objectAcls: found, acl: 'public-read' }), 'anonymous').read).toEqual({ verdict: 'some', sources: [{ kind: 'acl', acl: 'public-read' }, { kind: 'objectAcl', acl: 'private', count: 3 }] })
    expect(verdicts(bucketWith({ objectAcls: found }, allow({})), 'anonymous')).toBe('yes no no no no')
    expect(verdicts(bucketWith({ objectAcls: found, blockPublicAccess: true }), 'anonymous')).toBe('no no no no no')
    expect(verdicts(bucketWith({ objectAcls: found }, allow({ Effect: 'Deny' })), 'anonymous')).toBe('no no no no no')
  })

  it('tells a block by the account from that of the bucket, and nothing of people not read yet', () => {
    expect(row(bucketWith({ acl: 'public-read', blockPublicAccess: true, isBlockedByAccount: true }), 'anonymous').read.sources).toEqual([{ kind: 'blockedByAccount' }])
    const bucket = bucketWith({}, allow({ Principal: ['200', '300'] }))
    expect(principalsOf(bucket, [], new Set(['200'])).map(({ id }) => id)).toEqual(['anonymous', '0', 'owner', '300'])
  })

  it('says which statement lets somebody in, and how far', () => {
    const partner = '2000000000000002'
    const bucket = bucketWith({}, allow({ Principal: [partner], Action: ['oss:GetObject', 'oss:PutObject'], Resource: ['acs:oss:*:*:photos/in/*'] }), allow({ Principal: [partner], Action: ['oss:ListObjects'], Resource: ['acs:oss:*:*:photos'], Condition: { IpAddress: { 'acs:SourceIp': ['10.0.0.0/8'] } } }))
    expect(verdicts(bucket, partner)).toBe('some some some no no')
    expect(row(bucket, partner).read.sources).toEqual([{ kind: 'statement', effect: 'Allow', policy: 'bucket', index: 0, hasCondition: false, isPartial: true }])
    expect(row(bucket, partner).list.sources).toMatchObject([{ index: 1, hasCondition: true, isPartial: false }])
    expect(verdicts(bucket, 'anonymous')).toBe('no no no no no')
  })

  it('counts a statement for everyone, unless public access is blocked', () => {
    expect(verdicts(bucketWith({}, allow({})), 'anonymous')).toBe('yes no no no no')
    expect(row(bucketWith({ blockPublicAccess: true }, allow({})), 'anonymous').read).toEqual({ verdict: 'no', sources: [{ kind: 'blocked' }] })
  })

  it('lets a Deny win, also over the owner, and only as far as it goes', () => {
    const deny = allow({ Effect: 'Deny', Condition: { Bool: { 'acs:SecureTransport': ['false'] } } })
    expect(verdicts(bucketWith({ acl: 'public-read' }, deny), 'anonymous')).toBe('some no no no no')
    expect(row(bucketWith({}, deny), 'owner').read.sources).toMatchObject([{ kind: 'owner' }, { effect: 'Deny', hasCondition: true }])
    expect(verdicts(bucketWith({}, allow({ Effect: 'Deny', Principal: [ownerId], Action: ['oss:*'] })), 'owner')).toBe('no yes no no yes')
    expect(row(bucketWith({}, allow({ Resource: ['acs:oss:*:*:photos/a/*'] }), allow({ Effect: 'Deny', Resource: ['acs:oss:*:*:photos/a*'] })), 'anonymous').read).toMatchObject({
      verdict: 'no',
      sources: [{ effect: 'Deny', index: 1 }],
    })
  })

  it('tells settings apart: whoever may change some of them', () => {
    const helper = '300'
    expect(verdicts(bucketWith({}, allow({ Principal: [helper], Action: ['oss:PutBucketCors'], Resource: ['acs:oss:*:*:photos'] })), helper)).toBe('no no no no some')
    expect(verdicts(bucketWith({}, allow({ Principal: [helper], Action: ['oss:*'], Resource: ['acs:oss:*:*:photos', 'acs:oss:*:*:photos/*'] })), helper)).toBe('yes yes yes yes yes')
  })

  it('keeps those without a key out where the requester pays, and by page where there are lists of pages', () => {
    const open = { acl: 'public-read' as const }
    expect(row(bucketWith({ ...open, payer: 'Requester' }), 'anonymous').read).toEqual({ verdict: 'no', sources: [{ kind: 'requesterPays' }] })
    expect(row(bucketWith({ ...open, payer: 'Requester' }), '0').read).toEqual({ verdict: 'some', sources: [{ kind: 'acl', acl: 'public-read' }, { kind: 'mustPay' }] })
    expect(verdicts(bucketWith({ ...open, payer: 'Requester' }), 'owner')).toBe('yes yes yes yes yes')
    const referer = { allowEmptyReferer: true, allowTruncateQueryString: true, truncatePath: false, referers: ['https://a'], blacklist: [] }
    expect(row(bucketWith({ ...open, referer }), 'anonymous').read).toMatchObject({ verdict: 'some', sources: [{ kind: 'acl' }, { kind: 'referer' }] })
    expect(verdicts(bucketWith({ ...open, referer }), '0')).toBe('yes no no no no')
  })

  it('counts what RAM allows a user', () => {
    const document: PolicyDocument = { Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:Get*', 'oss:List*'], Resource: ['*'] }] }
    const alice: OverviewPrincipal = { id: '77', kind: 'user', name: 'alice', policies: [{ name: 'ReadAll', document }] }
    expect(verdicts(bucketWith({}), '77', [alice])).toBe('yes yes no no no')
    expect(row(bucketWith({}), '77', [alice]).read.sources).toMatchObject([{ policy: 'identity', policyName: 'ReadAll', index: 0 }])
    expect(principalsOf(bucketWith({}, allow({ Principal: ['77', '88', 'arn:sts::88:assumed-role/r/*'] })), [alice]).map(({ kind }) => kind)).toEqual(['anonymous', 'stranger', 'owner', 'user', 'uid', 'role'])
  })
})

describe('what the overview says of everyone', () => {
  const keys = ['a', 'a/b', 'b', 'b/a', 'ab']
  const resource = fc.constantFrom('*', 'acs:oss:*:*:photos', 'acs:oss:*:*:photos/*', 'acs:oss:*:*:photos/a*', 'acs:oss:*:*:photos/a/*', 'acs:oss:*:*:photos/*b', 'acs:oss:*:*:photos/a', 'acs:oss:*:*:p*', 'acs:oss:*:9:photos/*', 'acs:oss:*:*:other/*')
  const action = fc.constantFrom('oss:*', 'oss:GetObject', 'oss:Get*', 'oss:PutObject', 'oss:DeleteObject', 'oss:ListObjects', 'oss:PutBucketAcl', 'oss:PutBucket*', 'oss:DeleteBucket')
  const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 2 })
  const condition = fc.constantFrom(undefined, undefined, { Bool: { 'acs:SecureTransport': ['true'] } }, { IpAddress: { 'acs:SourceIp': ['10.0.0.0/8'] } }, { NotIpAddress: { 'acs:SourceIp': ['10.0.0.0/8'] } }, { StringLike: { 'oss:Prefix': ['a*'] } })
  const statement = (kind: 'bucket' | 'ram'): fc.Arbitrary<Statement> =>
    fc.record({ Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const), Action: some(action), isNotAction: fc.boolean(), Resource: some(resource), isNotResource: fc.boolean(), Condition: condition, Principal: some(fc.constantFrom('*', ownerId, '7', '8', 'arn:sts::1:assumed-role/r/*')) }).map(({ Effect, Action, isNotAction, Resource, isNotResource, Condition, Principal }) => ({
      Effect,
      ...(kind === 'ram' && isNotAction ? { NotAction: Action } : { Action }),
      ...(kind === 'ram' && isNotResource ? { NotResource: Resource } : { Resource }),
      ...(Condition === undefined ? {} : { Condition }),
      ...(kind === 'ram' ? {} : { Principal }),
    }))
  const policy = (kind: 'bucket' | 'ram') => fc.array(statement(kind), { minLength: 1, maxLength: 4 }).map((Statement): PolicyDocument => ({ Version: '1', Statement }))
  const cases = fc.record({
    acl: fc.constantFrom('private' as const, 'public-read' as const, 'public-read-write' as const),
    blockPublicAccess: fc.boolean(),
    policy: fc.option(policy('bucket'), { nil: undefined }),
    own: policy('ram'),
  })
  const facts = [true, false].flatMap((secureTransport) => ['10.1.2.3', '203.0.113.9'].flatMap((sourceIp) => ['', 'a', 'b'].map((prefix) => ({ timeMs: 0, secureTransport, sourceIp, prefix }))))

  it('holds for every request: yes is always allowed, no never', () => {
    const counts = { yes: 0, no: 0, some: 0 }
    fc.assert(
      fc.property(cases, ({ own, ...settings }) => {
        const bucket = bucketWith(settings)
        const alice: OverviewPrincipal = { id: '7', kind: 'user', name: 'alice', policies: [{ name: 'Own', document: own }] }
        for (const { principal, cells } of overviewOf(bucket, principalsOf(bucket, [alice]))) {
          for (const column of overviewColumns) {
            const { verdict } = cells[column]
            counts[verdict] += 1
            if (verdict === 'some') continue
            const ask = (name: OssAction, key: string, fact: (typeof facts)[number]) =>
              evaluate({ principal: evaluatorPrincipal(principal, ownerId), action: name, key, facts: fact, bucket: { name: 'photos', ownerId, acl: bucket.acl, blockPublicAccess: bucket.blockPublicAccess, ...(bucket.policy === undefined ? {} : { policy: bucket.policy }) } }).allowed
            for (const name of columnActions[column]) {
              for (const key of keys) for (const fact of facts) if (ask(name, key, fact) !== (verdict === 'yes')) throw new Error(`${principal.id} ${name} ${key} ${JSON.stringify(fact)}: ${verdict}`)
            }
          }
        }
      }),
      { numRuns: 60 },
    )
    // It does not say "some" of everything.
    expect(counts.yes + counts.no).toBeGreaterThan(counts.some)
  })
})
