import {
  CreateBucketCommand,
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  HeadObjectCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send } from './raw-client.ts'
import { failure, refusal, s3Client } from './s3-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

const Bucket = 's3-lifecycle'
let running: TestStore
let client: S3Client
beforeAll(async () => {
  running = await startTestStore()
  client = s3Client(running.port)
  await client.send(new CreateBucketCommand({ Bucket }))
})
afterAll(async () => {
  client.destroy()
  await running.stop()
})

const put = (...Rules: readonly LifecycleRule[]) => client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [...Rules] } }))
const get = async () => (await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules
const putAsOss = (rules: string) => send(running.port, { method: 'PUT', bucket: Bucket, query: [['lifecycle', '']], body: `<LifecycleConfiguration>${rules}</LifecycleConfiguration>` })
const expire = { Status: 'Enabled', Filter: { Prefix: 'x' }, Expiration: { Days: 1 } } as const

describe('lifecycle rules in the dialect of S3', () => {
  it('come back as they were put, and are none before and after', async () => {
    expect(await refusal(get())).toEqual(['NoSuchLifecycleConfiguration', 404])
    const rules: LifecycleRule[] = [
      { ID: 'a', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 90 }, Transitions: [{ Days: 30, StorageClass: 'STANDARD_IA' }, { Days: 60, StorageClass: 'GLACIER' }] },
      { ID: 'b', Status: 'Disabled', Filter: { Tag: { Key: 'k', Value: 'v' } }, Expiration: { Date: new Date('2030-01-02T00:00:00.000Z') } },
      { ID: 'c', Status: 'Enabled', Filter: { And: { Prefix: 'p/', Tags: [{ Key: 'k', Value: 'v' }, { Key: 'l', Value: 'w' }], ObjectSizeGreaterThan: 5, ObjectSizeLessThan: 50 } }, Transitions: [{ Days: 0, StorageClass: 'DEEP_ARCHIVE' }] },
      { ID: 'd', Status: 'Enabled', Filter: { ObjectSizeGreaterThan: 7 }, NoncurrentVersionExpiration: { NoncurrentDays: 9 }, NoncurrentVersionTransitions: [{ NoncurrentDays: 3, StorageClass: 'GLACIER' }] },
      { ID: 'e', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { ExpiredObjectDeleteMarker: true }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
    ]
    await put(...rules)
    expect(await get()).toEqual(rules)
    await client.send(new DeleteBucketLifecycleCommand({ Bucket }))
    await client.send(new DeleteBucketLifecycleCommand({ Bucket }))
    expect((await failure(get())).message).toBe('The lifecycle configuration does not exist')
  })

  it('are the rules that OSS shows, whichever way they came', async () => {
    await put({ ...expire, ID: 'mine' }, { Status: 'Enabled', Prefix: 'older form/', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } })
    const shown = await send(running.port, { bucket: Bucket, query: [['lifecycle', '']] })
    expect(shown.text).toContain('<Rule><ID>mine</ID><Prefix>x</Prefix><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule>')
    expect(shown.text).toContain('<Prefix>older form/</Prefix><Status>Enabled</Status><AbortMultipartUpload><Days>2</Days></AbortMultipartUpload>')
    expect((await get())?.[1]).toMatchObject({ ID: expect.stringMatching(/^[0-9a-f]{32}$/) as string, Filter: { Prefix: 'older form/' } })
  })

  it('announce when an object expires', async () => {
    await put({ ...expire, ID: 'soon' })
    const announced = /^expiry-date="[^"]+ GMT", rule-id="soon"$/
    expect((await client.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }))).Expiration).toMatch(announced)
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: 'x' }))).Expiration).toMatch(announced)
  })

  it('may overlap, which OSS allows only when asked to', async () => {
    await put({ ...expire, ID: 'wide' }, { ...expire, ID: 'narrow', Filter: { Prefix: 'x/y' }, Expiration: { Days: 5 } })
    expect(await get()).toHaveLength(2)
  })

  it.each<[string, Partial<LifecycleRule>, string, number]>([
    ['no action', { Expiration: undefined }, 'MalformedXML', 400],
    ['no filter', { Filter: undefined }, 'MalformedXML', 400],
    ['a filter and a prefix', { Prefix: 'x' }, 'MalformedXML', 400],
    ['no days', { Expiration: { Days: 0 } }, 'InvalidArgument', 400],
    ['no midnight', { Expiration: { Date: new Date('2030-01-02T03:00:00.000Z') } }, 'InvalidArgument', 400],
    ['days and dates', { Transitions: [{ Date: new Date('2030-01-02T00:00:00.000Z'), StorageClass: 'GLACIER' }] }, 'InvalidRequest', 400],
    ['an end before a move', { Transitions: [{ Days: 30, StorageClass: 'GLACIER' }] }, 'InvalidArgument', 400],
    ['a class that only S3 has', { Transitions: [{ Days: 0, StorageClass: 'INTELLIGENT_TIERING' }] }, 'InvalidStorageClass', 400],
    ['an id that is too long', { ID: 'x'.repeat(256) }, 'InvalidArgument', 400],
    ['a number of versions that stay', { NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 3 } }, 'NotImplemented', 501],
  ])('refuse %s', async (_, changes, code, status) => {
    await client.send(new DeleteBucketLifecycleCommand({ Bucket }))
    expect(await refusal(put({ ...expire, ...changes }))).toEqual([code, status])
    expect((await refusal(get()))[0]).toBe('NoSuchLifecycleConfiguration')
  })

  it.each([
    ['exclusions', '<Filter><Not><Prefix>a/b</Prefix></Not></Filter><Expiration><Days>1</Days></Expiration>'],
    ['dates of creation', '<Expiration><CreatedBeforeDate>2030-01-02T00:00:00.000Z</CreatedBeforeDate></Expiration>'],
    ['uploads by their date', '<AbortMultipartUpload><CreatedBeforeDate>2030-01-02T00:00:00.000Z</CreatedBeforeDate></AbortMultipartUpload>'],
    ['a class without a name of its own', '<Transition><Days>1</Days><StorageClass>ColdArchive</StorageClass></Transition>'],
    ['small objects that stay', '<Transition><Days>1</Days><StorageClass>IA</StorageClass><AllowSmallFile>false</AllowSmallFile></Transition>'],
  ])('say so when a rule of OSS has %s, rather than show another rule', async (_, content) => {
    expect((await putAsOss(`<Rule><ID>r</ID><Prefix>a</Prefix><Status>Enabled</Status>${content}</Rule>`)).status).toBe(200)
    const refused = await failure(get())
    expect([refused.name, refused.$metadata.httpStatusCode, refused.message]).toEqual(['NotImplemented', 501, expect.stringContaining('The rule r has no form in S3') as string])
  })
})
