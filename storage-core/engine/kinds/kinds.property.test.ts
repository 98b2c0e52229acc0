import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentHasher } from '../../blobs/content-hasher.ts'
import { isOssError } from '../../model/oss-error.ts'
import { checkStore } from '../../tools/check-store.ts'
import { createKindsEngine } from './create-kinds-engine.ts'
import { bodyOf, createEngineFixture, type EngineFixture, putInput, readBody } from '../test-support/engine-fixture.ts'
import { sweepOnce } from '../sweep.ts'

const keys = ['a', 'b', 'c'] as const
type Key = (typeof keys)[number]
type Step =
  | { readonly kind: 'put' | 'append' | 'append-elsewhere'; readonly key: Key; readonly size: number; readonly seed: number }
  | { readonly kind: 'copy' | 'link'; readonly key: Key; readonly other: Key }
  | { readonly kind: 'delete' | 'seal' | 'tag'; readonly key: Key }
  | { readonly kind: 'sweep' }

/** What a key shows, as a plain value. */
type Shown =
  | { readonly type: 'Normal'; readonly bytes: Buffer }
  | { readonly type: 'Appendable'; readonly bytes: Buffer; readonly sealed: boolean }
  | { readonly type: 'Symlink'; readonly target: Key }
type Model = Partial<Record<Key, Shown>>

const key = fc.constantFrom(...keys)
// Around the limit of what lies beside the metadata, which is 16 bytes here.
const size = fc.constantFrom(0, 1, 5, 16, 17, 40)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom('put', 'append', 'append', 'append', 'append-elsewhere'), key, size, seed: fc.nat(255) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('copy', 'link'), key, other: key }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('delete', 'seal', 'tag'), key }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'sweep' as const }) },
)
const attributes = { headers: {}, userMetadata: {}, tags: {}, acl: 'default' } as const
const bucket = 'bucket'
const { signal } = new AbortController()
const body = (size: number, seed: number) => Buffer.alloc(size, seed)

/** The step's outcome by the rules of OSS: an error code, or the next state. */
function expected(model: Model, step: Exclude<Step, { readonly kind: 'sweep' }>): string | Model {
  const before = model[step.key]
  switch (step.kind) {
    case 'put':
      return { ...model, [step.key]: { type: 'Normal', bytes: body(step.size, step.seed) } }
    case 'append':
    case 'append-elsewhere': {
      if (before !== undefined && (before.type !== 'Appendable' || before.sealed)) return 'ObjectNotAppendable'
      if (step.kind === 'append-elsewhere') return 'PositionNotEqualToLength'
      const bytes = Buffer.concat([before?.bytes ?? Buffer.alloc(0), body(step.size, step.seed)])
      return { ...model, [step.key]: { type: 'Appendable', bytes, sealed: false } }
    }
    case 'copy': {
      const source = model[step.other]
      if (source === undefined) return 'NoSuchKey'
      return { ...model, [step.key]: source.type === 'Symlink' ? source : { type: 'Normal', bytes: source.bytes } }
    }
    case 'link':
      return { ...model, [step.key]: { type: 'Symlink', target: step.other } }
    case 'delete':
      return { ...model, [step.key]: undefined }
    case 'seal':
      if (before === undefined) return 'NoSuchKey'
      return before.type === 'Appendable' ? { ...model, [step.key]: { ...before, sealed: true } } : 'ObjectNotAppendable'
    case 'tag':
      return before === undefined ? 'NoSuchKey' : model
  }
}

async function perform({ engine, deps }: EngineFixture, model: Model, step: Step): Promise<void> {
  const kinds = createKindsEngine(deps)
  if (step.kind === 'sweep') {
    await sweepOnce(deps, { graceMs: 0, batchSize: 100 })
    return
  }
  const address = { bucket, key: step.key }
  const before = model[step.key]
  const length = before?.type === 'Appendable' ? before.bytes.length : 0
  switch (step.kind) {
    case 'put':
      await engine.putObject(putInput(step.key, body(step.size, step.seed)))
      return
    case 'append':
    case 'append-elsewhere': {
      const position = step.kind === 'append' ? length : length + 1
      await kinds.appendObject({ ...address, position, body: bodyOf(body(step.size, step.seed)), claims: {}, signal, ...attributes })
      return
    }
    case 'copy':
      await engine.copyObject({ ...address, source: { bucket, key: step.other }, sourceConditions: {}, acl: 'default', forbidOverwrite: false })
      return
    case 'link':
      await kinds.putSymlink({ ...address, target: step.other, forbidOverwrite: false, ...attributes })
      return
    case 'delete':
      await engine.deleteObject(address)
      return
    case 'seal':
      await kinds.sealAppendObject({ ...address, position: length })
      return
    case 'tag':
      await engine.putObjectTagging({ ...address, tags: { a: 'b' } })
  }
}

const outcome = async (work: Promise<unknown>) => {
  try {
    await work
    return 'ok'
  } catch (error) {
    return isOssError(error) ? error.code : String(error)
  }
}

/** What a read of a key must answer: its bytes and type, or an error code. */
function readable(model: Model, shown: Shown): Buffer | string {
  if (shown.type !== 'Symlink') return shown.bytes
  const target = model[shown.target]
  if (target === undefined) return 'SymlinkTargetNotExist'
  return target.type === 'Symlink' ? 'InvalidTargetType' : target.bytes
}

async function compare({ engine }: EngineFixture, model: Model): Promise<void> {
  for (const key of keys) {
    const shown = model[key]
    const reading = engine.getObject({ bucket, key, conditions: {}, rangeBehavior: 'standard' })
    const wanted = shown === undefined ? 'NoSuchKey' : readable(model, shown)
    if (typeof wanted === 'string') {
      expect(await outcome(reading)).toBe(wanted)
      continue
    }
    const { head, body } = await reading
    expect([head.type, (await readBody(body)).equals(wanted)]).toEqual([shown?.type, true])
    const hasher = await contentHasher()
    hasher.update(wanted)
    expect(head.crc64).toBe(hasher.digest().crc64)
  }
}

describe('links, objects that grow and plain ones, in any order', () => {
  it('show what a map of buffers shows, and leave a store in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const fixture = await createEngineFixture()
        let model: Model = {}
        for (const each of steps) {
          const wanted = each.kind === 'sweep' ? model : expected(model, each)
          expect(await outcome(perform(fixture, model, each))).toBe(typeof wanted === 'string' ? wanted : 'ok')
          if (typeof wanted !== 'string') model = wanted
          fixture.clock.nowMs += 1
        }
        await compare(fixture, model)
        const { deps } = fixture
        fixture.clock.nowMs += 1
        while ((await sweepOnce(deps, { graceMs: 0, batchSize: 100 })) > 0);
        const reader = deps.metadata.snapshot()
        expect((await checkStore(reader, deps.blobs, { deep: true })).problems).toEqual([])
        reader.close()
        await compare(fixture, model)
      }),
      { numRuns: 300 },
    )
  }, 60_000)

  it('grow by whole calls when many append to one object at once', async () => {
    const fixture = await createEngineFixture()
    const kinds = createKindsEngine(fixture.deps)
    const append = async (writer: number) => {
      for (let call = 0; call < 10; ) {
        const found = await outcome(fixture.engine.headObject({ bucket, key: 'log', conditions: {} }))
        const position = found === 'ok' ? (await fixture.engine.headObject({ bucket, key: 'log', conditions: {} })).head.sizeBytes : 0
        const piece = bodyOf(Buffer.alloc(writer % 2 === 0 ? 10 : 30, writer))
        const done = await outcome(kinds.appendObject({ bucket, key: 'log', position, body: piece, claims: {}, signal, ...attributes }))
        if (done === 'ok') call += 1
        else expect(done).toBe('PositionNotEqualToLength')
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_, writer) => append(writer + 1)))
    const { head, body: whole } = await fixture.engine.getObject({ bucket, key: 'log', conditions: {}, rangeBehavior: 'standard' })
    const bytes = await readBody(whole)
    const calls = new Map<number, number>()
    for (let at = 0; at < bytes.length; ) {
      const writer = bytes[at] ?? 0
      const length = writer % 2 === 0 ? 10 : 30
      // A call's bytes lie together: writers never mix.
      expect(bytes.subarray(at, at + length).equals(Buffer.alloc(length, writer))).toBe(true)
      calls.set(writer, (calls.get(writer) ?? 0) + 1)
      at += length
    }
    expect([...calls.values()]).toEqual(Array(8).fill(10))
    const hasher = await contentHasher()
    hasher.update(bytes)
    expect(head.crc64).toBe(hasher.digest().crc64)
  })
})
