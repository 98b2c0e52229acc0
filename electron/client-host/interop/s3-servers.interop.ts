import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTree, writeTree } from '../../../storage-core/interop/file-tree.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import type { Provider } from '../providers/object-provider.ts'
import { openProvider } from '../providers/open-provider.ts'
import { getBytes, keysOf, openBench, putText, type TransferBench } from '../test-support/transfer-bench.ts'
import type { TransferSizes } from '../transfers/part-plan.ts'
import { findServers, startServer, type RunningServer } from './s3-server.ts'

const bucket = 'interop-bucket'
const mebibyte = 1024 * 1024
/** S3 takes no smaller parts than these ("Amazon S3 multipart upload limits"). */
const sizes: TransferSizes = { partsFromBytes: 6 * mebibyte, partBytes: 5 * mebibyte, streamsPerFile: 3, copyPartsFromBytes: 6 * mebibyte, copyPartBytes: 5 * mebibyte }

describe.each(findServers())('transfers with $name', ({ name: profileId, server }) => {
  let gateway: RunningServer
  let provider: Provider
  let bench: TransferBench
  beforeAll(async () => {
    if (server === undefined) return
    gateway = await startServer(server)
    provider = openProvider(gateway.connection)
    bench = await openBench(provider, await gateway.folder('state'), undefined, sizes)
    await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    // Servers start slowly on a busy machine.
  }, 120_000)
  afterAll(async () => {
    if (server === undefined) return
    await bench.service.close()
    provider.close()
    await gateway.stop()
  })
  const place = (prefix: string) => ({ profileId, bucket, prefix })
  const named = (prefixes: string[], keys: string[] = []) => ({ prefixes, objects: keys.map((key) => ({ key, sizeBytes: undefined, lastModifiedMs: undefined })) })
  const expectDone = (batch: TransferBatch): void => {
    expect(bench.logged).toEqual([])
    expect(bench.itemsOf(batch).filter((item) => item.error !== undefined).map((item) => item.error)).toEqual([])
    expect(batch).toMatchObject({ state: 'done', itemsFailed: 0 })
  }

  const proofs = (batch: TransferBatch): Record<string, string> =>
    Object.fromEntries(bench.itemsOf(batch).map(({ name, verifiedBy = 'nothing' }) => [path.basename(name), verifiedBy]))

  it.skipIf(server === undefined)('lists the bucket that was made', async () => {
    expect((await provider.listBuckets()).map(({ name }) => name)).toEqual([bucket])
    expect(await provider.getBucketInfo(bucket)).toMatchObject({ name: bucket })
  })

  it.skipIf(server === undefined)('brings a tree of odd names there and back without changing a byte', async () => {
    const source = path.join(await gateway.folder('source'), 'tree')
    await mkdir(source)
    await writeTree(source, 200)
    await mkdir(path.join(source, 'empty folder'))
    const up = await bench.finish(await bench.service.enqueueUpload({ ...place('up/'), paths: [source], conflict: 'overwrite' }))
    expectDone(up)
    const before = await readTree(source)
    expect(await keysOf(provider, bucket, 'up/')).toEqual(expect.arrayContaining([...Object.keys(before).map((name) => `up/tree/${name}`), 'up/tree/empty folder/']))
    const target = await gateway.folder('target')
    expectDone(await bench.finish(await bench.service.enqueueDownload({ ...place('up/'), selection: named(['up/']), folderPath: target, conflict: 'overwrite' })))
    // Local names that look like escapes are escaped themselves.
    expect(await readTree(path.join(target, 'tree'))).toEqual(Object.fromEntries(Object.entries(before).map(([name, digest]) => [name.replaceAll('%', '%25'), digest])))
  })

  it.skipIf(server === undefined)('goes on with parts that an earlier run left, up and down', async () => {
    const folder = await gateway.folder('large')
    const content = randomBytes(23 * mebibyte)
    const file = path.join(folder, 'large.bin')
    await writeFile(file, content)
    const state = await gateway.folder('state')
    const run = async (enqueue: (own: TransferBench) => Promise<TransferBatch>): Promise<void> => {
      const first = await openBench(provider, state, undefined, sizes)
      const batch = await enqueue(first)
      first.service.setBatchSpeedLimit([batch.batchId], 20 * mebibyte)
      for (let done = 0; done < 17 * mebibyte; ) {
        await new Promise((resolve) => setTimeout(resolve, 10))
        done = first.service.listBatches().find(({ batchId }) => batchId === batch.batchId)?.bytesDone ?? 0
      }
      await first.service.close()
      const second = await openBench(provider, state, undefined, sizes)
      const [left] = second.service.listBatches()
      expect(left?.bytesDone).toBeGreaterThan(0)
      second.service.setBatchSpeedLimit([batch.batchId], undefined)
      second.service.connected(profileId)
      expect(await second.finish(batch)).toMatchObject({ state: 'done', itemsDone: 1 })
      await second.service.close()
    }
    await run((own) => own.service.enqueueUpload({ ...place('large/'), paths: [file], conflict: 'skip' }))
    expect((await getBytes(provider, bucket, 'large/large.bin')).equals(content)).toBe(true)
    const target = await gateway.folder('target')
    await run((own) => own.service.enqueueDownload({ ...place('large/'), selection: named([], ['large/large.bin']), folderPath: target, conflict: 'skip' }))
    expect((await readFile(path.join(target, 'large.bin'))).equals(content)).toBe(true)
  })

  it.skipIf(server === undefined)('says what was verified end to end, for small files and for those in parts', async () => {
    const folder = await gateway.folder('verified')
    await writeFile(path.join(folder, 'small.bin'), randomBytes(10_000))
    await writeFile(path.join(folder, 'streamed.bin'), randomBytes(2 * mebibyte))
    await writeFile(path.join(folder, 'parts.bin'), randomBytes(12 * mebibyte))
    const up = await bench.finish(await bench.service.enqueueUpload({ ...place('verified/'), paths: [folder], conflict: 'overwrite' }))
    expectDone(up)
    expect(proofs(up)).toEqual({ 'parts.bin': 'crc32', 'small.bin': 'md5', 'streamed.bin': 'md5' })
    const target = await gateway.folder('target')
    const down = await bench.finish(await bench.service.enqueueDownload({ ...place('verified/'), selection: named(['verified/']), folderPath: target, conflict: 'overwrite' }))
    expectDone(down)
    expect(proofs(down)).toEqual({ 'parts.bin': 'crc32', 'small.bin': 'crc32', 'streamed.bin': 'crc32' })
  })

  it.skipIf(server === undefined)('keeps what is there when it has to', async () => {
    const folder = await gateway.folder('conflict')
    await writeFile(path.join(folder, 'same.txt'), 'ours')
    await putText(provider, bucket, 'conflict/same.txt', 'theirs')
    const upload = async (conflict: 'skip' | 'keepBoth') => bench.finish(await bench.service.enqueueUpload({ ...place('conflict/'), paths: [path.join(folder, 'same.txt')], conflict }))
    expect(await upload('skip')).toMatchObject({ state: 'done', itemsSkipped: 1 })
    expect(await upload('keepBoth')).toMatchObject({ state: 'done', itemsDone: 1 })
    expect((await getBytes(provider, bucket, 'conflict/same.txt')).toString()).toBe('theirs')
    expect((await getBytes(provider, bucket, 'conflict/same (2).txt')).toString()).toBe('ours')
  })

  it.skipIf(server === undefined)('copies on the server, and deletes all there is', async () => {
    await putText(provider, bucket, 'copy/from/a b+c.txt', 'copied')
    const copy = await bench.service.enqueueCopy({ ...place('copy/'), selection: named(['copy/from/']), target: place('copy/to/'), conflict: 'overwrite', move: false })
    expectDone(await bench.finish(copy))
    expect((await getBytes(provider, bucket, 'copy/to/from/a b+c.txt')).toString()).toBe('copied')
    const all = [...new Set((await keysOf(provider, bucket)).map((key) => `${key.split('/', 1)[0] ?? ''}/`))]
    expectDone(await bench.finish(await bench.service.enqueueDelete({ ...place(''), selection: named(all) })))
    expect(await keysOf(provider, bucket)).toEqual([])
    await provider.deleteBucket(bucket)
    expect(await provider.listBuckets()).toEqual([])
  })
})
