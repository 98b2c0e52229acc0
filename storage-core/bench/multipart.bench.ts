import { createHash } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import path from 'node:path'
import { createObjectEngine } from '../engine/create-object-engine.ts'
import { systemClock } from '../platform/node/node-platform.ts'
import type { OpenDataFolder } from '../tools/open-data-folder.ts'
import { interleaved, median, type Bench, type BenchContext } from './bench.ts'
import { benchBucket, buildEndpoint, prepareStore, signedTarget, startEndpoint } from './endpoint.ts'
import { rawClient, type RawClient } from './load/raw-client.ts'

const kibibyte = 1024
const mebibyte = 1024 ** 2
const manyParts = 10_000
const smallPart = Buffer.alloc(100 * kibibyte, 'ossia')
const largePart = Buffer.alloc(8 * mebibyte, 'ossia')
const largePartCount = 128
const wholeBytes = largePart.length * largePartCount
const connections = 4
const rangesPerRound = 300
const attributes = { headers: {}, userMetadata: {}, tags: {}, acl: 'default', forbidOverwrite: false } as const
const address = { bucket: benchBucket, key: 'ten-thousand' }
const { signal } = new AbortController()

async function* bodyOf(bytes: Uint8Array) {
  yield bytes
}

/**
 * Uploads of ten thousand parts, ready to be completed: every part is a copy of one object and shares its file. Completing
 * never looks at the bytes, so it does not matter that they are all the same.
 */
async function fillUploads({ metadata, blobs }: OpenDataFolder, count: number): Promise<readonly string[]> {
  const engine = createObjectEngine({ metadata, blobs, clock: systemClock })
  const source = { bucket: benchBucket, key: 'source' }
  await engine.putObject({ ...source, ...attributes, body: bodyOf(smallPart), claims: {}, signal })
  const uploadIds: string[] = []
  for (let i = 0; i < count; i++) {
    const { uploadId } = await engine.initiateMultipartUpload({ ...address, ...attributes })
    uploadIds.push(uploadId)
    for (let first = 1; first <= manyParts; first += 500) {
      const copies = Array.from({ length: 500 }, (_, at) =>
        engine.uploadPartCopy({ ...address, uploadId, partNumber: first + at, source, sourceConditions: {}, signal }),
      )
      await Promise.all(copies)
    }
  }
  return uploadIds
}

/** The document that completes an upload whose parts are all the same. */
function completionOf(part: Uint8Array, count: number): Buffer {
  const etag = createHash('md5').update(part).digest('hex').toUpperCase()
  const parts = Array.from({ length: count }, (_, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>"${etag}"</ETag></Part>`)
  return Buffer.from(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`)
}

async function expectOk(answer: Promise<{ readonly status: number; readonly ms: number; readonly bytes: number }>, what: string) {
  const result = await answer
  if (result.status >= 300) throw new Error(`${what} answered ${result.status}`)
  return result
}

async function compareCompletion({ rounds, report }: BenchContext, client: RawClient, uploadIds: readonly string[]): Promise<void> {
  const document = completionOf(smallPart, manyParts)
  const waiting = [...uploadIds]
  const results = await interleaved(rounds, {
    ours: async () => {
      const target = signedTarget('POST', benchBucket, address.key, [['uploadId', waiting.shift() ?? '']])
      return (await expectOk(client.request('POST', target, document), 'CompleteMultipartUpload')).ms
    },
  })
  const note = 'document read, every part checked, ETag and CRC-64 joined, one durable commit; the target beyond is 300 ms'
  report({ what: 'complete an upload of 10,000 parts', unit: 'ms', ours: results.ours, target: { kind: 'atMost', value: 1000 }, note })
}

/** Small ranges of the object in ten thousand pieces, and of one that is a single file. */
async function compareRanges({ rounds, report }: BenchContext, client: RawClient): Promise<void> {
  const size = smallPart.length * manyParts
  const target = signedTarget('GET', benchBucket, address.key)
  const singleTarget = signedTarget('GET', benchBucket, 'source')
  const read = (from: string, sizeBytes: number) => async () => {
    const times: number[] = []
    for (let i = 0; i < rangesPerRound; i++) {
      const start = (i * 7_919_993) % (sizeBytes - kibibyte)
      const headers = `Range: bytes=${start}-${start + kibibyte - 1}\r\n`
      times.push((await expectOk(client.request('GET', from, undefined, headers), 'a range')).ms)
    }
    return median(times)
  }
  const results = await interleaved(rounds, { ours: read(target, size), reference: read(singleTarget, smallPart.length) })
  report({
    what: 'range of 1 KiB from 10,000 pieces',
    unit: 'ms',
    ours: results.ours,
    reference: { name: 'the same from one file', values: results.reference },
    target: { kind: 'ratioAtMost', value: 1.3 },
  })
}

async function plainFile(directory: string): Promise<number> {
  const file = path.join(directory, 'plain')
  const startedMs = performance.now()
  const handle = await open(file, 'w')
  for (let at = 0; at < wholeBytes; at += largePart.length) await handle.write(largePart, 0, largePart.length, at)
  await handle.datasync()
  await handle.close()
  const spentMs = performance.now() - startedMs
  await rm(file)
  return wholeBytes / 1000 / spentMs
}

async function compareUpload({ rounds, report, directory }: BenchContext, port: number, uploadIds: readonly string[]): Promise<void> {
  const clients = await Promise.all(Array.from({ length: connections }, () => rawClient(port)))
  const waiting = [...uploadIds]
  const document = completionOf(largePart, largePartCount)
  const upload = async () => {
    const uploadId = waiting.shift() ?? ''
    const numbers = Array.from({ length: largePartCount }, (_, at) => at + 1)
    const startedMs = performance.now()
    const sendParts = async (client: RawClient) => {
      for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
        const target = signedTarget('PUT', benchBucket, 'gibibyte', [['partNumber', String(number)], ['uploadId', uploadId]])
        await expectOk(client.request('PUT', target, largePart), 'UploadPart')
      }
    }
    await Promise.all(clients.map(sendParts))
    const target = signedTarget('POST', benchBucket, 'gibibyte', [['uploadId', uploadId]])
    const [first] = clients
    if (first !== undefined) await expectOk(first.request('POST', target, document), 'CompleteMultipartUpload')
    return wholeBytes / 1000 / (performance.now() - startedMs)
  }
  const results = await interleaved(rounds, { ours: upload, reference: () => plainFile(directory) })
  for (const client of clients) client.close()
  report({
    what: '1 GiB in 8 MiB parts, 4 connections',
    unit: 'MB/s',
    ours: results.ours,
    reference: { name: 'one file, write + fdatasync', values: results.reference },
    target: { kind: 'none' },
    note: 'over HTTP, MD5, CRC-64, each part durable when it is acknowledged; the reference hashes nothing and sends nothing',
  })
}

async function compareDownload({ rounds, report }: BenchContext, port: number): Promise<void> {
  const client = await rawClient(port)
  const single = signedTarget('PUT', benchBucket, 'one-file')
  await expectOk(client.request('PUT', single, Buffer.alloc(wholeBytes, 'ossia')), 'PutObject')
  const get = (key: string) => async () => {
    const { ms, bytes } = await expectOk(client.request('GET', signedTarget('GET', benchBucket, key)), 'GetObject')
    if (bytes !== wholeBytes) throw new Error(`${key} has ${bytes} bytes`)
    return wholeBytes / 1000 / ms
  }
  const results = await interleaved(rounds, { ours: get('gibibyte'), reference: get('one-file') })
  report({
    what: 'GET 1 GiB in 128 pieces, one connection',
    unit: 'MB/s',
    ours: results.ours,
    reference: { name: 'the same bytes in one file', values: results.reference },
    target: { kind: 'ratioAtLeast', value: 0.95 },
  })
  client.close()
}

/** Multipart uploads over HTTP: completing, receiving, and reading what came of it. */
export const multipart: Bench = {
  name: 'multipart',
  async run(context) {
    const dataFolder = path.join(context.directory, 'store')
    await mkdir(dataFolder, { recursive: true })
    let many: readonly string[] = []
    const large: string[] = []
    await prepareStore(dataFolder, [benchBucket], async (stores) => {
      context.say('preparing uploads of 10,000 parts')
      many = await fillUploads(stores, context.rounds + 1)
      const engine = createObjectEngine({ metadata: stores.metadata, blobs: stores.blobs, clock: systemClock })
      for (let i = 0; i <= context.rounds; i++) {
        large.push((await engine.initiateMultipartUpload({ bucket: benchBucket, key: 'gibibyte', ...attributes })).uploadId)
      }
    })
    await buildEndpoint(context.projectRoot, dataFolder)
    const server = await startEndpoint(context.projectRoot, dataFolder)
    try {
      const client = await rawClient(server.port)
      await compareCompletion(context, client, many)
      await compareRanges(context, client)
      client.close()
      await compareUpload(context, server.port, large)
      await compareDownload(context, server.port)
    } finally {
      await server.stop()
    }
    return undefined
  },
}
