import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RawRequest, send } from './raw-client.ts'
import { createTestPeople, type Person } from './test-people.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

/** What an ACL may open, and what belongs to the owner and to whoever a policy lets. */
type Kind = 'read' | 'write' | 'manage'
interface Operation {
  readonly action: string
  readonly kind: Kind
  readonly onObject: boolean
  readonly request: RawRequest
}
const deleteBody = '<Delete><Object><Key>gone</Key></Object></Delete>'
const operations: Readonly<Record<string, Operation>> = {
  GetObject: { action: 'GetObject', kind: 'read', onObject: true, request: { key: 'k' } },
  HeadObject: { action: 'GetObject', kind: 'read', onObject: true, request: { method: 'HEAD', key: 'k' } },
  'GetObject of nothing': { action: 'GetObject', kind: 'read', onObject: true, request: { key: 'nothing' } },
  PutObject: { action: 'PutObject', kind: 'write', onObject: true, request: { method: 'PUT', key: 'put', body: 'body' } },
  AppendObject: { action: 'PutObject', kind: 'write', onObject: true, request: { method: 'POST', key: 'nothing', query: [['append', ''], ['position', '9']], body: 'body' } },
  InitiateMultipartUpload: { action: 'PutObject', kind: 'write', onObject: true, request: { method: 'POST', key: 'parts', query: [['uploads', '']] } },
  DeleteObject: { action: 'DeleteObject', kind: 'write', onObject: true, request: { method: 'DELETE', key: 'gone' } },
  DeleteMultipleObjects: { action: 'DeleteObject', kind: 'write', onObject: true, request: { method: 'POST', query: [['delete', '']], body: deleteBody, headers: { 'content-md5': createHash('md5').update(deleteBody).digest('base64') } } },
  GetObjectAcl: { action: 'GetObjectAcl', kind: 'manage', onObject: true, request: { key: 'k', query: [['acl', '']] } },
  PutObjectAcl: { action: 'PutObjectAcl', kind: 'manage', onObject: true, request: { method: 'PUT', key: 'k', query: [['acl', '']], headers: { 'x-oss-object-acl': 'default' } } },
  GetObjectTagging: { action: 'GetObjectTagging', kind: 'manage', onObject: true, request: { key: 'k', query: [['tagging', '']] } },
  PutObjectTagging: { action: 'PutObjectTagging', kind: 'manage', onObject: true, request: { method: 'PUT', key: 'k', query: [['tagging', '']], body: '<Tagging><TagSet/></Tagging>' } },
  ListObjects: { action: 'ListObjects', kind: 'manage', onObject: false, request: {} },
  ListObjectsV2: { action: 'ListObjects', kind: 'manage', onObject: false, request: { query: [['list-type', '2']] } },
  GetBucketInfo: { action: 'GetBucketInfo', kind: 'manage', onObject: false, request: { query: [['bucketInfo', '']] } },
  GetBucketAcl: { action: 'GetBucketAcl', kind: 'manage', onObject: false, request: { query: [['acl', '']] } },
  GetBucketPolicy: { action: 'GetBucketPolicy', kind: 'manage', onObject: false, request: { query: [['policy', '']] } },
  PutBucketTags: { action: 'PutBucketTagging', kind: 'manage', onObject: false, request: { method: 'PUT', query: [['tagging', '']], body: '<Tagging><TagSet/></Tagging>' } },
}

const names = ['owner', 'user without policies', 'user with read access', 'user who is denied deletes', 'role', 'role narrowed by its session', 'other account', 'anonymous'] as const
type Name = (typeof names)[number]
const acls = ['private', 'public-read', 'public-read-write'] as const
const policies = ['none', 'everyone may get objects', 'the other account may do anything', 'nobody may delete', 'the owner may not list', 'nobody may do anything'] as const
type PolicyName = (typeof policies)[number]

const allowed = (action: string, ...actions: readonly string[]) => actions.includes('*') || actions.includes(action)

/** What the documentation says, once more and in other words than the evaluator's. */
function expected(name: Name, acl: (typeof acls)[number], policy: PolicyName, { action, kind, onObject }: Operation): boolean {
  const isOfAccount = name !== 'other account' && name !== 'anonymous'
  if (policy === 'nobody may do anything' && name !== 'owner') return false
  if (policy === 'nobody may delete' && action === 'DeleteObject' && name !== 'owner') return false
  if (policy === 'the owner may not list' && action === 'ListObjects' && name === 'owner') return false
  if (name === 'user who is denied deletes' && action === 'DeleteObject') return false
  if (name === 'role narrowed by its session' && action !== 'GetObject') return false
  if (policy === 'everyone may get objects' && action === 'GetObject') return true
  if (policy === 'the other account may do anything' && name === 'other account') return true
  if (name === 'owner') return true
  if (name === 'user with read access' && allowed(action, 'GetObject', 'ListObjects', 'GetBucketInfo')) return true
  if ((name === 'role' || name === 'role narrowed by its session') && isOfAccount) return true
  if (kind === 'manage' || !onObject) return false
  return acl === 'public-read-write' || (acl === 'public-read' && kind === 'read')
}

let running: TestStore
let people: Readonly<Record<Name, Person | undefined>>
const buckets = new Map<string, string>()
const bucketOf = (acl: string, policy: string) => buckets.get(`${acl} ${policy}`)!

beforeAll(async () => {
  running = await startTestStore()
  const made = await createTestPeople(running.port)
  const policyOf = (...statements: readonly object[]) => ({ Version: '1', Statement: statements })
  const all = 'acs:oss:*:*:*'
  const reader = policyOf({ Effect: 'Allow', Action: ['oss:GetObject', 'oss:ListObjects', 'oss:GetBucketInfo'], Resource: all })
  const full = policyOf({ Effect: 'Allow', Action: 'oss:*', Resource: all })
  people = {
    owner: { id: made.ownerId, credential: accessKey },
    'user without policies': await made.createUser(),
    'user with read access': await made.createUser(reader),
    'user who is denied deletes': await made.createUser(policyOf({ Effect: 'Deny', Action: 'oss:Delete*', Resource: all })),
    role: await made.assumeRole(full),
    'role narrowed by its session': await made.assumeRole(full, policyOf({ Effect: 'Allow', Action: 'oss:GetObject', Resource: all })),
    'other account': await made.createAccount(),
    anonymous: undefined,
  }
  for (const acl of acls) {
    for (const policy of policies) {
      const bucket = `matrix-${randomBytes(5).toString('hex')}`
      buckets.set(`${acl} ${policy}`, bucket)
      await send(running.port, { method: 'PUT', bucket, headers: { 'x-oss-acl': acl } })
      await send(running.port, { method: 'PUT', bucket, key: 'k', body: 'body' })
      const Resource = [`acs:oss:*:*:${bucket}`, `acs:oss:*:*:${bucket}/*`]
      const statements: Readonly<Record<PolicyName, object | undefined>> = {
        none: undefined,
        'everyone may get objects': { Effect: 'Allow', Action: 'oss:GetObject', Principal: ['*'], Resource },
        'the other account may do anything': { Effect: 'Allow', Action: 'oss:*', Principal: [people['other account']!.id], Resource },
        'nobody may delete': { Effect: 'Deny', Action: 'oss:DeleteObject', Principal: ['*'], Resource },
        'the owner may not list': { Effect: 'Deny', Action: ['oss:ListObjects'], Principal: [made.ownerId], Resource },
        'nobody may do anything': { Effect: 'Deny', Action: 'oss:*', Principal: ['*'], Resource },
      }
      const statement = statements[policy]
      if (statement === undefined) continue
      const put = await send(running.port, { method: 'PUT', bucket, query: [['policy', '']], body: JSON.stringify(policyOf(statement)) })
      expect(put.status, put.text).toBe(200)
    }
  }
})
afterAll(() => running.stop())

describe.each(names)('%s', (name) => {
  describe.each(acls)('in a bucket that is %s', (acl) => {
    it.each(policies)('with the policy "%s" may do what the documentation says, and nothing else', async (policy) => {
      const person = people[name]
      const seen: Record<string, boolean> = {}
      const wanted: Record<string, boolean> = {}
      for (const [title, operation] of Object.entries(operations)) {
        const { request } = operation
        const signing = person === undefined ? { sign: false as const } : { credential: person.credential }
        const answer = await send(running.port, { bucket: bucketOf(acl, policy), ...request, ...signing })
        expect([200, 204, 403, 404, 409], `${title}: ${answer.text}`).toContain(answer.status)
        if (answer.status === 403 && request.method !== 'HEAD') expect(answer.code).toBe('AccessDenied')
        seen[title] = answer.status !== 403
        wanted[title] = expected(name, acl, policy, operation)
      }
      expect(seen).toEqual(wanted)
    })
  })
})

describe('on the service', () => {
  const list: RawRequest = {}
  const block = (method: string): RawRequest => ({ method, query: [['publicAccessBlock', '']], ...(method === 'PUT' ? { body: '<PublicAccessBlockConfiguration/>' } : {}) })
  const create = (name: string): RawRequest => ({ method: 'PUT', bucket: name })
  const statuses = async (person: Person | undefined) => {
    const signing = person === undefined ? { sign: false as const } : { credential: person.credential }
    const requests = [list, block('GET'), block('PUT'), block('DELETE'), create(`service-${randomBytes(5).toString('hex')}`)]
    const answers = []
    for (const request of requests) answers.push((await send(running.port, { ...request, ...signing })).status)
    return answers
  }
  it.each([
    ['owner', [200, 200, 200, 204, 200]],
    ['other account', [200, 200, 200, 204, 200]],
    ['user without policies', [403, 403, 403, 403, 403]],
    ['user with read access', [403, 403, 403, 403, 403]],
    ['role', [200, 200, 200, 204, 200]],
    ['role narrowed by its session', [403, 403, 403, 403, 403]],
    ['anonymous', [403, 403, 403, 403, 403]],
  ] as const)('%s may do what belongs to its own account', async (name, expectedStatuses) => {
    expect(await statuses(people[name])).toEqual(expectedStatuses)
  })
  it('what an account blocks is its own', async () => {
    const body = '<PublicAccessBlockConfiguration><BlockPublicAccess>true</BlockPublicAccess></PublicAccessBlockConfiguration>'
    const other = people['other account']!
    await send(running.port, { method: 'PUT', query: [['publicAccessBlock', '']], body, credential: other.credential })
    expect((await send(running.port, { bucket: bucketOf('public-read', 'none'), key: 'k', sign: false })).status).toBe(200)
    expect((await send(running.port, { query: [['publicAccessBlock', '']] })).text).toContain('<BlockPublicAccess>false<')
  })
})
