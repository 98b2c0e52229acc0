import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { VersionEntry } from '../object-engine.ts'
import { actionOnVersion, ruleForLoneMarker } from '../../model/lifecycle-action.ts'
import type { LifecycleRule } from '../../model/lifecycle.ts'
import { createEngineFixture, type EngineFixture, putInput } from '../test-support/engine-fixture.ts'
import { runLifecycle } from './run-lifecycle.ts'

const bucket = 'bucket'
const hourMs = 3_600_000

type Step = (fixture: EngineFixture) => Promise<unknown>
const ofKey = fc.constantFrom('a', 'ab', 'b')
const ofStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(ofKey, fc.constantFrom({}, { t: '1' }), fc.nat(30)).map(([key, tags, size]): Step => ({ engine }) => engine.putObject(putInput(key, 'x'.repeat(size), { tags }))) },
  { weight: 2, arbitrary: ofKey.map((key): Step => ({ engine }) => engine.deleteObject({ bucket, key })) },
  { weight: 1, arbitrary: fc.constantFrom('Enabled' as const, 'Enabled' as const, 'Suspended' as const).map((status): Step => ({ engine }) => engine.putBucketVersioning({ bucket, status })) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 70 }).map((hours): Step => async ({ clock }) => (clock.nowMs += hours * hourMs)) },
)
const ofDays = fc.integer({ min: 1, max: 6 })
const ofRules = fc.array(
  fc.record(
    {
      id: fc.uuid(),
      prefix: fc.constantFrom('', 'a', 'ab'),
      status: fc.constant('Enabled' as const),
      tags: fc.constantFrom({}, { t: '1' }),
      expiration: fc.oneof(ofDays.map((days) => ({ kind: 'days' as const, days })), fc.constant({ kind: 'expiredObjectDeleteMarker' } as const)),
      transitions: fc.tuple(ofDays).map(([days]) => [{ moment: { kind: 'days' as const, days }, storageClass: 'IA' as const }]),
      noncurrentExpirationDays: ofDays,
      noncurrentTransitions: fc.tuple(ofDays).map(([noncurrentDays]) => [{ noncurrentDays, storageClass: 'Archive' as const }]),
    },
    { requiredKeys: ['id', 'prefix', 'status', 'tags'] },
  ),
  { maxLength: 3 },
)

type Shown = Exclude<VersionEntry, { readonly kind: 'prefix' }>
async function list({ engine }: EngineFixture): Promise<readonly Shown[]> {
  const { entries } = await engine.listObjectVersions({ bucket, prefix: '', delimiter: '', keyMarker: '', maxKeys: 1000 })
  return entries.flatMap((entry) => (entry.kind === 'prefix' ? [] : [entry]))
}
const keyOf = (entry: Shown) => (entry.kind === 'version' ? entry.version.key : entry.marker.key)
const brief = (entry: Shown) => (entry.kind === 'version' ? `${entry.version.key} ${entry.version.versionId} ${entry.version.storageClass}` : `${entry.marker.key} ${entry.marker.versionId} marker`)

/** What a listing should show after a run, from what it shows before it. New markers have no id yet. */
async function expected(fixture: EngineFixture, rules: readonly LifecycleRule[]): Promise<readonly string[]> {
  const { engine, clock } = fixture
  const { versioning } = await engine.getBucketInfo({ bucket })
  const before = await list(fixture)
  const after: string[] = []
  /** With suspended versioning, a new null marker takes the place of whatever was `null` before. */
  const withNewNull = new Set<string>()
  for (const [index, entry] of before.entries()) {
    const newer = before[index - 1]
    const isOnly = before.filter((other) => keyOf(other) === keyOf(entry)).length === 1
    if (entry.kind === 'deleteMarker') {
      if (!isOnly || ruleForLoneMarker(rules, keyOf(entry)) === undefined) after.push(brief(entry))
      continue
    }
    const { key, versionId, sizeBytes, storageClass, lastModifiedMs, isLatest } = entry.version
    const { tags } = await engine.getObjectTagging({ bucket, key, ...(versioning === undefined ? {} : { versionId }) })
    const since = newer === undefined ? undefined : newer.kind === 'version' ? newer.version.lastModifiedMs : newer.marker.lastModifiedMs
    const subject = { key, sizeBytes, storageClass, lastModifiedMs, isLink: false, tags: () => tags, ...(isLatest ? {} : { noncurrentSinceMs: since ?? 0 }) }
    const action = actionOnVersion(rules, subject, clock.nowMs)
    if (action?.kind === 'transition') after.push(`${key} ${versionId} ${action.storageClass}`)
    else if (action === undefined) after.push(brief(entry))
    else if (isLatest && versioning !== undefined) {
      after.push(`${key} new marker`, brief(entry))
      if (versioning === 'Suspended') withNewNull.add(key)
    }
  }
  return after.filter((text) => !(withNewNull.has(text.split(' ')[0] ?? '') && text.split(' ')[1] === 'null'))
}

describe('a run of the lifecycle rules', () => {
  it('leaves what each version by itself should become, in every history of a bucket', async () => {
    const counted = { expired: 0, noncurrentExpired: 0, transitioned: 0, deleteMarkersRemoved: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(ofStep, { minLength: 4, maxLength: 25 }), ofRules, async (steps, rules) => {
        const fixture = await createEngineFixture()
        for (const step of steps) await step(fixture)
        fixture.clock.nowMs += 3 * 24 * hourMs
        await fixture.engine.putBucketSetting({ bucket, name: 'lifecycle', value: { rules } })
        const known = new Set((await list(fixture)).map(brief))
        const wanted = await expected(fixture, rules)
        const output = await runLifecycle(fixture.deps)
        const shown = (await list(fixture)).map((entry) => (entry.kind === 'deleteMarker' && !known.has(brief(entry)) ? `${keyOf(entry)} new marker` : brief(entry)))
        // A new null marker that takes the place of an old one is told from it by nothing.
        const plain = (texts: readonly string[]) => texts.map((text) => text.replace(/ null marker$/, ' new marker')).toSorted()
        expect(plain(shown)).toEqual(plain(wanted))
        for (const name of Object.keys(counted) as (keyof typeof counted)[]) counted[name] += output[name]
        const again = await runLifecycle(fixture.deps)
        expect([again.expired, again.transitioned, again.noncurrentExpired]).toEqual([0, 0, 0])
      }),
      { numRuns: 150 },
    )
    for (const [name, count] of Object.entries(counted)) expect(count, name).toBeGreaterThan(0)
  })
})
