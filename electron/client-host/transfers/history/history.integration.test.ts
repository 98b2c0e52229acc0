import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TransferBatch } from '../../../contract/transfer-batches.ts'
import type { TransferItem } from '../../../contract/transfer-items.ts'
import { createTransferHistory, historyLimits, type EndedBatch, type HistoryLimits } from './history.ts'

const dayMs = 86_400_000
const startMs = Date.UTC(2026, 10, 1)
const failure = { code: 'AccessDenied', message: 'no', status: 403, retryable: false, requestId: '655F1C2E0A3B4C5D6E7F8091', ec: '0003-00000001' }

let folder = ''
let nowMs = startMs
let logged: string[] = []
let changes = 0
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'ossia-history-')), 'history')
  nowMs = startMs
  logged = []
  changes = 0
})
afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }))

const open = (limits: Partial<HistoryLimits> = {}) =>
  createTransferHistory({ folder, now: () => nowMs, log: (text) => logged.push(text), onChanged: () => changes++, limits: { ...historyLimits, ...limits } })

const itemAt = (item: number): TransferItem => {
  const failed = item % 400 === 2
  return {
    itemId: String(item),
    name: `tree/${item}`,
    key: `p/tree/${item}`,
    state: failed ? 'failed' : 'done',
    bytesTotal: item,
    bytesDone: failed ? 0 : item,
    attempts: failed ? 5 : 1,
    verified: !failed,
    ...(failed ? { error: failure } : { verifiedBy: item % 5 === 0 ? 'md5' : 'crc64', crc64: String(item * 7), etag: `E${item}` }),
  }
}
function ended(batchId: string, batch: Partial<TransferBatch> = {}, itemCount = 3): EndedBatch {
  const view: TransferBatch = {
    batchId, kind: 'upload', state: 'done', title: 'tree', profileId: 'local', bucket: 'photos', prefix: 'p/', createdMs: nowMs - 1000, finishedMs: nowMs,
    itemsTotal: itemCount, itemsDone: itemCount, itemsSkipped: 0, itemsFailed: 0, bytesTotal: 9, bytesDone: 9, bytesPerSecond: 0, itemsPerSecond: 0, streams: 0, scanned: true,
    ...batch,
  }
  return { batch: view, downloadPath: undefined, itemCount, itemAt }
}
const idsOf = async (history: ReturnType<typeof open>, search = '') => (await history.list({ search, offset: 0, limit: 500 })).batches.map((batch) => batch.batchId)

describe('the history of transfers', () => {
  it('touches no file before somebody looks or a batch ends', async () => {
    open()
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('is there after a restart, newest first, and found by name and place', async () => {
    const first = open()
    await first.add(ended('one'))
    await first.add(ended('two', { kind: 'download', title: 'Strand.jpg', localFolder: 'Downloads' }))
    await first.add(ended('one', { bucket: 'site' }))
    const again = open()
    expect(await idsOf(again)).toEqual(['one', 'two'])
    expect(await idsOf(again, 'STRAND')).toEqual(['two'])
    expect(await idsOf(again, 'site/p')).toEqual(['one'])
    expect(await again.list({ search: '', offset: 1, limit: 1 })).toMatchObject({ total: 2, batches: [{ batchId: 'two' }] })
    expect([changes, logged]).toEqual([3, []])
  })

  it('answers any page of many items, also of the failed ones alone, exactly as they were', async () => {
    await open().add(ended('big', { state: 'failed' }, 3001))
    const history = open()
    const page = await history.listItems({ batchId: 'big', offset: 995, limit: 10 })
    expect(page).toEqual({ total: 3001, items: Array.from({ length: 10 }, (_, at) => itemAt(995 + at)) })
    const failed = await history.listItems({ batchId: 'big', states: ['failed'], offset: 1, limit: 3 })
    expect(failed).toEqual({ total: 8, items: [402, 802, 1202].map(itemAt) })
    expect((await history.listItems({ batchId: 'big', offset: 2999, limit: 500 })).items).toHaveLength(2)
    expect((await history.listItems({ batchId: 'big', states: ['skipped'], offset: 0, limit: 500 })).total).toBe(0)
    let count = 0
    for await (const block of history.itemsOf('big')) count += block.length
    expect(count).toBe(3001)
  })

  it('forgets what it is told to, with its files', async () => {
    const history = open()
    for (const id of ['a', 'b', 'c']) await history.add(ended(id))
    await history.forget(['b', 'never'])
    expect(await idsOf(open())).toEqual(['c', 'a'])
    await history.forget(undefined)
    expect(await idsOf(open())).toEqual([])
    expect((await readdir(folder)).filter((name) => name.endsWith('.items'))).toEqual([])
    await expect(history.listItems({ batchId: 'a', offset: 0, limit: 1 })).rejects.toMatchObject({ code: 'InvalidInput' })
  })

  it('keeps 30 days, and no more batches and bytes than allowed: first the items go, then the batch', async () => {
    const history = open({ batches: 3, itemBytes: 1 })
    await history.add(ended('old'))
    nowMs += 31 * dayMs
    await history.add(ended('a'))
    expect(await idsOf(history)).toEqual(['a'])
    for (const id of ['b', 'c', 'd']) await history.add(ended(id))
    expect(await idsOf(history)).toEqual(['d', 'c', 'b'])
    const { batches } = await open().list({ search: '', offset: 0, limit: 9 })
    expect(batches.map((batch) => batch.itemsKept)).toEqual([false, false, false])
    expect(await history.listItems({ batchId: 'd', offset: 0, limit: 9 })).toEqual({ total: 0, items: [] })
    expect(await readdir(folder)).toEqual(['history.jsonl'])
  })

  it('survives a kill at any point of its writing: a cut line, results without their line, a half-written file', async () => {
    await open().add(ended('whole'))
    await appendFile(path.join(folder, 'history.jsonl'), '{"e":"ended","entry":{"batch":{"ba')
    await writeFile(path.join(folder, 'orphan.items'), 'x')
    await writeFile(path.join(folder, 'half.items.new'), 'x')
    const history = open()
    expect(await idsOf(history)).toEqual(['whole'])
    await history.add(ended('next'))
    expect(await idsOf(open())).toEqual(['next', 'whole'])
    expect((await readdir(folder)).toSorted()).toEqual(['history.jsonl', 'next.items', 'whole.items'])
  })

  it('does not grow with what was forgotten', async () => {
    const history = open()
    for (let round = 0; round < 150; round++) {
      await history.add(ended('same', {}, 1))
      await history.forget(['same'])
    }
    const lines = (await readFile(path.join(folder, 'history.jsonl'), 'utf8')).trimEnd().split('\n')
    expect(lines.length).toBeLessThan(210)
    expect(await idsOf(open())).toEqual([])
  })

  it('lets no transfer fail for its memory', async () => {
    await writeFile(folder, 'a file where the folder should be')
    const history = open()
    await history.add(ended('one'))
    expect(logged).toEqual([expect.stringMatching(/^The history of transfers cannot be written: /)])
  })
})
