import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRetained } from '../../model/bucket-worm.ts'
import { isOssError } from '../../model/oss-error.ts'
import { bodyOf, createEngineFixture, type EngineFixture, putInput } from '../test-support/engine-fixture.ts'

const bucket = 'bucket'
const hourMs = 3_600_000
const plain = { headers: {}, userMetadata: {}, tags: {}, acl: 'default' } as const

/** What a version is told by: while a retention policy holds, none of it may change. */
interface Version {
  readonly id: string
  readonly etag: string
  readonly lastModifiedMs: number
}

async function versionsOf({ engine }: EngineFixture): Promise<readonly Version[]> {
  const page = await engine.listObjectVersions({ bucket, prefix: '', delimiter: '', keyMarker: '', maxKeys: 1000 })
  return page.entries.flatMap((entry) =>
    entry.kind === 'version'
      ? [{ id: `${entry.version.key} ${entry.version.versionId}`, etag: entry.version.etag, lastModifiedMs: entry.version.lastModifiedMs }]
      : [],
  )
}

type Step = (fixture: EngineFixture) => Promise<unknown>
const keyOf = fc.constantFrom('a', 'b')
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(keyOf, fc.integer({ min: 0, max: 999 })).map(([key, seed]): Step => ({ engine }) => engine.putObject(putInput(key, `body ${seed}`))),
  keyOf.map((key): Step => ({ engine }) => engine.deleteObject({ bucket, key })),
  fc.tuple(keyOf, fc.nat(5)).map(([key, nth]): Step => async (fixture) => {
    const mine = (await versionsOf(fixture)).filter(({ id }) => id.startsWith(key))
    const versionId = mine[nth % Math.max(1, mine.length)]?.id.slice(2)
    if (versionId !== undefined) await fixture.engine.deleteObject({ bucket, key, versionId })
  }),
  fc.constant<Step>(({ engine }) => engine.deleteMultipleObjects({ bucket, objects: [{ key: 'a' }, { key: 'b', versionId: 'null' }] })),
  fc.tuple(keyOf, keyOf).map(([key, source]): Step => ({ engine }) =>
    engine.copyObject({ bucket, key, source: { bucket, key: source }, sourceConditions: {}, acl: 'default', forbidOverwrite: false, replaceMetadata: { headers: {}, userMetadata: {} } }),
  ),
  keyOf.map((key): Step => ({ engine }) => engine.putSymlink({ bucket, key, target: 'elsewhere', forbidOverwrite: false, ...plain })),
  fc.constant<Step>(async ({ engine }) => {
    const position = await engine.headObject({ bucket, key: 'log', conditions: {} }).then(({ head }) => head.sizeBytes, () => 0)
    await engine.appendObject({ bucket, key: 'log', position, body: bodyOf('more'), claims: {}, signal: new AbortController().signal, ...plain })
  }),
  keyOf.map((key): Step => async ({ engine }) => {
    const { uploadId } = await engine.initiateMultipartUpload({ bucket, key, forbidOverwrite: false, ...plain })
    await engine.uploadPart({ bucket, key, uploadId, partNumber: 1, body: bodyOf(uploadId), claims: {}, signal: new AbortController().signal })
    await engine.completeMultipartUpload({ bucket, key, uploadId, parts: 'all', forbidOverwrite: false })
  }),
  fc.constantFrom('Enabled' as const, 'Suspended' as const).map((status): Step => ({ engine }) => engine.putBucketVersioning({ bucket, status })),
  fc.integer({ min: 1, max: 3 }).map((retentionPeriodDays): Step => ({ engine }) => engine.initiateBucketWorm({ bucket, retentionPeriodDays })),
  fc.constant<Step>(({ engine }) => engine.abortBucketWorm({ bucket })),
  fc.constant<Step>(async ({ engine }) => engine.completeBucketWorm({ bucket, wormId: (await engine.getBucketWorm({ bucket })).wormId })),
  fc.integer({ min: 1, max: 4 }).map((retentionPeriodDays): Step => async ({ engine }) =>
    engine.extendBucketWorm({ bucket, wormId: (await engine.getBucketWorm({ bucket })).wormId, retentionPeriodDays }),
  ),
  fc.integer({ min: 1, max: 60 }).map((hours): Step => async ({ clock }) => {
    clock.nowMs += hours * hourMs
  }),
)

describe('a retention policy', () => {
  it('keeps every version as it is for its days, whatever is done in which order', async () => {
    let kept = 0
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 40 }), async (sequence) => {
        const fixture = await createEngineFixture()
        for (const step of sequence) {
          const before = await versionsOf(fixture)
          const { worm } = await fixture.engine.getBucketInfo({ bucket })
          const nowMs = fixture.clock.nowMs
          const retained = before.filter(({ lastModifiedMs }) => isRetained(worm, lastModifiedMs, nowMs))
          try {
            await step(fixture)
          } catch (error) {
            if (!isOssError(error)) throw error
          }
          const after = new Map((await versionsOf(fixture)).map((version) => [version.id, version]))
          for (const version of retained) expect(after.get(version.id)).toEqual(version)
          kept += retained.length
        }
      }),
      { numRuns: 150 },
    )
    expect(kept, 'versions that were to be kept').toBeGreaterThan(100)
  })
})
