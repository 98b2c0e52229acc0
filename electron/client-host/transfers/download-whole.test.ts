import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { FetchedObject, ObjectProvider, OpenedObject } from '../providers/object-provider.ts'
import { fetchWhole, isWhole } from './download-whole.ts'

const source = { bucket: 'b', key: 'k' }
const facts = { versionId: undefined, lastModifiedMs: 0, etag: 'e', crc64: undefined }
const opened = (sizeBytes: number, ...chunks: string[]): OpenedObject => ({ ...facts, sizeBytes, body: Readable.from(chunks.map((text) => Buffer.from(text))) })
const textOf = (object: FetchedObject | OpenedObject): string | undefined => (isWhole(object) ? Buffer.concat(object.pieces).toString() : undefined)

function context(answers: { readonly opened: OpenedObject; readonly fetched: OpenedObject | FetchedObject }, mostBytes = Infinity): Parameters<typeof fetchWhole>[0] {
  const provider: Pick<ObjectProvider, 'openObject' | 'fetchObject'> = { openObject: () => Promise.resolve(answers.opened), fetchObject: () => Promise.resolve(answers.fetched) }
  return { provider, pieceBytes: (most) => Math.min(most, mostBytes) }
}

describe('an object that may come whole', () => {
  it('gathers a small one that came as a stream all the same', async () => {
    const object = await fetchWhole(context({ opened: opened(0), fetched: opened(5, 'he', 'llo') }), source)
    expect(textOf(object)).toBe('hello')
    expect(object).toMatchObject({ sizeBytes: 5, etag: 'e' })
  })

  it('leaves a larger one a stream', async () => {
    expect(isWhole(await fetchWhole(context({ opened: opened(0), fetched: opened(1024 * 1024, 'x') }), source))).toBe(false)
  })

  it('shows that one went on beyond its end, and does not gather that for ever', async () => {
    let given = 0
    const body = Readable.from(
      (function* () {
        for (;;) {
          given++
          yield Buffer.alloc(64 * 1024)
        }
      })(),
      { highWaterMark: 1 },
    )
    const object = await fetchWhole(context({ opened: opened(0), fetched: { ...facts, sizeBytes: 64 * 1024, body } }), source)
    expect(isWhole(object) && object.pieces.reduce((sum, piece) => sum + piece.length, 0)).toBeGreaterThan(64 * 1024)
    expect(given).toBeLessThan(10)
    expect(body.destroyed).toBe(true)
  })

  it('opens it as a stream where bytes have to come slowly', async () => {
    const slow = opened(3, 'abc')
    expect(await fetchWhole(context({ opened: slow, fetched: opened(0) }, 4096), source)).toBe(slow)
  })
})
