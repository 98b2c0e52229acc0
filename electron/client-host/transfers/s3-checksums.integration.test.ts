import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { CompleteMultipartUploadCommand, CreateMultipartUploadCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connection } from '../../contract/host-messages.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import type { Provider } from '../providers/object-provider.ts'
import { openProvider } from '../providers/open-provider.ts'
import { startFaultyProxy, type Fault } from '../test-support/faulty-proxy.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { answerError, startScriptedServer } from '../test-support/scripted-server.ts'
import { getBytes, openBench, type TransferBench } from '../test-support/transfer-bench.ts'
import type { TransferSizes } from './part-plan.ts'

const bucket = 's3-transfers'
/** Small files are sent whole, those in between streamed, large ones in parts as small as the service takes. */
const sizes: TransferSizes = { partsFromBytes: 400_000, partBytes: 150_000, copyPartsFromBytes: 400_000, copyPartBytes: 150_000, streamsPerFile: 3 }
const patience = { retryPolicy: { maxAttempts: 2, baseDelayMs: 1, maxDelayMs: 2 } }

let store: RealStore
let connection: Connection
let provider: Provider
let bench: TransferBench
let aws: S3Client
beforeAll(async () => {
  store = await startRealStore()
  connection = { ...store.connection, kind: 's3' }
  provider = openProvider(connection)
  bench = await openBench(provider, await store.folder('state'), undefined, sizes)
  await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
  const { accessKeyId, accessKeySecret: secretAccessKey } = connection.credential as { accessKeyId: string; accessKeySecret: string }
  aws = new S3Client({ endpoint: connection.endpoint, region: 'cn-hangzhou', forcePathStyle: true, credentials: { accessKeyId, secretAccessKey }, requestChecksumCalculation: 'WHEN_REQUIRED' })
})
afterAll(async () => {
  aws.destroy()
  await bench.service.close()
  provider.close()
  await store.close()
})

const place = (prefix: string) => ({ profileId: 's3', bucket, prefix })
const selected = (keys: string[]) => ({ prefixes: [], objects: keys.map((key) => ({ key, sizeBytes: undefined, lastModifiedMs: undefined })) })
const proofs = (own: TransferBench, batch: TransferBatch): Record<string, string> =>
  Object.fromEntries(own.itemsOf(batch).map(({ name, verified, verifiedBy = 'nothing' }) => [path.basename(name), verified ? verifiedBy : 'nothing']))
const files = { 'small.bin': randomBytes(1000), 'streamed.bin': randomBytes(300_000), 'parts.bin': randomBytes(700_000), empty: Buffer.alloc(0) }

async function folderOf(content: Readonly<Record<string, Buffer>>): Promise<string> {
  const folder = path.join(await store.folder('source'), 'files')
  await mkdir(folder)
  for (const [name, bytes] of Object.entries(content)) await writeFile(path.join(folder, name), bytes)
  return folder
}
const upload = async (own: TransferBench, prefix: string, folder: string) => own.finish(await own.service.enqueueUpload({ ...place(prefix), paths: [folder], conflict: 'overwrite' }))
const download = async (own: TransferBench, prefix: string, keys: string[], folderPath: string) =>
  own.finish(await own.service.enqueueDownload({ ...place(prefix), selection: selected(keys.map((key) => prefix + key)), folderPath, conflict: 'overwrite' }))

/** An object whose checksum is made of its parts' checksums, as most clients of S3 write them. */
async function putComposite(Key: string, parts: readonly Buffer[]): Promise<void> {
  const { UploadId } = await aws.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key, ChecksumAlgorithm: 'SHA256' }))
  const Parts = []
  for (const [index, Body] of parts.entries()) {
    const { ETag, ChecksumSHA256 } = await aws.send(new UploadPartCommand({ Bucket: bucket, Key, UploadId, PartNumber: index + 1, Body, ChecksumAlgorithm: 'SHA256' }))
    Parts.push({ PartNumber: index + 1, ETag, ChecksumSHA256 })
  }
  await aws.send(new CompleteMultipartUploadCommand({ Bucket: bucket, Key, UploadId, MultipartUpload: { Parts } }))
}

describe('transfers with a service that keeps the checksums of S3', () => {
  it('say one with every upload, and hold every download against it, also in parts and ranges', async () => {
    const up = await upload(bench, 'all/', await folderOf(files))
    expect(up).toMatchObject({ state: 'done', itemsDone: 4 })
    expect(proofs(bench, up)).toMatchObject({ 'small.bin': 'md5', 'streamed.bin': 'md5', 'parts.bin': 'crc32' })
    for (const name of ['small.bin', 'streamed.bin', 'parts.bin']) {
      expect((await provider.headObject({ bucket, key: `all/files/${name}` })).checksum, name).toMatchObject({ algorithm: 'crc32', type: 'FULL_OBJECT' })
    }
    const folder = await store.folder('down')
    const down = await download(bench, 'all/files/', ['small.bin', 'streamed.bin', 'parts.bin'], folder)
    expect(proofs(bench, down)).toEqual({ 'small.bin': 'crc32', 'streamed.bin': 'crc32', 'parts.bin': 'crc32' })
    for (const name of ['small.bin', 'streamed.bin', 'parts.bin'] as const) expect((await readFile(path.join(folder, name))).equals(files[name]), name).toBe(true)
  })

  it('hold a download against the parts where the checksum is made of theirs', async () => {
    const [small, large] = [[randomBytes(110_000), randomBytes(9)], [randomBytes(500_000), randomBytes(200_001)]]
    await putComposite('composite/small.bin', small)
    await putComposite('composite/large.bin', large)
    const folder = await store.folder('down')
    const down = await download(bench, 'composite/', ['small.bin', 'large.bin'], folder)
    expect(proofs(bench, down)).toEqual({ 'small.bin': 'sha256', 'large.bin': 'sha256' })
    expect((await readFile(path.join(folder, 'large.bin'))).equals(Buffer.concat(large))).toBe(true)
  })

  it.each([
    ['an answer', 'small.bin', false],
    ['a range', 'parts.bin', true],
  ])('notice a byte that changed in %s, and fetch it again', async (_, name, hasRange) => {
    await upload(bench, `flip-${name}/`, await folderOf({ [name]: files[name as keyof typeof files] }))
    let flips = 0
    const proxy = await startFaultyProxy(connection.endpoint, { faultFor: ({ method, headers }): Fault | undefined => (method === 'GET' && hasRange === (headers.range !== undefined) && flips++ === 0 ? { kind: 'flipByte' } : undefined) })
    const faulty = openProvider({ ...connection, endpoint: proxy.url }, patience)
    const own = await openBench(faulty, await store.folder('state'), undefined, sizes)
    const folder = await store.folder('down')
    const batch = await download(own, `flip-${name}/files/`, [name], folder)
    expect(own.itemsOf(batch)[0]).toMatchObject({ state: 'done', attempts: 2, verifiedBy: 'crc32' })
    expect((await readFile(path.join(folder, name))).equals(files[name as keyof typeof files])).toBe(true)
    await own.service.close()
    faulty.close()
    await proxy.close()
  })

  it('skip an object in parts that holds what is to be uploaded', async () => {
    const folder = await folderOf({ 'parts.bin': files['parts.bin'] })
    await upload(bench, 'identical/', folder)
    const again = await bench.finish(await bench.service.enqueueUpload({ ...place('identical/'), paths: [folder], conflict: 'skipIdentical' }))
    expect(again).toMatchObject({ state: 'done', itemsSkipped: 1 })
  })

  it('say one with copies that pass through this computer: of what is small, and of what its source keeps one of', async () => {
    const content = { 'small.bin': randomBytes(1000), 'large.bin': randomBytes(1_200_000), empty: Buffer.alloc(0) }
    const own = await openBench((profileId) => (profileId === 'oss' ? store.provider : provider), await store.folder('relay-state'))
    await upload(own, 'relay/', await folderOf(content))
    for (const from of ['oss', 's3']) {
      const selection = { prefixes: ['relay/files/'], objects: [] }
      const batch = await own.finish(await own.service.enqueueCopy({ profileId: from, bucket, prefix: 'relay/', selection, target: { profileId: 'other', bucket, prefix: `from-${from}/` }, move: false, conflict: 'overwrite' }))
      expect(batch).toMatchObject({ state: 'done', itemsDone: 3, relayed: true })
      const kept = async (name: string) => (await provider.headObject({ bucket, key: `from-${from}/files/${name}` })).checksum
      const before = async (name: string) => (await provider.headObject({ bucket, key: `relay/files/${name}` })).checksum
      expect(await kept('small.bin')).toEqual(await before('small.bin'))
      expect(await kept('small.bin')).toMatchObject({ algorithm: 'crc32', type: 'FULL_OBJECT' })
      // OSS keeps no CRC32, and the bytes are not at hand before they are sent.
      expect(await kept('large.bin')).toEqual(from === 'oss' ? undefined : await before('large.bin'))
      for (const name of ['small.bin', 'large.bin'] as const) expect((await getBytes(provider, bucket, `from-${from}/files/${name}`)).equals(content[name]), name).toBe(true)
    }
    await own.service.close()
  })

  it('remember across a restart what was verified, and by what', async () => {
    const stateFolder = await store.folder('state')
    const first = await openBench(provider, stateFolder, undefined, sizes)
    await upload(bench, 'restart/', await folderOf({ 'small.bin': files['small.bin'], 'parts.bin': files['parts.bin'] }))
    const batch = await download(first, 'restart/files/', ['small.bin', 'parts.bin', 'missing.bin'], await store.folder('down'))
    expect(batch).toMatchObject({ state: 'failed', itemsDone: 2 })
    const before = proofs(first, batch)
    expect(before).toEqual({ 'small.bin': 'crc32', 'parts.bin': 'crc32', 'missing.bin': 'nothing' })
    await first.service.close()
    // The second start reads what the first one wrote anew.
    for (let start = 0; start < 2; start++) {
      const again = await openBench(provider, stateFolder, undefined, sizes)
      expect(proofs(again, batch)).toEqual(before)
      const report = path.join(await store.folder('report'), 'report.json')
      await again.service.writeManifest(batch.batchId, 'json', report)
      const { items } = JSON.parse(await readFile(report, 'utf8')) as { readonly items: readonly { readonly name: string; readonly verified: boolean; readonly verifiedBy: string }[] }
      expect(items.find(({ name }) => name === 'parts.bin')).toMatchObject({ verified: true, verifiedBy: 'crc32' })
      await again.service.close()
    }
  })
})

describe('transfers with a service that does not', () => {
  /** Takes objects, tells an ETag that is no MD5, and nothing else. */
  async function startPlain(refuses: boolean) {
    const bodies = new Map<string, Buffer>()
    const server = await startScriptedServer(async (request, response, body) => {
      const bytes = await body()
      const says = Object.keys(request.headers).some((name) => name.startsWith('x-amz-checksum-') && name !== 'x-amz-checksum-mode')
      if (refuses && says) return answerError(response, 400, 'InvalidArgument')
      const key = (request.url ?? '').replace(/\?.*/, '')
      const query = new URL(request.url ?? '', 'http://x').searchParams
      const part = query.get('partNumber')
      response.setHeader('etag', '"not-an-md5"')
      if (query.has('uploads')) response.end('<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>')
      else if (request.method === 'PUT') {
        bodies.set(part === null ? key : `${key}?${part}`, bytes)
        response.end()
      } else if (request.method === 'POST') {
        bodies.set(key, Buffer.concat([...bodies].filter(([name]) => name.startsWith(`${key}?`)).toSorted(([a], [b]) => Number(a.split('?')[1]) - Number(b.split('?')[1])).map(([, each]) => each)))
        response.end('<CompleteMultipartUploadResult><ETag>"not-an-md5"</ETag></CompleteMultipartUploadResult>')
      } else {
        const whole = bodies.get(key) ?? Buffer.alloc(0)
        const [start = 0, end = whole.length - 1] = (/bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []).slice(1).map(Number)
        const shown = whole.subarray(start, end + 1)
        response.writeHead(request.headers.range === undefined ? 200 : 206, { 'content-length': String(shown.length) })
        response.end(request.method === 'HEAD' ? undefined : shown)
      }
    })
    const plain = openProvider({ ...connection, endpoint: server.url }, patience)
    return { server, bodies, plain, own: await openBench(plain, await store.folder('state'), undefined, sizes) }
  }

  it.each([
    ['refuses to be told', true],
    ['does not answer any', false],
  ])('go on without when it %s, and say that nothing was verified', async (_, refuses) => {
    const { server, bodies, plain, own } = await startPlain(refuses)
    const up = await upload(own, '', await folderOf(files))
    expect(up).toMatchObject({ state: 'done', itemsFailed: 0 })
    expect(proofs(own, up)).toMatchObject({ 'small.bin': 'nothing', 'streamed.bin': 'nothing', 'parts.bin': 'nothing' })
    for (const [name, bytes] of Object.entries(files)) expect(bodies.get(`/${bucket}/files/${name}`)?.equals(bytes), name).toBe(true)
    const down = await download(own, 'files/', ['small.bin', 'parts.bin'], await store.folder('down'))
    expect(down).toMatchObject({ state: 'done', itemsDone: 2 })
    expect(proofs(own, down)).toEqual({ 'small.bin': 'nothing', 'parts.bin': 'nothing' })
    await own.service.close()
    plain.close()
    await server.close()
  })
})
