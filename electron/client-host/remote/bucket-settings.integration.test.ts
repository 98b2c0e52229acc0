import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BucketSetting, CorsRuleView } from '../../contract/bucket-settings.ts'
import type { Provider } from '../providers/object-provider.ts'
import { openProvider } from '../providers/open-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'

let store: RealStore
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())

const corsRule: CorsRuleView = { allowedOrigins: ['https://*.example.com'], allowedMethods: ['GET', 'PUT'], allowedHeaders: ['*'], exposeHeaders: ['ETag'], maxAgeSeconds: 60 }
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: { code?: string }) => error.code)

describe.each(['oss', 's3'] as const)('a bucket over %s', (kind) => {
  let provider: Provider
  const bucket = `settings-${kind}`
  beforeAll(async () => {
    provider = openProvider({ ...store.connection, kind })
    await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
  })
  afterAll(() => {
    provider.close()
  })

  const policy =
    kind === 'oss'
      ? { Version: '1', Statement: [{ Effect: 'Allow', Principal: ['1001'], Action: ['oss:GetObject'], Resource: [`acs:oss:*:*:${bucket}/*`] }] }
      : { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::1234567890123456:root' }, Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` }] }
  const text = JSON.stringify(policy)
  interface Case {
    readonly without: BucketSetting
    readonly withOne: BucketSetting
    /** Whether it can be taken away again. */
    readonly empties: boolean
  }
  const settings: readonly Case[] = [
    { without: { name: 'policy', text: null }, withOne: { name: 'policy', text }, empties: true },
    { without: { name: 'cors', rules: [], responseVary: false }, withOne: { name: 'cors', rules: [corsRule], responseVary: kind === 'oss' }, empties: true },
    { without: { name: 'tags', tags: {} }, withOne: { name: 'tags', tags: { team: 'a&b', '区域': '华东' } }, empties: true },
    { without: { name: 'acl', acl: 'private' }, withOne: { name: 'acl', acl: 'public-read' }, empties: true },
    { without: { name: 'publicAccessBlock', blockPublicAccess: false }, withOne: { name: 'publicAccessBlock', blockPublicAccess: true }, empties: true },
    { without: { name: 'versioning', status: 'Unset' }, withOne: { name: 'versioning', status: 'Enabled' }, empties: false },
    ...(kind === 'oss'
      ? ([
          { without: { name: 'requestPayment', payer: 'BucketOwner' }, withOne: { name: 'requestPayment', payer: 'Requester' }, empties: true },
          {
            without: { name: 'referer', allowEmptyReferer: true, allowTruncateQueryString: true, truncatePath: false, referers: [], blacklist: [] },
            withOne: { name: 'referer', allowEmptyReferer: false, allowTruncateQueryString: true, truncatePath: false, referers: ['https://*.example.com'], blacklist: ['http://bad.example'] },
            empties: true,
          },
        ] satisfies Case[])
      : []),
  ]

  it.each(settings.map((each) => [each.withOne.name, each] as const))('keeps its %s as it was put, and has none again afterwards', async (name, { without, withOne, empties }) => {
    const read = async () => (await provider.getBucketSetting({ bucket, name })).setting
    expect(await read()).toEqual(without)
    await provider.putBucketSetting({ bucket, setting: withOne })
    expect(await read()).toEqual(withOne)
    if (!empties) return
    await provider.putBucketSetting({ bucket, setting: without })
    expect(await read()).toEqual(without)
  })

  it('belongs to an account that says whether it blocks public access, where there is such a thing', async () => {
    expect(await (kind === 'oss' ? provider.getPublicAccessBlock() : codeOf(provider.getPublicAccessBlock()))).toBe(kind === 'oss' ? false : 'NotImplemented')
  })

  it('says why a policy is refused', async () => {
    const refused = codeOf(provider.putBucketSetting({ bucket, setting: { name: 'policy', text: '{"Version":"1"}' } }))
    expect(await refused).toBe(kind === 'oss' ? 'InvalidPolicyDocument' : 'MalformedPolicy')
  })

  it('has no settings that its service does not know', async () => {
    const referer = codeOf(provider.getBucketSetting({ bucket, name: 'referer' }))
    expect(await referer).toBe(kind === 'oss' ? 'no error' : 'NotImplemented')
  })
})
