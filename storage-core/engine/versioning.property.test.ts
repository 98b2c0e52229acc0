import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOssError } from '../model/oss-error.ts'
import { checkStore } from '../tools/check-store.ts'
import type { ObjectEngine } from './object-engine.ts'
import { sweepOnce } from './sweep.ts'
import { createEngineFixture, type EngineFixture, listAll, putInput, readBody } from './test-support/engine-fixture.ts'
import { lineOf, type ModelVersion, VersionModel } from './test-support/version-model.ts'

/** Which version an operation names: none, or the one at this place of the key's list, or one that never was. */
type Pick = { readonly kind: 'latest' } | { readonly kind: 'nth'; readonly n: number } | { readonly kind: 'unknown' }
type Step =
  | { readonly kind: 'versioning'; readonly status: 'Enabled' | 'Suspended' }
  | { readonly kind: 'put'; readonly key: string; readonly sizeBytes: number; readonly forbidOverwrite: boolean }
  | { readonly kind: 'delete'; readonly key: string; readonly version: Pick }
  | { readonly kind: 'copy'; readonly key: string; readonly source: string; readonly version: Pick }
  | { readonly kind: 'tag'; readonly key: string; readonly version: Pick }
  | { readonly kind: 'deleteSeveral'; readonly objects: readonly { readonly key: string; readonly version: Pick }[] }

// Mostly a few, so that histories grow deep.
const key = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'a/1') },
  { weight: 2, arbitrary: fc.constantFrom('a\u0001', 'a/2', 'b/1', '\uFFFF', '😀') },
)
const pick: fc.Arbitrary<Pick> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ kind: 'latest' as const }) },
  { weight: 4, arbitrary: fc.nat(4).map((n) => ({ kind: 'nth' as const, n })) },
  { weight: 1, arbitrary: fc.constant({ kind: 'unknown' as const }) },
)
const status = fc.constantFrom('Enabled' as const, 'Suspended' as const)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: status.map((each) => ({ kind: 'versioning' as const, status: each })) },
  {
    weight: 8,
    // Inline and as a file: 16 bytes are the limit of the fixture.
    arbitrary: fc.record({ kind: fc.constant('put' as const), key, sizeBytes: fc.constantFrom(0, 3, 40), forbidOverwrite: fc.boolean() }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('delete' as const), key, version: pick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('copy' as const), key, source: key, version: pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('tag' as const), key, version: pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('deleteSeveral' as const),
      objects: fc.array(fc.record({ key, version: pick }), { minLength: 1, maxLength: 5 }),
    }),
  },
)

const bucket = 'bucket'
const unknownId = 'CAEQMxiBgICbof2D0BYi'

/** The engine and the model, doing the same. */
class Pair {
  readonly model = new VersionModel()
  readonly fixture: EngineFixture
  readonly engine: ObjectEngine
  private count = 0

  constructor(fixture: EngineFixture) {
    this.fixture = fixture
    this.engine = fixture.engine
  }

  versionId(key: string, version: Pick): { readonly versionId?: string } {
    if (version.kind === 'latest') return {}
    const versions = this.model.versionsOf(key)
    const found = version.kind === 'unknown' ? undefined : versions[version.n % Math.max(1, versions.length)]
    return { versionId: found?.versionId ?? unknownId }
  }

  async run(step: Step): Promise<void> {
    const { model, engine } = this
    this.fixture.clock.nowMs += 1
    switch (step.kind) {
      case 'versioning':
        await engine.putBucketVersioning({ bucket, status: step.status })
        model.status = step.status
        return
      case 'put': {
        const mayExist = model.status !== undefined || model.versionsOf(step.key).length === 0
        const body = this.body(step.sizeBytes)
        const put = engine.putObject(putInput(step.key, body, { forbidOverwrite: step.forbidOverwrite }))
        if (step.forbidOverwrite && !mayExist) await expect(put).rejects.toMatchObject({ code: 'FileAlreadyExists' })
        else this.added(step.key, { body, tags: {} }, (await put).versionId)
        return
      }
      case 'copy': {
        const { key, source } = step
        const version = this.versionId(source, step.version)
        const from = model.find(source, version.versionId)
        const copy = engine.copyObject({
          bucket, key, source: { bucket, key: source, ...version }, sourceConditions: {}, acl: 'default', forbidOverwrite: false,
        })
        if (from?.body === undefined) {
          const code = from === undefined && version.versionId !== undefined ? 'NoSuchVersion' : 'NoSuchKey'
          await expect(copy).rejects.toMatchObject({ code })
          return
        }
        const { versionId, sourceVersionId } = await copy
        expect(sourceVersionId).toBe(model.status === undefined ? undefined : from.versionId)
        this.added(key, { body: from.body, tags: from.tags }, versionId)
        return
      }
      case 'tag': {
        const version = this.versionId(step.key, step.version)
        const target = model.find(step.key, version.versionId)
        this.count += 1
        const tags = { count: String(this.count) }
        const put = engine.putObjectTagging({ bucket, key: step.key, ...version, tags })
        if (target?.body === undefined) {
          const code = target === undefined && version.versionId !== undefined ? 'NoSuchVersion' : 'NoSuchKey'
          await expect(put).rejects.toMatchObject({ code })
          return
        }
        expect((await put).versionId).toBe(model.status === undefined ? undefined : target.versionId)
        target.tags = tags
        return
      }
      case 'delete': {
        const version = this.versionId(step.key, step.version)
        this.deleted(step.key, version, await engine.deleteObject({ bucket, key: step.key, ...version }))
        return
      }
      case 'deleteSeveral': {
        const objects = step.objects.map(({ key, version }) => ({ key, ...this.versionId(key, version) }))
        const answers = await engine.deleteMultipleObjects({ bucket, objects })
        expect(answers.map((each) => ({ key: each.key, versionId: each.versionId }))).toEqual(
          objects.map((each) => ({ key: each.key, versionId: each.versionId })),
        )
        objects.forEach((object, index) => {
          const id = answers[index]?.deleteMarkerVersionId
          const shown = object.versionId ?? id
          this.deleted(object.key, object, {
            deleteMarker: id !== undefined,
            ...(shown === undefined || model.status === undefined ? {} : { versionId: shown }),
          })
        })
      }
    }
  }

  private body(sizeBytes: number): string {
    this.count += 1
    return String(this.count).padStart(sizeBytes, '-').slice(0, sizeBytes)
  }

  private added(key: string, version: Omit<ModelVersion, 'versionId'>, versionId: string | undefined): void {
    const { model } = this
    if (model.status === undefined) expect(versionId).toBeUndefined()
    if (model.status === 'Suspended') expect(versionId).toBe('null')
    if (model.status === 'Enabled') expect(versionId).toMatch(/^[A-Za-z0-9._-]{16,}$/)
    model.add(key, { ...version, versionId: versionId ?? 'null' })
  }

  private deleted(
    key: string,
    { versionId }: { readonly versionId?: string },
    output: { readonly versionId?: string; readonly deleteMarker: boolean },
  ): void {
    const { model } = this
    if (versionId === undefined) {
      expect(output.deleteMarker).toBe(model.status !== undefined)
      if (model.status === undefined) model.remove(key, 'null')
      else this.added(key, { tags: {} }, output.versionId)
      return
    }
    const target = model.find(key, versionId)
    expect(output).toEqual({
      deleteMarker: target !== undefined && target.body === undefined,
      ...(model.status === undefined ? {} : { versionId }),
    })
    model.remove(key, versionId)
  }

  /** Everything a client can see, against the model. */
  async compare(): Promise<void> {
    const { model, engine } = this
    for (const key of ['a', 'a/1', '😀', 'never']) await this.compareReads(key, undefined)
    for (const [key, versions] of model.keys) for (const { versionId } of versions) await this.compareReads(key, versionId)
    expect(await listAll(engine)).toEqual(model.listObjects())
    const every = [...model.keys.values()].flat()
    expect(await engine.getBucketStat({ bucket })).toMatchObject({
      objectCount: every.filter((each) => each.body !== undefined).length,
      deleteMarkerCount: every.filter((each) => each.body === undefined).length,
      storageBytes: every.reduce((sum, each) => sum + (each.body?.length ?? 0), 0),
    })
    for (const [prefix, delimiter] of [['', ''], ['', '/'], ['a', '/'], ['a/', '']] as const) {
      for (const maxKeys of [1, 2, 1000]) {
        expect(await listVersions(engine, prefix, delimiter, maxKeys)).toEqual(model.listVersions(prefix, delimiter))
      }
    }
  }

  private async compareReads(key: string, versionId: string | undefined): Promise<void> {
    const { model } = this
    const wanted = model.find(key, versionId)
    const version = versionId === undefined ? {} : { versionId }
    try {
      const output = await this.engine.getObject({ bucket, key, ...version, conditions: {}, rangeBehavior: 'standard' })
      const found = { body: (await readBody(output.body)).toString(), tags: output.head.tags, versionId: output.versionId }
      expect(found).toEqual({ body: wanted?.body, tags: wanted?.tags, versionId: model.status === undefined ? undefined : wanted?.versionId })
    } catch (error) {
      if (!isOssError(error)) throw error
      if (wanted === undefined) expect(error).toMatchObject({ code: versionId === undefined ? 'NoSuchKey' : 'NoSuchVersion', headers: {} })
      else {
        expect(wanted.body).toBeUndefined()
        expect(error.code).toBe(versionId === undefined ? 'NoSuchKey' : 'MethodNotAllowed')
        expect(error.headers).toMatchObject({ 'x-oss-delete-marker': 'true', 'x-oss-version-id': wanted.versionId })
      }
    }
  }

  /** Nothing is left over and nothing is missing; after the sweep only what the model still has. */
  async checkStore(): Promise<void> {
    const { deps } = this.fixture
    await sweepOnce(deps, { graceMs: -1, batchSize: 10_000 })
    const reader = deps.metadata.snapshot()
    try {
      expect((await checkStore(reader, deps.blobs, { deep: true })).problems).toEqual([])
    } finally {
      reader.close()
    }
  }
}

async function listVersions(engine: ObjectEngine, prefix: string, delimiter: string, maxKeys: number): Promise<readonly string[]> {
  const lines: string[] = []
  let markers: { readonly keyMarker: string; readonly versionIdMarker?: string } | undefined = { keyMarker: '' }
  while (markers !== undefined) {
    const page = await engine.listObjectVersions({ bucket, prefix, delimiter, maxKeys, ...markers })
    lines.push(...page.entries.map(lineOf))
    markers = undefined
    if (page.isTruncated) {
      expect(page.entries).toHaveLength(maxKeys)
      const { nextKeyMarker = '', nextVersionIdMarker } = page
      markers = { keyMarker: nextKeyMarker, ...(nextVersionIdMarker === undefined ? {} : { versionIdMarker: nextVersionIdMarker }) }
    }
  }
  return lines
}

describe('versioning', () => {
  it('shows what the definition says, whatever is put, copied, tagged, deleted and switched in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }), async (steps) => {
        const pair = new Pair(await createEngineFixture())
        for (const each of steps) await pair.run(each)
        await pair.compare()
        await pair.checkStore()
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  it('shows it after every single step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25, size: 'max' }), async (steps) => {
        const pair = new Pair(await createEngineFixture())
        for (const each of steps) {
          await pair.run(each)
          await pair.compare()
        }
        await pair.checkStore()
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})
