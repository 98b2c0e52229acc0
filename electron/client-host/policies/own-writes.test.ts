import { describe, expect, it } from 'vitest'
import { createOwnWrites } from './own-writes.ts'

const address = { profileId: 'local', bucket: 'data' }
const answerLater = () => {
  let answer: () => void = () => undefined
  const promise = new Promise<string>((resolve) => {
    answer = () => resolve('text')
  })
  return { promise, answer }
}

describe('an answer that may be older than what was written here', () => {
  it('is one of a read that began before a write, or during it', async () => {
    const writes = createOwnWrites()
    const [slow, during, write] = [answerLater(), answerLater(), answerLater()]
    const begunBefore = writes.read(address, () => slow.promise)
    const written = writes.run(address, () => write.promise)
    const begunDuring = writes.read(address, () => during.promise)
    write.answer()
    await written
    slow.answer()
    during.answer()
    expect([await begunBefore, await begunDuring].map(({ isCurrent }) => isCurrent)).toEqual([false, false])
    expect(await writes.read(address, () => Promise.resolve('new'))).toEqual({ answer: 'new', isCurrent: true })
  })

  it('is so after a write that failed as well, which may have counted', async () => {
    const writes = createOwnWrites()
    const slow = answerLater()
    const read = writes.read(address, () => slow.promise)
    await expect(writes.run(address, () => Promise.reject(new Error('reset')))).rejects.toThrow('reset')
    slow.answer()
    expect((await read).isCurrent).toBe(false)
  })

  it('is none of a read of another bucket, nor is a failed read in the way of later ones', async () => {
    const writes = createOwnWrites()
    await expect(writes.read(address, () => Promise.reject(new Error('reset')))).rejects.toThrow('reset')
    const slow = answerLater()
    const other = writes.read({ ...address, bucket: 'other' }, () => slow.promise)
    await writes.run(address, () => Promise.resolve())
    slow.answer()
    expect((await other).isCurrent).toBe(true)
  })
})
