import { describe, expect, it } from 'vitest'
import { createLanding, giveBack, longBlockBytes } from './landing-blocks.ts'

/** As a socket does: so many bytes arrive, and all of them are kept. */
function arrive(landing: ReturnType<typeof createLanding>, bytes: number, wantedBytes = 0): Buffer {
  const chunk = landing.next(wantedBytes).subarray(0, bytes)
  landing.kept(bytes, bytes)
  return chunk
}

describe('memory that sockets read into', () => {
  it('is not read into again while anybody keeps a part of it', () => {
    const landing = createLanding()
    const chunks = Array.from({ length: 40 }, (_, number) => arrive(landing, 10_000).fill(number))
    for (const [number, chunk] of chunks.entries()) expect(chunk.every((byte) => byte === number)).toBe(true)
  })

  it('is read into again once all of it was given back', () => {
    const landing = createLanding()
    const first = arrive(landing, 10_000)
    giveBack(first)
    const second = arrive(landing, 10_000)
    expect(second.buffer).toBe(first.buffer)
    expect(second.byteOffset).toBe(first.byteOffset)
  })

  it('goes from one socket to the next', () => {
    const [one, other] = [createLanding(), createLanding()]
    const chunk = arrive(one, 200_000, longBlockBytes)
    one.end()
    giveBack(chunk)
    expect(arrive(other, 10, longBlockBytes).buffer).toBe(chunk.buffer)
  })

  it('stays with a socket that reads into it although all of it was given back', () => {
    const [one, other] = [createLanding(), createLanding()]
    const chunk = arrive(one, 1000)
    giveBack(chunk)
    expect(arrive(other, 1000).buffer).not.toBe(chunk.buffer)
  })

  it('is larger for a long body', () => {
    expect(createLanding().next(longBlockBytes * 4)).toHaveLength(longBlockBytes)
  })

  it('takes bytes from elsewhere for what they are', () => {
    expect(() => giveBack(Buffer.alloc(10))).not.toThrow()
  })
})
