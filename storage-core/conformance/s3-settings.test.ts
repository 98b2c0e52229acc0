import {
  CreateBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectsCommand,
  DeletePublicAccessBlockCommand,
  GetBucketCorsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  PutBucketRequestPaymentCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failure, refusal, s3Client } from './s3-client.ts'
import { send } from './raw-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

const Bucket = 's3-settings'
let running: TestStore
let client: S3Client
beforeAll(async () => {
  running = await startTestStore()
  client = s3Client(running.port)
  await client.send(new CreateBucketCommand({ Bucket }))
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
})
afterAll(async () => {
  client.destroy()
  await running.stop()
})
const anonymous = (key = 'k') => send(running.port, { bucket: Bucket, key, sign: false })

describe('what is configured for buckets, with @aws-sdk/client-s3', () => {
  it('keeps CORS rules, which answer preflight requests', async () => {
    expect(await refusal(client.send(new GetBucketCorsCommand({ Bucket })))).toEqual(['NoSuchCORSConfiguration', 404])
    const rule = { AllowedOrigins: ['https://page.example'], AllowedMethods: ['GET', 'PUT'], AllowedHeaders: ['*'], ExposeHeaders: ['ETag'], MaxAgeSeconds: 60 }
    await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [{ ...rule, ID: 'one' }] } }))
    expect((await client.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual([rule])
    const preflight = { origin: 'https://page.example', 'access-control-request-method': 'PUT' }
    const answer = await send(running.port, { method: 'OPTIONS', bucket: Bucket, key: 'k', sign: false, headers: preflight })
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, 'https://page.example'])
    await client.send(new DeleteBucketCorsCommand({ Bucket }))
    expect(await refusal(client.send(new GetBucketCorsCommand({ Bucket })))).toEqual(['NoSuchCORSConfiguration', 404])
  })

  it('keeps tags', async () => {
    expect(await refusal(client.send(new GetBucketTaggingCommand({ Bucket })))).toEqual(['NoSuchTagSet', 404])
    const TagSet = [{ Key: 'team', Value: 'red' }]
    await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }))
    expect((await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet)
    await client.send(new DeleteBucketTaggingCommand({ Bucket }))
    expect(await refusal(client.send(new GetBucketTaggingCommand({ Bucket })))).toEqual(['NoSuchTagSet', 404])
  })

  it('keeps who pays', async () => {
    const payer = async () => (await client.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer
    expect(await payer()).toBe('BucketOwner')
    await client.send(new PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration: { Payer: 'Requester' } }))
    expect(await payer()).toBe('Requester')
    await client.send(new PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration: { Payer: 'BucketOwner' } }))
  })

  it('keeps a policy in the language of OSS, and holds S3 requests against it', async () => {
    expect(await refusal(client.send(new GetBucketPolicyCommand({ Bucket })))).toEqual(['NoSuchBucketPolicy', 404])
    expect(await refusal(client.send(new GetBucketPolicyStatusCommand({ Bucket })))).toEqual(['NoSuchBucketPolicy', 404])
    const { Owner } = await client.send(new ListBucketsCommand({}))
    const statement = (Effect: string, Action: string, principal: string | undefined, key: string) => ({
      Effect,
      Action: [Action],
      Principal: [principal],
      Resource: [`acs:oss:*:*:${Bucket}/${key}`],
    })
    // The account that owns a bucket is stopped only by a Deny that names it.
    const Statement = [statement('Allow', 'oss:GetObject', '*', '*'), statement('Deny', 'oss:DeleteObject', Owner?.ID, 'kept*')]
    const Policy = JSON.stringify({ Version: '1', Statement })
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }))
    expect((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy)
    expect((await client.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic).toBe(true)
    expect((await anonymous()).text).toBe('x')

    for (const Key of ['kept', 'gone']) await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }))
    const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'kept' }, { Key: 'gone' }] } }))
    expect([answer.Deleted?.map(({ Key }) => Key), answer.Errors?.map(({ Key, Code }) => [Key, Code])]).toEqual([['gone'], [['kept', 'AccessDenied']]])
    expect(await (await client.send(new GetObjectCommand({ Bucket, Key: 'kept' }))).Body?.transformToString()).toBe('kept')
    await client.send(new DeleteBucketPolicyCommand({ Bucket }))
    expect((await anonymous()).status).toBe(403)
  })

  it('keeps a policy in the language of S3, with what it means in that of OSS', async () => {
    const statement = { Sid: 'read', Effect: 'Allow', Principal: '*', Action: ['s3:GetObject', 's3:ListBucket'], Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/open/*`] }
    const Policy = JSON.stringify({ Version: '2012-10-17', Id: 'mine', Statement: [statement] })
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }))
    expect((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy)
    const seenByOss = await send(running.port, { bucket: Bucket, query: [['policy', '']] })
    expect(JSON.parse(seenByOss.text)).toEqual({
      Version: '1',
      Statement: [
        {
          Sid: 'read',
          Effect: 'Allow',
          Principal: ['*'],
          Action: ['oss:GetObject', 'oss:ListObjects'],
          Resource: [`acs:oss:*:*:${Bucket}`, `acs:oss:*:*:${Bucket}/open/*`],
        },
      ],
    })
    await client.send(new PutObjectCommand({ Bucket, Key: 'open/k', Body: 'open' }))
    expect([(await anonymous('open/k')).text, (await anonymous('k')).status]).toEqual(['open', 403])
    await client.send(new DeleteBucketPolicyCommand({ Bucket }))
    expect((await anonymous('open/k')).status).toBe(403)
  })

  it('refuses a policy that cannot be said in the language of OSS, and says why', async () => {
    const statement = { Effect: 'Allow', Action: 's3:GetObject', Principal: { AWS: 'arn:aws:iam::1:user/somebody' }, Resource: `arn:aws:s3:::${Bucket}/*` }
    const refused = await failure(client.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) })))
    expect([refused.name, refused.$metadata.httpStatusCode]).toEqual(['MalformedPolicy', 400])
    expect(refused.message).toContain('arn:aws:iam::1:user/somebody')
    expect(await refusal(client.send(new PutBucketPolicyCommand({ Bucket, Policy: '{' })))).toEqual(['MalformedPolicy', 400])
    expect(await refusal(client.send(new GetBucketPolicyCommand({ Bucket })))).toEqual(['NoSuchBucketPolicy', 404])
  })

  it('blocks public access as a whole', async () => {
    expect(await refusal(client.send(new GetPublicAccessBlockCommand({ Bucket })))).toEqual(['NoSuchPublicAccessBlockConfiguration', 404])
    const all = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true }
    const put = (PublicAccessBlockConfiguration: object) => client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
    await client.send(new PutObjectCommand({ Bucket, Key: 'open', Body: 'open', ACL: 'public-read' }))
    expect((await anonymous('open')).text).toBe('open')
    await put(all)
    expect((await client.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration).toEqual(all)
    expect((await anonymous('open')).status).toBe(403)
    expect(await refusal(put({ ...all, BlockPublicAcls: false }))).toEqual(['NotImplemented', 501])
    await client.send(new DeletePublicAccessBlockCommand({ Bucket }))
    expect((await anonymous('open')).text).toBe('open')
  })

  it('tells what is known of an object', async () => {
    const ask = (...ObjectAttributes: ('ETag' | 'ObjectSize' | 'StorageClass')[]) =>
      client.send(new GetObjectAttributesCommand({ Bucket, Key: 'k', ObjectAttributes }))
    expect(await ask('ETag', 'ObjectSize', 'StorageClass')).toMatchObject({ ETag: '9dd4e461268c8034f5c8564e155c67a6', ObjectSize: 1, StorageClass: 'STANDARD' })
    const some = await ask('ObjectSize')
    expect([some.ObjectSize, some.ETag]).toEqual([1, undefined])
  })
})
