import { Agent } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { anyRequest, type KnownPeople, type TriedBucket, type TriedRequest, tryRequest } from '../../renderer/features/policy/model/try-request.ts'
import type { BucketAcl, ObjectAcl } from '../model/acl.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { parsePolicy } from '../policy/parse-policy.ts'
import { bucketDocument, ramDocument } from '../policy/test-support/policy-arbitraries.ts'
import { type RawRequest, send } from './raw-client.ts'
import { openSecureFront, type SecureFront } from './secure-front.ts'
import { createTestPeople, type Person } from './test-people.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

// The window's simulator says beforehand what the endpoint will answer. Here both are asked the same 10,000 questions. Other
// questions in every run would find more, and nobody could find out again what.
const seed = 20_261_123
const cases = 10_000
const bucketCount = 40
const atOnce = 16
const enough = 60

type Sender = Pick<TriedRequest, 'who' | 'uidIs'> & { readonly credential?: Person['credential']; readonly sessionPolicy?: string }
type Asked = Pick<TriedRequest, 'action' | 'key'> & Pick<TriedRequest, 'objectAcl' | 'objectTags'> & { readonly request: RawRequest }
interface OpenBucket {
  readonly bucket: TriedBucket
  readonly policy: PolicyDocument | undefined
  /** JSON of the statement about TLS or networks. */
  readonly fence?: string
}

const objects: readonly { readonly key: string; readonly objectAcl: ObjectAcl; readonly tags: Readonly<Record<string, string>> }[] = [
  { key: 'a', objectAcl: 'default', tags: { team: 'red' } },
  { key: 'docs/a', objectAcl: 'public-read', tags: { team: 'green' } },
  { key: 'docs/b/c', objectAcl: 'public-read-write', tags: {} },
  { key: 'x?y', objectAcl: 'private', tags: { team: 'blue' } },
]
const missing = { key: 'nothing', objectAcl: 'default', tags: {} } as const

const onObject = (action: TriedRequest['action'], { key, objectAcl, tags }: (typeof objects)[number], request: Omit<RawRequest, 'key'>): Asked => ({
  action,
  key,
  objectAcl,
  objectTags: tags,
  request: { ...request, key },
})
const onBucket = (action: TriedRequest['action'], key: string, query: NonNullable<RawRequest['query']>): Asked => ({ action, key, objectAcl: 'default', objectTags: {}, request: { query } })

const reads = [...objects, missing].flatMap((object) => [onObject('oss:GetObject', object, { method: 'HEAD' }), onObject('oss:GetObject', object, {}), onObject('oss:GetObjectAcl', object, { query: [['acl', '']] })])
const asked: readonly Asked[] = [
  ...reads,
  // What nobody has is deleted without a trace, so that every question finds the bucket as the first one did.
  onObject('oss:DeleteObject', missing, { method: 'DELETE' }),
  ...['', 'docs/', 'x'].map((prefix) => onBucket('oss:ListObjects', prefix, [['max-keys', '1'], ...(prefix === '' ? [] : [['prefix', prefix] as const])])),
  onBucket('oss:GetBucketAcl', '', [['acl', '']]),
  onBucket('oss:GetBucketPolicy', '', [['policy', '']]),
  onBucket('oss:GetBucketTagging', '', [['tagging', '']]),
]

// Random conditions seldom decide alone: in buckets that may be opened there is a statement about TLS or networks that does.
const onObjects = (Effect: Statement['Effect'], operator: string, key: string, value: string): Statement => ({
  Effect,
  Principal: ['*'],
  Action: ['oss:GetObject', 'oss:GetObjectAcl'],
  Resource: ['acs:oss:*:*:data/docs/*'],
  Condition: { [operator]: { [key]: [value] } },
})
const fences = [
  onObjects('Deny', 'Bool', 'acs:SecureTransport', 'false'),
  onObjects('Deny', 'Bool', 'acs:SecureTransport', 'true'),
  onObjects('Allow', 'Bool', 'acs:SecureTransport', 'true'),
  onObjects('Deny', 'StringNotLike', 'acs:SourceVpc', 'vpc-*'),
  onObjects('Deny', 'StringLike', 'acs:SourceVpc', 'vpc-*'),
  onObjects('Allow', 'StringEquals', 'acs:SourceVpc', 'vpc-1'),
  onObjects('Allow', 'StringNotEquals', 'acs:SourceVpc', 'vpc-1'),
]

const [plan] = fc.sample(
  fc.record({
    users: fc.array(ramDocument, { minLength: 3, maxLength: 3 }),
    roles: fc.array(fc.record({ policy: ramDocument, session: ramDocument }), { minLength: 4, maxLength: 4 }),
    buckets: fc.array(
      fc.record({ policy: fc.option(bucketDocument, { nil: undefined, freq: 9 }), acl: fc.constantFrom<BucketAcl>('private', 'public-read', 'public-read-write'), isBlocked: fc.boolean() }),
      { minLength: bucketCount, maxLength: bucketCount },
    ),
  }),
  { numRuns: 1, seed },
)
const choices = fc.sample(
  fc.record({
    bucket: fc.nat({ max: bucketCount - 1 }),
    sender: fc.nat({ max: 9 }),
    asked: fc.nat({ max: asked.length - 1 }),
    userAgent: fc.constantFrom('', 'backup/1.0', 'Backup/1.0', 'curl/8.5'),
    sign: fc.constantFrom('v1' as const, 'v4' as const),
    isSecure: fc.nat({ max: 5 }).map((n) => n === 0),
    // Which network a request comes from is not for the request to say: the endpoint knows of none but the Internet.
    claim: fc.constantFrom({}, { 'x-oss-vpc-id': 'vpc-1' }, { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https', 'x-acs-source-vpc': 'vpc-1' }),
  }),
  { numRuns: cases, seed },
)

let running: TestStore
let front: SecureFront
const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
let senders: readonly Sender[] = []
let buckets: readonly OpenBucket[] = []

/** Puts the names of this store, and the times around now, in the place of those that random documents have. */
function localise(document: PolicyDocument, names: Readonly<Record<string, string>>): PolicyDocument {
  let text = JSON.stringify(document)
  for (const [from, to] of Object.entries(names)) text = text.replaceAll(from, to)
  return JSON.parse(text) as PolicyDocument
}

// A bucket policy that asks for addresses has to ask for networks as well.
const withVpc = ({ Condition, ...statement }: Statement): Statement =>
  Condition === undefined ? statement : { ...statement, Condition: { ...Condition, StringNotLike: { ...Condition.StringNotLike, 'acs:SourceVpc': ['vpc-*'] } } }

async function put(request: RawRequest): Promise<number> {
  return (await send(running.port, { method: 'PUT', agent, ...request })).status
}

beforeAll(async () => {
  running = await startTestStore()
  front = await openSecureFront(running.port, atOnce)
  if (plan === undefined) throw new Error('There is no plan')
  const people = await createTestPeople(running.port)
  const { ownerId } = people
  const hourMs = 3_600_000
  const shared = {
    ':1000:': `:${ownerId}:`,
    '192.0.2.': '127.0.0.',
    '2026-01-01T00:00:00Z': new Date(Date.now() - hourMs).toISOString(),
    '2027-01-01T00:00:00+08:00': new Date(Date.now() + hourMs).toISOString(),
  }
  const policies = (document: PolicyDocument) => [{ name: 'own', document: parsePolicy(JSON.stringify(document), { kind: 'ram' }) }]
  // What a person may do is about all of the buckets.
  const everywhere = { ...shared, ':data': ':data*' }
  const users = await Promise.all(plan.users.map(async (random) => {
    const document = localise(random, everywhere)
    return { ...(await people.createUser(document)), policies: policies(document) }
  }))
  const roles = await Promise.all(plan.roles.map(async ({ policy, session }, index) => {
    const document = localise(policy, everywhere)
    const narrowed = index % 2 === 0 ? undefined : localise(session, everywhere)
    const role = await people.assumeRole(document, narrowed)
    const [, roleName = ''] = /assumed-role\/([^/]+)\//.exec(role.id) ?? []
    return { ...role, roleName, policies: policies(document), sessionPolicy: narrowed === undefined ? '' : JSON.stringify(narrowed) }
  }))
  const partner = await people.createAccount()
  const known: KnownPeople = {
    users: users.map(({ id, policies: own }) => ({ userId: id, userName: id, policies: own })),
    roles: roles.map(({ roleName, policies: own }) => ({ roleName, policies: own })),
  }
  senders = [
    { who: 'owner', uidIs: 'user', credential: accessKey },
    { who: 'anonymous', uidIs: 'user' },
    { who: partner.id, uidIs: 'otherAccount', credential: partner.credential },
    ...users.map(({ id, credential }) => ({ who: id, uidIs: 'user' as const, credential })),
    ...roles.map(({ id, credential, sessionPolicy }) => ({ who: id, uidIs: 'user' as const, credential, sessionPolicy })),
  ]
  buckets = await Promise.all(plan.buckets.map(async ({ policy: random, acl, isBlocked }, index) => {
    const name = `data-${String(index).padStart(2, '0')}-a`
    expect(await put({ bucket: name, headers: { 'x-oss-acl': acl } })).toBe(200)
    for (const { key, objectAcl, tags } of objects) {
      const tagging = new URLSearchParams(tags).toString()
      expect(await put({ bucket: name, key, body: 'a', headers: { 'x-oss-object-acl': objectAcl, ...(tagging === '' ? {} : { 'x-oss-tagging': tagging }) } })).toBe(200)
    }
    if (isBlocked) {
      const body = '<PublicAccessBlockConfiguration><BlockPublicAccess>true</BlockPublicAccess></PublicAccessBlockConfiguration>'
      expect(await put({ bucket: name, query: [['publicAccessBlock', '']], body })).toBe(200)
    }
    const bucket: TriedBucket = { name, ownerId, acl, blockPublicAccess: isBlocked, people: known }
    const fence = isBlocked ? undefined : fences[index % fences.length]
    if (random === undefined) return { bucket, policy: undefined }
    const text = JSON.stringify(
      localise(
        { Version: '1', Statement: [...random.Statement.map(withVpc), ...(fence === undefined ? [] : [fence])] },
        { ...shared, ':data': `:${name}`, '"1000"': `"${ownerId}"`, '"1001"': `"${users[index % users.length]?.id ?? ''}"`, '"2000"': `"${partner.id}"`, '/reader/': `/${roles[index % roles.length]?.roleName ?? ''}/` },
      ),
    )
    const answer = await send(running.port, { method: 'PUT', agent, bucket: name, query: [['policy', '']], body: text })
    // A policy that opens the bucket is refused where public access is blocked.
    if (answer.status !== 200 && !isBlocked) throw new Error(answer.text)
    return { bucket, policy: answer.status === 200 ? parsePolicy(text, { kind: 'bucket', bucket: { name, ownerId } }) : undefined, ...(fence === undefined ? {} : { fence: JSON.stringify(fence) }) }
  }))
})

afterAll(async () => {
  agent.destroy()
  await front.close()
  await running.stop()
})

it('answers as the endpoint does, asked by anybody for anything, 10,000 times', async () => {
  const disagreed: string[] = []
  const seen = { allowed: 0, denied: 0 }
  const reasons = new Set<string>()
  // Questions whose answer would be another one without that.
  const mattered = { session: 0, vpc: 0, tls: 0 }
  const rest = choices.values()
  const ask = async (): Promise<void> => {
    for (const choice of rest) {
      const sender = senders[choice.sender]
      const place = buckets[choice.bucket]
      const what = asked[choice.asked]
      if (sender === undefined || place === undefined || what === undefined) throw new Error('The plan names nobody and nothing')
      const { request, ...wish } = what
      const { userAgent, isSecure, claim } = choice
      const tried: TriedRequest = {
        ...anyRequest,
        ...wish,
        who: sender.who,
        uidIs: sender.uidIs,
        userAgent,
        accessKeyId: sender.credential?.accessKeyId ?? '',
        sourceIp: '127.0.0.1',
        secureTransport: isSecure,
        sessionPolicy: sender.sessionPolicy ?? '',
        timeMs: Date.now(),
      }
      const decide = (change: Partial<TriedRequest>) => tryRequest({ ...tried, ...change }, place.bucket, place.policy).decision
      const decision = decide({})
      const count = (what: keyof typeof mattered, change: Partial<TriedRequest>): void => {
        if (mattered[what] < enough && decide(change).allowed !== decision.allowed) mattered[what] += 1
      }
      if (sender.sessionPolicy !== undefined && sender.sessionPolicy !== '') count('session', { sessionPolicy: '' })
      if (place.fence?.includes('acs:SourceVpc') === true) count('vpc', { sourceVpc: 'vpc-1' })
      if (place.fence?.includes('acs:SecureTransport') === true) count('tls', { secureTransport: !isSecure })
      const answer = await send(isSecure ? front.port : running.port, {
        ...request,
        agent: isSecure ? front.agent : agent,
        bucket: place.bucket.name,
        headers: { ...claim, ...(userAgent === '' ? {} : { 'user-agent': userAgent }) },
        ...(sender.credential === undefined ? { sign: false } : { sign: choice.sign, credential: sender.credential }),
      })
      // The answer to a HEAD has no body to say why.
      const isDenied = request.method === 'HEAD' ? answer.status === 403 : answer.code === 'AccessDenied'
      if (isDenied === decision.allowed) disagreed.push(`${sender.who} ${tried.action} ${place.bucket.name}/${tried.key}: ${decision.reason}, ${String(answer.status)} ${answer.text}`)
      seen[decision.allowed ? 'allowed' : 'denied'] += 1
      reasons.add(decision.reason)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, ask))
  expect(disagreed).toEqual([])
  expect(seen.allowed + seen.denied).toBe(cases)
  expect(Math.min(seen.allowed, seen.denied)).toBeGreaterThan(cases / 5)
  expect(mattered).toEqual({ session: enough, vpc: enough, tls: enough })
  expect([...reasons].toSorted()).toEqual(['bucket-acl', 'bucket-owner', 'explicit-deny', 'management-by-stranger', 'object-acl', 'policy-allow', 'public-access-blocked', 'session-policy'])
}, 300_000)
