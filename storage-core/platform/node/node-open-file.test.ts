import { describe, expect, it } from 'vitest'
import { nodeOpenFile, type PositionedHandle } from './node-open-file.ts'

/** A handle that accepts at most `limit` bytes a call into `disk`. */
function stingyHandle(limit: number, disk: Uint8Array): PositionedHandle {
  const writev = (chunks: readonly NodeJS.ArrayBufferView[], position?: number | null) => {
    const bytes = Buffer.concat(chunks as Uint8Array[]).subarray(0, limit)
    disk.set(bytes, position ?? 0)
    return Promise.resolve({ bytesWritten: bytes.length, buffers: chunks })
  }
  return { writev } as unknown as PositionedHandle
}

describe('an open file', () => {
  it.each([1, 2, 3, 5, 7, 100])('writes everything when the system takes %i bytes at a time', async (limit) => {
    const disk = new Uint8Array(14)
    const chunks = [Buffer.from('one'), Buffer.from(''), Buffer.from('two'), Buffer.from('three')]
    await nodeOpenFile(stingyHandle(limit, disk)).write(chunks, 2)
    expect(Buffer.from(disk).toString()).toBe('\0\0onetwothree\0')
  })

  it('fails with EIO rather than spinning when the system takes nothing', async () => {
    const file = nodeOpenFile(stingyHandle(0, new Uint8Array(0)))
    await expect(file.write([Buffer.from('x')], 0)).rejects.toMatchObject({ code: 'EIO' })
  })

  it('asks nothing of the system for an empty write', async () => {
    await expect(nodeOpenFile({} as PositionedHandle).write([new Uint8Array(0)], 0)).resolves.toBeUndefined()
  })
})
