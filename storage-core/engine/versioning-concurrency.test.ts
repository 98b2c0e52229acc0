import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOssError } from '../model/oss-error.ts'
import { checkStore } from '../tools/check-store.ts'
import { createEngineFixture, putInput, readBody } from './test-support/engine-fixture.ts'

const bucket = 'bucket'
const key = 'k'

/** What one client got back; the version id says when its turn was. */
type Outcome =
  | { readonly kind: 'put'; readonly versionId: string; readonly body: string }
  | { readonly kind: 'delete'; readonly versionId: string }
  | { readonly kind: 'copy'; readonly versionId: string; readonly sourceVersionId: string }
  | { readonly kind: 'nothing to copy' }

describe('versions of one key written at the same time', () => {
  it('are as if the clients had come one after the other, in the order of the version ids', async () => {
    const kinds = fc.array(fc.constantFrom('put' as const, 'delete' as const, 'copy' as const), { minLength: 2, maxLength: 30, size: 'max' })
    await fc.assert(
      fc.asyncProperty(kinds, fc.scheduler(), async (wanted, scheduler) => {
        const { engine, deps } = await createEngineFixture()
        await engine.putBucketVersioning({ bucket, status: 'Enabled' })
        const perform = async (kind: (typeof wanted)[number], index: number): Promise<Outcome> => {
          await scheduler.schedule(Promise.resolve())
          if (kind === 'put') {
            const body = `${index} ${'x'.repeat(index % 3 === 0 ? 40 : 2)}`
            const { versionId = '' } = await engine.putObject(putInput(key, body))
            return { kind, versionId, body }
          }
          if (kind === 'delete') {
            const { versionId = '' } = await engine.deleteObject({ bucket, key })
            return { kind, versionId }
          }
          try {
            const { versionId = '', sourceVersionId = '' } = await engine.copyObject({
              bucket, key, source: { bucket, key }, sourceConditions: {}, acl: 'default', forbidOverwrite: false,
            })
            return { kind, versionId, sourceVersionId }
          } catch (error) {
            if (isOssError(error, 'NoSuchKey')) return { kind: 'nothing to copy' }
            throw error
          }
        }
        const running = Promise.all(wanted.map(perform))
        await scheduler.waitAll()
        const outcomes = await running
        const turns = outcomes.flatMap((each) => (each.kind === 'nothing to copy' ? [] : [each])).toSorted((a, b) => (a.versionId < b.versionId ? -1 : 1))

        // Each copy read what its predecessor left, and a delete left nothing to copy.
        const bodies = new Map<string, string>()
        turns.forEach((turn, at) => {
          if (turn.kind === 'put') bodies.set(turn.versionId, turn.body)
          if (turn.kind !== 'copy') return
          const before = turns[at - 1]
          expect([before?.versionId, before?.kind === 'delete']).toEqual([turn.sourceVersionId, false])
          bodies.set(turn.versionId, bodies.get(turn.sourceVersionId) ?? 'a copy of nothing')
        })

        const page = await engine.listObjectVersions({ bucket, prefix: '', delimiter: '', keyMarker: '', maxKeys: 1000 })
        const listed = page.entries.map((entry) => (entry.kind === 'prefix' ? '' : entry.kind === 'version' ? entry.version.versionId : `${entry.marker.versionId} marker`))
        expect(listed).toEqual(turns.toReversed().map((turn) => (turn.kind === 'delete' ? `${turn.versionId} marker` : turn.versionId)))
        for (const [versionId, body] of bodies) {
          const output = await engine.getObject({ bucket, key, versionId, conditions: {}, rangeBehavior: 'standard' })
          expect((await readBody(output.body)).toString()).toBe(body)
        }
        const reader = deps.metadata.snapshot()
        expect((await checkStore(reader, deps.blobs, { deep: true })).problems).toEqual([])
        reader.close()
      }),
      { numRuns: 100 },
    )
  })
})
