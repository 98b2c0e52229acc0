import { createHash } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import path from 'node:path'
import { combineCrc64 } from '../model/combine-crc64.ts'
import { contentHasher, crc64 } from '../blobs/content-hasher.ts'
import { openFileBlobStore } from '../blobs/file-blob-store.ts'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import { interleaved, type Bench, type BenchContext } from './bench.ts'

const mebibyte = 1024 ** 2
const sizeBytes = 100 * mebibyte
const chunk = Buffer.alloc(64 * 1024, 'ossia')
const neverAborted = new AbortController().signal

async function* bodyOf(bytes: number) {
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk
}

/** MB/s of work over `bytes`. */
async function speed(bytes: number, work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return bytes / 1000 / (performance.now() - startedMs)
}

async function compareHashing({ rounds, report }: BenchContext): Promise<void> {
  const data = Buffer.alloc(64 * mebibyte, 'ossia')
  const results = await interleaved(rounds, {
    ours: () =>
      speed(data.length, async () => {
        const hasher = await contentHasher()
        for (let at = 0; at < data.length; at += chunk.length) hasher.update(data.subarray(at, at + chunk.length))
        hasher.digest()
      }),
    md5: () => speed(data.length, async () => void createHash('md5').update(data).digest()),
    crc: () => speed(data.length, async () => void (await crc64(data))),
  })
  const note = 'MD5 is the floor; the checksum comes on top'
  report({ what: 'MD5 and CRC-64 in one pass', unit: 'MB/s', ours: results.ours, reference: { name: 'MD5 alone', values: results.md5 }, target: { kind: 'none' }, note })
  report({ what: 'CRC-64 alone', unit: 'MB/s', ours: results.crc, target: { kind: 'none' } })
  const combining = await interleaved(rounds, {
    ms: async () => {
      const startedMs = performance.now()
      let crc = 1n
      for (let part = 0n; part < 10_000n; part++) crc = combineCrc64(crc, part, 5 * mebibyte)
      return performance.now() - startedMs
    },
  })
  report({ what: 'joining the checksums of 10,000 parts', unit: 'ms', ours: combining.ms, target: { kind: 'atMost', value: 300 } })
}

async function compareFiles({ rounds, report, directory }: BenchContext): Promise<void> {
  const { files, random } = createNodePlatform()
  const folder = path.join(directory, 'blobs')
  await mkdir(folder, { recursive: true })
  const store = await openFileBlobStore({ files, random, directory: folder })
  let kept: string | undefined

  const writeBlob = async () => {
    if (kept !== undefined) await store.remove(kept)
    const staged = await store.stage(bodyOf(sizeBytes), { signal: neverAborted, maxSizeBytes: sizeBytes, expectedSizeBytes: sizeBytes })
    await staged.publish()
    await staged.release('committed')
    kept = staged.content.kind === 'file' ? staged.content.blobId : undefined
  }
  const plainFile = path.join(directory, 'plain')
  const writePlain = async () => {
    await rm(plainFile, { force: true })
    const file = await open(plainFile, 'w')
    for (let at = 0; at < sizeBytes; at += chunk.length) await file.write(chunk, 0, chunk.length, at)
    await file.datasync()
    await file.close()
  }
  const writes = await interleaved(rounds, { ours: () => speed(sizeBytes, writeBlob), plain: () => speed(sizeBytes, writePlain) })
  report({
    what: 'blob of 100 MiB: hash, write, publish',
    unit: 'MB/s',
    ours: writes.ours,
    reference: { name: 'write + fdatasync, no hash', values: writes.plain },
    target: { kind: 'none' },
  })

  const readBlob = async () => {
    const reader = await store.open(kept ?? '', sizeBytes)
    await reader.copyTo({ write: () => Promise.resolve() }, { start: 0, end: sizeBytes - 1 }, neverAborted)
    await reader.close()
  }
  const readPlain = async () => {
    const file = await open(plainFile, 'r')
    for await (const piece of file.createReadStream()) void (piece as Buffer).length
  }
  const reads = await interleaved(rounds, { ours: () => speed(sizeBytes, readBlob), plain: () => speed(sizeBytes, readPlain) })
  report({
    what: 'blob of 100 MiB read into a sink that does nothing',
    unit: 'MB/s',
    ours: reads.ours,
    reference: { name: 'read stream with default settings', values: reads.plain },
    target: { kind: 'ratioAtLeast', value: 1 },
  })
}

/** The blob store and its hashes without HTTP, to see where time goes. */
export const blobs: Bench = {
  name: 'blobs',
  run: async (context) => {
    await compareHashing(context)
    await compareFiles(context)
    return undefined
  },
}
