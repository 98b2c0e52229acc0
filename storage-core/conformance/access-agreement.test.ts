import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { evaluate } from '../policy/evaluate.ts'
import { parsePolicy } from '../policy/parse-policy.ts'
import type { Principal } from '../policy/principal.ts'
import type { AuthorizationRequest } from '../policy/request.ts'
import { bucketDocument, ramDocument } from '../policy/test-support/policy-arbitraries.ts'
import { type RawRequest, send } from './raw-client.ts'
import { createTestPeople, type Person, type TestPeople } from './test-people.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

// Different policies in every run would find more, and nobody could find out again what.
const seed = 20_260_131
const rounds = 12

type Asked = Pick<AuthorizationRequest, 'action' | 'objectAcl'> & {
  readonly key?: string
  readonly prefix?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly request: RawRequest
}

const list = (prefix: string): Asked => ({
  action: 'oss:ListObjects',
  prefix,
  request: { query: prefix === '' ? [] : [['prefix', prefix]] },
})
const get = (key: string, objectAcl: NonNullable<Asked['objectAcl']>, tags: Readonly<Record<string, string>>): Asked => ({
  action: 'oss:GetObject',
  key,
  objectAcl,
  tags,
  request: { key },
})
const asked: readonly Asked[] = [
  get('a', 'default', { team: 'red' }),
  get('docs/a', 'public-read', { team: 'green' }),
  get('x?y', 'private', {}),
  { action: 'oss:GetObject', key: 'nothing', request: { key: 'nothing' } },
  { action: 'oss:GetObjectAcl', key: 'docs/a', objectAcl: 'public-read', tags: { team: 'green' }, request: { key: 'docs/a', query: [['acl', '']] } },
  { action: 'oss:PutObject', key: 'docs/b/c', request: { method: 'PUT', key: 'docs/b/c', body: 'new' } },
  { action: 'oss:DeleteObject', key: 'gone', request: { method: 'DELETE', key: 'gone' } },
  list(''),
  list('docs/'),
  { action: 'oss:GetBucketPolicy', request: { query: [['policy', '']] } },
]

let running: TestStore
let people: TestPeople
let partner: Person

beforeAll(async () => {
  running = await startTestStore()
  people = await createTestPeople(running.port)
  partner = await people.createAccount()
})
afterAll(() => running.stop())

/** Puts the names of this store in the place of those that random documents have. */
function localise(document: PolicyDocument, names: Readonly<Record<string, string>>): PolicyDocument {
  let text = JSON.stringify(document)
  for (const [from, to] of Object.entries(names)) text = text.replaceAll(from, to)
  return JSON.parse(text) as PolicyDocument
}

// A bucket policy that asks for addresses has to ask for networks as well.
const withVpc = ({ Condition, ...statement }: Statement): Statement =>
  Condition === undefined ? statement : { ...statement, Condition: { ...Condition, StringNotLike: { ...Condition.StringNotLike, 'acs:SourceVpc': ['vpc-*'] } } }

async function put(request: RawRequest): Promise<number> {
  return (await send(running.port, { method: 'PUT', ...request })).status
}

const samples = fc.sample(
  fc.record({
    bucketPolicy: bucketDocument,
    userPolicy: ramDocument,
    rolePolicy: ramDocument,
    sessionPolicy: fc.option(ramDocument, { nil: undefined }),
    acl: fc.constantFrom('private' as const, 'public-read' as const, 'public-read-write' as const),
    block: fc.boolean(),
  }),
  { numRuns: rounds, seed },
)

let yes = 0
let no = 0

describe('the endpoint and the evaluator', () => {
  it.each(samples.map((sample, index) => ({ index, ...sample })))(
    'agree on random policies, round $index',
    async ({ bucketPolicy, userPolicy, rolePolicy, sessionPolicy, acl, block }) => {
      const bucket = `data-${randomBytes(4).toString('hex')}-a`
      const { ownerId } = people
      const shared = { ':data': `:${bucket}`, ':1000:': `:${ownerId}:`, '192.0.2.': '127.0.0.' }
      const ownPolicy = localise(userPolicy, shared)
      const itsPolicy = localise(rolePolicy, shared)
      const narrowing = sessionPolicy && localise(sessionPolicy, shared)
      const user = await people.createUser(ownPolicy)
      const role = await people.assumeRole(itsPolicy, narrowing)
      const [, roleName = '', sessionName = ''] = /assumed-role\/([^/]+)\/(.+)$/.exec(role.id) ?? []

      expect(await put({ bucket, headers: { 'x-oss-acl': acl } })).toBe(200)
      expect(await put({ bucket, key: 'a', body: 'a', headers: { 'x-oss-tagging': 'team=red' } })).toBe(200)
      expect(await put({ bucket, key: 'docs/a', body: 'a', headers: { 'x-oss-tagging': 'team=green', 'x-oss-object-acl': 'public-read' } })).toBe(200)
      expect(await put({ bucket, key: 'x?y', body: 'a', headers: { 'x-oss-object-acl': 'private' } })).toBe(200)
      const written = localise(
        { Version: '1', Statement: bucketPolicy.Statement.map(withVpc) },
        { ...shared, '"1000"': `"${ownerId}"`, '"1001"': `"${user.id}"`, '"2000"': `"${partner.id}"`, '/reader/': `/${roleName}/` },
      )
      expect(await put({ bucket, query: [['policy', '']], body: JSON.stringify(written) })).toBe(200)
      // The owner may have been denied this by now: then it is not blocked.
      const configuration = '<PublicAccessBlockConfiguration><BlockPublicAccess>true</BlockPublicAccess></PublicAccessBlockConfiguration>'
      const blockPublicAccess = block && (await put({ bucket, query: [['publicAccessBlock', '']], body: configuration })) === 200

      const read = (document: PolicyDocument, kind: 'ram' | 'session') => parsePolicy(JSON.stringify(document), { kind })
      const own = (document: PolicyDocument) => [{ name: 'own', document: read(document, 'ram') }]
      const roleParts = { kind: 'role', accountId: ownerId, roleId: '1', roleName, sessionName, policies: own(itsPolicy) } as const
      const senders: readonly (readonly [Principal, Pick<RawRequest, 'sign' | 'credential'>])[] = [
        [{ kind: 'account', accountId: ownerId }, { credential: accessKey }],
        [{ kind: 'user', accountId: ownerId, userId: user.id, userName: 'user', policies: own(ownPolicy) }, { credential: user.credential }],
        [narrowing === undefined ? roleParts : { ...roleParts, sessionPolicy: read(narrowing, 'session') }, { credential: role.credential }],
        [{ kind: 'account', accountId: partner.id }, { credential: partner.credential }],
        [{ kind: 'anonymous' }, { sign: false }],
      ]
      const policy = parsePolicy(JSON.stringify(written), { kind: 'bucket', bucket: { name: bucket, ownerId } })
      for (const [principal, signing] of senders) {
        for (const { action, key, objectAcl, prefix, tags, request } of asked) {
          const decision = evaluate({
            principal,
            action,
            bucket: { name: bucket, ownerId, acl, policy, blockPublicAccess },
            ...(key === undefined ? {} : { key }),
            ...(objectAcl === undefined ? {} : { objectAcl }),
            facts: {
              timeMs: Date.now(),
              secureTransport: false,
              sourceIp: '127.0.0.1',
              ...(prefix === undefined ? {} : { prefix }),
              ...(tags === undefined ? {} : { objectTags: tags }),
            },
          })
          const answer = await send(running.port, { bucket, ...request, ...signing })
          const what = `${principal.kind} ${action} ${key ?? ''}: ${decision.reason}, ${answer.text}`
          expect(answer.code === 'AccessDenied', what).toBe(!decision.allowed)
          if (decision.allowed) yes += 1
          else no += 1
        }
      }
    },
  )

  it('agreed on yes and on no', () => {
    expect(Math.min(yes, no)).toBeGreaterThan(rounds * 10)
  })
})
