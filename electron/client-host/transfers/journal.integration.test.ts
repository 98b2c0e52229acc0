import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newBatch, type BatchSpec } from './batch.ts'
import type { Checkpoint } from './checkpoint.ts'
import { openJournal, restoreBatches, type JournalLine } from './journal.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-journal-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('loses nothing of an item that ends while the journal is written anew', async () => {
  const file = path.join(folder, 'transfers.journal')
  const problems: string[] = []
  const journal = await openJournal(file, (text) => problems.push(text))
  const spec: BatchSpec = { kind: 'delete', profileId: 'local', bucket: 'b', prefix: '', title: 't', prefixes: [] }
  const batch = newBatch('id', spec, 5)
  batch.items.add({ name: 'a', sizeBytes: 1, modifiedMs: 0, source: 0, state: 'running' })
  // The item's row has been written by now; its end comes before its checkpoint's turn.
  batch.checkpoints[Symbol.iterator] = () => {
    batch.items.setState(0, 'done')
    journal.append({ e: 'states', id: 'id', ranges: [[0, 1]], state: 'done' })
    return new Map<number, Checkpoint>().entries()
  }
  await journal.compact([batch])
  // What a kill at this moment would leave.
  const lines = (await readFile(file, 'utf8')).split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as JournalLine]))
  expect(restoreBatches(lines)[0]?.items.stateOf(0)).toBe('done')
  await journal.close()
  expect(problems).toEqual([])
})
