import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { ObjectBody } from '../engine/object-engine.ts'
import { copyCompressed, shouldCompress } from './compress.ts'

const object = { contentType: 'text/plain', contentEncoding: undefined, sizeBytes: 5000 }

describe('shouldCompress', () => {
  it.each([
    ['gzip', true],
    ['gzip, deflate, br', true],
    ['br;q=1.0, gzip;q=0.5', true],
    ['*', true],
    ['GZIP', true],
    ['gzip;q=0', false],
    ['gzip;q=0.000, *', false],
    ['deflate, br', false],
    ['identity', false],
    ['', false],
  ])('reads Accept-Encoding %j', (header, expected) => {
    expect(shouldCompress({ 'accept-encoding': header }, object)).toBe(expected)
  })
  it('leaves alone what is small, has an encoding, or is of another type', () => {
    const gzip = { 'accept-encoding': 'gzip' }
    expect(shouldCompress({}, object)).toBe(false)
    expect(shouldCompress(gzip, { ...object, sizeBytes: 1023 })).toBe(false)
    expect(shouldCompress(gzip, { ...object, sizeBytes: 1024 })).toBe(true)
    expect(shouldCompress(gzip, { ...object, contentEncoding: 'br' })).toBe(false)
    expect(shouldCompress(gzip, { ...object, contentType: 'image/png' })).toBe(false)
    expect(shouldCompress(gzip, { ...object, contentType: 'Application/JSON; charset=utf-8' })).toBe(true)
  })
})

describe('copyCompressed', () => {
  const bytes = Buffer.from('compress me '.repeat(50_000))
  const body = (copyTo: ObjectBody['copyTo']): ObjectBody => ({ sizeBytes: bytes.length, copyTo, close: () => Promise.resolve() })
  const { signal } = new AbortController()

  it('sends what decompresses to the same bytes, from a buffer that is used again', async () => {
    const out: Uint8Array[] = []
    const shared = Buffer.alloc(10_000)
    await copyCompressed(
      body(async (sink) => {
        for (let at = 0; at < bytes.length; at += shared.length) {
          const length = bytes.copy(shared, 0, at, at + shared.length)
          await sink.write(shared.subarray(0, length))
          shared.fill(0)
        }
      }),
      { write: async (chunk) => void out.push(Buffer.from(chunk)) },
      signal,
    )
    expect(gunzipSync(Buffer.concat(out)).equals(bytes)).toBe(true)
  })
  it('fails when the body fails, and when the client does', async () => {
    const sink = { write: () => Promise.resolve() }
    const damaged = body(() => Promise.reject(new Error('damaged')))
    await expect(copyCompressed(damaged, sink, signal)).rejects.toThrow('damaged')
    const gone = { write: () => Promise.reject(new Error('gone')) }
    await expect(copyCompressed(body((to) => to.write(bytes)), gone, signal)).rejects.toThrow('gone')
  })
})
