import { createHmac } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import OSS from 'ali-oss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasClient, runClient } from './run-client.ts'
import { keyId, keySecret, startStoreProcess, type StoreProcess } from './store-process.ts'

const bucket = 'links'
const key = 'a folder/linked+ü.txt'

/** Links as each client makes them, fetched by a program that knows nothing of signatures. */
describe.skipIf(!hasClient('curl'))('links fetched with curl', () => {
  let store: StoreProcess
  let oss: OSS
  let s3: S3Client
  beforeAll(async () => {
    store = await startStoreProcess()
    oss = new OSS({
      accessKeyId: keyId,
      accessKeySecret: keySecret,
      endpoint: `http://localhost:${store.port}`,
      region: 'oss-cn-hangzhou',
      secure: false,
      sldEnable: true,
      bucket,
    } as OSS.Options)
    s3 = new S3Client({
      endpoint: `http://${store.host}`,
      region: 'cn-hangzhou',
      forcePathStyle: true,
      credentials: { accessKeyId: keyId, secretAccessKey: keySecret },
    })
    await oss.putBucket(bucket)
    await oss.put(key, Buffer.from('linked'))
  })
  afterAll(async () => {
    s3.destroy()
    await store.stop()
  })
  const curl = (...args: string[]) => runClient('curl', ['-sS', '--fail', ...args])
  const status = (...args: string[]) => runClient('curl', ['-sS', '-o', '/dev/null', '-w', '%{http_code}', ...args])

  /** The documented form of an AWS V2 link, made by hand: no client of this project writes one. */
  function linkOfAwsV2(expires: number): string {
    const path = `/${bucket}/${encodeURIComponent(key).replaceAll('%2F', '/')}`
    const signature = createHmac('sha1', keySecret).update(`GET\n\n\n${expires}\n${path}`).digest('base64')
    return `http://${store.host}${path}?AWSAccessKeyId=${keyId}&Expires=${expires}&Signature=${encodeURIComponent(signature)}`
  }
  const links: readonly (readonly [string, () => Promise<string>])[] = [
    ['OSS V1', async () => oss.signatureUrl(key, { expires: 60 })],
    [
      'OSS V4',
      () =>
        (oss as unknown as { signatureUrlV4(method: string, expires: number, request: unknown, name: string): Promise<string> }).signatureUrlV4(
          'GET',
          60,
          {},
          key,
        ),
    ],
    ['AWS V4', () => getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: 60 })],
    ['AWS V2', async () => linkOfAwsV2(Math.floor(Date.now() / 1000) + 60)],
  ]

  it.each(links)('downloads by %s, and not when a character of the link is another', async (_, make) => {
    const link = await make()
    expect(await curl(link)).toBe('linked')
    expect(await status(link.replace('linked', 'Linked'))).toBe('403')
    expect(await status('-X', 'DELETE', link)).toBe('403')
    expect(await curl('-H', 'Range: bytes=1-3', link)).toBe('ink')
  })

  it('uploads a file by AWS V4', async () => {
    const file = path.join(store.folder, 'upload.txt')
    await writeFile(file, 'uploaded')
    const link = await getSignedUrl(s3, new PutObjectCommand({ Bucket: bucket, Key: 'uploaded.txt' }), { expiresIn: 60 })
    await curl('-T', file, link)
    expect(String((await oss.get('uploaded.txt')).content)).toBe('uploaded')
  })

  it('refuses a link of AWS V2 that has expired', async () => {
    expect(await status(linkOfAwsV2(Math.floor(Date.now() / 1000) - 60))).toBe('403')
  })
})
