import { describe, expect, it } from 'vitest'
import { sweepOnce } from '../sweep.ts'
import { bodyOf, createEngineFixture, readBody } from '../test-support/engine-fixture.ts'
import { createKindsEngine } from './create-kinds-engine.ts'

const bucket = 'bucket'
const attributes = { headers: {}, userMetadata: {}, tags: {}, acl: 'default', claims: {}, signal: new AbortController().signal } as const

/** An object of 500 small pieces, and its bytes. */
async function grown() {
  const fixture = await createEngineFixture()
  const kinds = createKindsEngine(fixture.deps)
  const pieces = Array.from({ length: 500 }, (_, i) => Buffer.alloc(1 + (i % 20), i))
  let position = 0
  for (const piece of pieces) {
    position = (await kinds.appendObject({ bucket, key: 'k', position, body: bodyOf(piece), ...attributes })).nextPosition
  }
  return { ...fixture, kinds, bytes: Buffer.concat(pieces) }
}

describe('an object of many pieces', () => {
  it('gives back any range of its bytes', async () => {
    const { engine, bytes } = await grown()
    const last = bytes.length - 1
    for (const [start, end] of [[0, last], [0, 0], [1, 700], [690, 700], [2000, last - 1], [last, last]] as const) {
      const { body } = await engine.getObject({ bucket, key: 'k', conditions: {}, rangeBehavior: 'standard', range: { kind: 'from', start, end } })
      expect((await readBody(body)).equals(bytes.subarray(start, end + 1)), `${start}-${end}`).toBe(true)
    }
  })

  it('is read to the end although it is deleted and swept meanwhile', async () => {
    const { engine, deps, clock, bytes } = await grown()
    const { body } = await engine.getObject({ bucket, key: 'k', conditions: {}, rangeBehavior: 'standard' })
    await engine.deleteObject({ bucket, key: 'k' })
    clock.nowMs += 1_000_000
    const sweep = async () => {
      while ((await sweepOnce(deps, { graceMs: 0, batchSize: 1000 })) > 0);
    }
    await sweep()
    expect((await readBody(body)).equals(bytes)).toBe(true)
    await sweep()
    const reader = deps.metadata.snapshot()
    expect([...reader.inlineNumbers()]).toEqual([])
    reader.close()
    expect(deps.blobs.files.size).toBe(0)
  })
})
