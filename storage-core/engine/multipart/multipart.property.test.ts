import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareUtf8 } from '../../model/utf8.ts'
import { isOssError } from '../../model/oss-error.ts'
import { checkStore } from '../../tools/check-store.ts'
import { sweepOnce } from '../sweep.ts'
import { bodyOf, createEngineFixture, type EngineFixture, putInput, readObject } from '../test-support/engine-fixture.ts'

const keys = ['a', 'a/b', 'a/c', 'b'] as const
const partSizes = [100 * 1024, 100 * 1024 + 7, 10, 0] as const

type Step =
  | { readonly kind: 'initiate'; readonly key: number }
  | { readonly kind: 'put'; readonly key: number }
  | { readonly kind: 'delete'; readonly key: number }
  | { readonly kind: 'part'; readonly upload: number; readonly partNumber: number; readonly size: number; readonly seed: number }
  | { readonly kind: 'part-copy'; readonly upload: number; readonly partNumber: number; readonly key: number; readonly cut: number }
  | { readonly kind: 'complete'; readonly upload: number; readonly named: number }
  | { readonly kind: 'abort'; readonly upload: number }
  | { readonly kind: 'copy'; readonly key: number; readonly to: number }
  | { readonly kind: 'sweep' }

const upload = fc.nat(5)
const key = fc.nat(keys.length - 1)
const partNumber = fc.integer({ min: 1, max: 4 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('initiate'), key }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('put'), key }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete'), key }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('part'), upload, partNumber, size: fc.nat(partSizes.length - 1), seed: fc.nat(255) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('part-copy'), upload, partNumber, key, cut: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('complete'), upload, named: fc.nat(31) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('abort'), upload }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('copy'), key, to: key }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep') }) },
)

interface ModelUpload {
  readonly key: string
  readonly uploadId: string
  /** Absent once it ended. */
  parts: Map<number, Buffer> | undefined
}

const md5 = (bytes: Uint8Array | string) => createHash('md5').update(bytes).digest('hex').toUpperCase()
const { signal } = new AbortController()
const bucket = 'bucket'

/** The engine beside the plainest model there is: maps of buffers. */
class Pair {
  readonly fixture: EngineFixture
  readonly objects = new Map<string, Buffer>()
  readonly uploads: ModelUpload[] = []

  constructor(fixture: EngineFixture) {
    this.fixture = fixture
  }

  async run(step: Step): Promise<void> {
    const { engine, deps } = this.fixture
    if (step.kind === 'initiate') {
      const name = keys[step.key]!
      const attributes = { headers: {}, userMetadata: {}, tags: {}, acl: 'default', forbidOverwrite: false } as const
      const { uploadId } = await engine.initiateMultipartUpload({ bucket, key: name, ...attributes })
      this.uploads.push({ key: name, uploadId, parts: new Map() })
    } else if (step.kind === 'put') {
      const bytes = Buffer.from(`put ${keys[step.key]}, longer than the inline limit`)
      await engine.putObject(putInput(keys[step.key]!, bytes))
      this.objects.set(keys[step.key]!, bytes)
    } else if (step.kind === 'delete') {
      await engine.deleteObject({ bucket, key: keys[step.key]! })
      this.objects.delete(keys[step.key]!)
    } else if (step.kind === 'copy') await this.copy(keys[step.key]!, keys[step.to]!)
    else if (step.kind === 'sweep') await sweepOnce(deps, { graceMs: -1000, batchSize: 1000 })
    else {
      const target = this.uploads[step.upload]
      if (target !== undefined) await this.onUpload(step, target)
    }
  }

  private async copy(from: string, to: string): Promise<void> {
    const input = { bucket, key: to, source: { bucket, key: from }, sourceConditions: {}, acl: 'default', forbidOverwrite: false } as const
    const code = await outcome(this.fixture.engine.copyObject(input))
    const bytes = this.objects.get(from)
    expect(code).toBe(bytes === undefined ? 'NoSuchKey' : 'done')
    if (bytes !== undefined) this.objects.set(to, bytes)
  }

  private async onUpload(step: Extract<Step, { readonly upload: number }>, target: ModelUpload): Promise<void> {
    const { engine } = this.fixture
    const { parts, key, uploadId } = target
    const address = { bucket, key, uploadId }
    if (step.kind === 'part') {
      const bytes = Buffer.alloc(partSizes[step.size]!, step.seed)
      const input = { ...address, partNumber: step.partNumber, body: bodyOf(bytes), claims: {}, signal }
      expect(await outcome(engine.uploadPart(input))).toBe(parts === undefined ? 'NoSuchUpload' : 'done')
      parts?.set(step.partNumber, bytes)
    } else if (step.kind === 'part-copy') {
      const source = keys[step.key]!
      const bytes = this.objects.get(source)
      const end = (bytes?.length ?? 0) - 1 - step.cut
      const hasRange = step.cut > 0 && end >= 0
      const range = hasRange ? { sourceRange: { kind: 'from', start: 0, end } as const } : {}
      const input = { ...address, partNumber: step.partNumber, source: { bucket, key: source }, sourceConditions: {}, signal, ...range }
      const expected = parts === undefined ? 'NoSuchUpload' : bytes === undefined ? 'NoSuchKey' : 'done'
      expect(await outcome(engine.uploadPartCopy(input))).toBe(expected)
      if (expected === 'done') parts!.set(step.partNumber, hasRange ? bytes!.subarray(0, end + 1) : bytes!)
    } else if (step.kind === 'abort') {
      expect(await outcome(engine.abortMultipartUpload(address))).toBe(parts === undefined ? 'NoSuchUpload' : 'done')
      target.parts = undefined
    } else await this.complete(step.named, target)
  }

  /** `named` chooses parts by its bits; 31 asks for all of them. */
  private async complete(named: number, target: ModelUpload): Promise<void> {
    const all = named === 31
    const chosen = [...(target.parts ?? [])].filter(([number]) => all || (named & (1 << number)) !== 0).toSorted(([a], [b]) => a - b)
    const parts = all ? ('all' as const) : chosen.map(([number, bytes]) => ({ partNumber: number, etag: md5(bytes) }))
    const { key, uploadId } = target
    const completing = this.fixture.engine.completeMultipartUpload({ bucket, key, uploadId, parts, forbidOverwrite: false })
    const isSmall = chosen.slice(0, -1).some(([, bytes]) => bytes.length < 100 * 1024)
    const expected = target.parts === undefined ? 'NoSuchUpload' : chosen.length === 0 ? 'InvalidPart' : isSmall ? 'EntityTooSmall' : 'done'
    expect(await outcome(completing)).toBe(expected)
    if (expected !== 'done') return
    expect((await completing).etag).toBe(`${md5(chosen.map(([, bytes]) => md5(bytes)).join(''))}-${chosen.length}`)
    this.objects.set(key, Buffer.concat(chosen.map(([, bytes]) => bytes)))
    target.parts = undefined
  }

  async compare(): Promise<void> {
    const { engine, deps } = this.fixture
    for (const name of keys) {
      const bytes = this.objects.get(name)
      if (bytes === undefined) expect(await outcome(engine.headObject({ bucket, key: name, conditions: {} }))).toBe('NoSuchKey')
      else expect(md5(await readObject(engine, name))).toBe(md5(bytes.toString()))
    }
    const open = this.uploads.filter((each) => each.parts !== undefined)
    const partCount = open.reduce((sum, each) => sum + (each.parts?.size ?? 0), 0)
    expect(await engine.getBucketStat({ bucket })).toMatchObject({ multipartUploadCount: open.length, multipartPartCount: partCount })
    const sorted = open.toSorted((a, b) => compareUtf8(a.key, b.key) || (a.uploadId < b.uploadId ? -1 : 1))
    expect(await listUploads(this.fixture)).toEqual(sorted.map((each) => each.uploadId))
    for (const { key, uploadId, parts } of open) {
      const listed = await engine.listParts({ bucket, key, uploadId, after: 0, maxParts: 1000 })
      const expected = [...parts!].toSorted(([a], [b]) => a - b).map(([number, bytes]) => [number, bytes.length, md5(bytes)])
      expect(listed.parts.map((part) => [part.partNumber, part.sizeBytes, part.etag])).toEqual(expected)
    }
    await sweepOnce(deps, { graceMs: -1000, batchSize: 1_000_000 })
    const reader = deps.metadata.snapshot()
    const report = await checkStore(reader, deps.blobs, { deep: true })
    reader.close()
    expect(report).toMatchObject({ problems: [], garbageCount: 0, uploadCount: open.length, objectCount: this.objects.size })
    expect(deps.blobs.files.size).toBe(report.blobCount)
  }
}

async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    if (isOssError(error)) return error.code
    throw error
  }
}

/** All uploads, in pages of two. */
async function listUploads({ engine }: EngineFixture): Promise<string[]> {
  const found: string[] = []
  let markers: { keyMarker: string; uploadIdMarker: string } | undefined = { keyMarker: '', uploadIdMarker: '' }
  while (markers !== undefined) {
    const page = await engine.listMultipartUploads({ bucket, prefix: '', delimiter: '', ...markers, maxUploads: 2 })
    for (const entry of page.entries) if (entry.kind === 'upload') found.push(entry.upload.uploadId)
    markers = page.nextKey === undefined ? undefined : { keyMarker: page.nextKey, uploadIdMarker: page.nextUploadId ?? '' }
  }
  return found
}

describe('multipart uploads', () => {
  it('do what a map of buffers does, whatever the order of operations, and leave no byte behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
        const pair = new Pair(await createEngineFixture())
        // Uploads to work on from the start, so that most steps find one.
        for (const each of [0, 1, 1]) await pair.run({ kind: 'initiate', key: each })
        for (const each of steps) await pair.run(each)
        await pair.compare()
      }),
      { numRuns: 100 },
    )
  }, 60_000)
})

describe('ListMultipartUploads', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '\u0001', '\uFFFF', '😀'), minLength: 1, maxLength: 4 }).filter((each) => !each.startsWith('/'))

  it('shows what a naive model shows, for any prefix, delimiter, markers and page size', async () => {
    const query = fc.record({
      prefix: fc.option(text, { nil: '' }),
      delimiter: fc.constantFrom('', '/', 'a', '//'),
      keyMarker: fc.option(text, { nil: '' }),
      markedUpload: fc.nat(30),
      marksUpload: fc.boolean(),
      maxUploads: fc.integer({ min: 1, max: 6 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 12 }), fc.array(query, { minLength: 1, maxLength: 6 }), async (names, queries) => {
        const fixture = await createEngineFixture()
        const all: { key: string; uploadId: string }[] = []
        for (const name of names) {
          const attributes = { headers: {}, userMetadata: {}, tags: {}, acl: 'default', forbidOverwrite: false } as const
          all.push({ key: name, uploadId: (await fixture.engine.initiateMultipartUpload({ bucket, key: name, ...attributes })).uploadId })
        }
        for (const { markedUpload, marksUpload, ...each } of queries) {
          const marked = all[markedUpload % all.length]!
          // An id of some upload, of none, or no id at all.
          const uploadIdMarker = each.keyMarker === '' ? '' : (all[markedUpload]?.uploadId ?? (markedUpload % 2 === 0 ? '' : '0'.repeat(markedUpload)))
          // As the pages of a listing have it, or anything at all.
          const markers = marksUpload ? { keyMarker: marked.key, uploadIdMarker: marked.uploadId } : { keyMarker: each.keyMarker, uploadIdMarker }
          const input = { bucket, ...each, ...markers }
          const page = await fixture.engine.listMultipartUploads(input)
          const shown = page.entries.map((entry) => (entry.kind === 'prefix' ? entry.prefix : entry.upload.uploadId))
          const expected = naiveEntries(all, input)
          expect(shown).toEqual(expected.slice(0, input.maxUploads))
          expect(page.isTruncated).toBe(expected.length > input.maxUploads)
        }
      }),
      { numRuns: 300 },
    )
  }, 60_000)
})

function naiveEntries(
  uploads: readonly { readonly key: string; readonly uploadId: string }[],
  query: { readonly prefix: string; readonly delimiter: string; readonly keyMarker: string; readonly uploadIdMarker: string },
): readonly string[] {
  const entries: string[] = []
  const sorted = uploads.toSorted((a, b) => compareUtf8(a.key, b.key) || (a.uploadId < b.uploadId ? -1 : 1))
  for (const { key, uploadId } of sorted) {
    if (!key.startsWith(query.prefix)) continue
    const at = query.delimiter === '' ? -1 : key.indexOf(query.delimiter, query.prefix.length)
    if (at < 0) {
      const order = compareUtf8(key, query.keyMarker)
      if (order > 0 || (order === 0 && query.uploadIdMarker !== '' && uploadId > query.uploadIdMarker)) entries.push(uploadId)
      continue
    }
    const folded = key.slice(0, at + query.delimiter.length)
    const isPassed = query.keyMarker.startsWith(folded) || compareUtf8(folded, query.keyMarker) <= 0
    if (!isPassed && entries.at(-1) !== folded) entries.push(folded)
  }
  return entries
}
