import { describe, expect, it } from 'vitest'
import type { OpenFile } from '../platform/platform.ts'
import { batchedWriter, slots, type Slots } from './batched-writer.ts'

/** A file whose writes take turns to end, and that knows how many were under way at once. */
function slowFile(counter: { now: number; most: number }) {
  const written: { readonly position: number; readonly bytes: Buffer }[] = []
  const write: OpenFile['write'] = async (chunks, position) => {
    counter.now += 1
    counter.most = Math.max(counter.most, counter.now)
    await new Promise((resolve) => setImmediate(resolve))
    written.push({ position, bytes: Buffer.concat(chunks) })
    counter.now -= 1
  }
  return { file: { write } as OpenFile, written }
}

const writerOn = (file: OpenFile, own: Slots, shared: Slots) => batchedWriter({ file: Promise.resolve(file), batchBytes: 10, own, shared })

describe('a batched writer', () => {
  it('puts every chunk at its place, in batches', async () => {
    const { file, written } = slowFile({ now: 0, most: 0 })
    const writer = writerOn(file, slots(4), slots(8))
    for (const text of ['abcd', 'efghijklm', 'n', '', 'opqrstuvwxyz', '!']) await writer.write(Buffer.from(text))
    await writer.flush()
    expect(written.map(({ position, bytes }) => [position, bytes.toString()])).toEqual([
      [0, 'abcdefghijklm'],
      [13, 'nopqrstuvwxyz'],
      [26, '!'],
    ])
  })

  it('bounds what is under way, for one body and for all together', async () => {
    const counter = { now: 0, most: 0 }
    const run = async (shared: Slots, own: number) => {
      const { file } = slowFile(counter)
      const writer = writerOn(file, slots(own), shared)
      for (let i = 0; i < 30; i++) await writer.write(Buffer.alloc(10))
      await writer.flush()
    }
    await run(slots(8), 3)
    expect(counter.most).toBe(3)
    const shared = slots(5)
    await Promise.all(Array.from({ length: 20 }, () => run(shared, 3)))
    expect(counter.most).toBe(5)
  })

  it('tells the first failure, writes nothing after it and gives its slots back', async () => {
    let calls = 0
    const write: OpenFile['write'] = async () => {
      calls += 1
      throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })
    }
    const shared = slots(1)
    const writer = writerOn({ write } as OpenFile, slots(4), shared)
    const failing = (async () => {
      for (let i = 0; i < 10; i++) await writer.write(Buffer.alloc(10))
      await writer.flush()
    })()
    await expect(failing).rejects.toMatchObject({ code: 'InternalError', cause: { cause: { code: 'ENOSPC' } } })
    await writer.settle()
    expect(calls).toBe(1)
    await shared.acquire()
  })

  it('does not let a body of tiny chunks pile up', async () => {
    const { file, written } = slowFile({ now: 0, most: 0 })
    const writer = batchedWriter({ file: Promise.resolve(file), batchBytes: 1e9, own: slots(4), shared: slots(8) })
    for (let i = 0; i < 2500; i++) await writer.write(Buffer.from([i & 255]))
    await writer.flush()
    expect(written.map(({ bytes }) => bytes.length)).toEqual([1024, 1024, 452])
  })
})
