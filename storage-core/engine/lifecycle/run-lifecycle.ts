import type { BucketRow, MetadataLookups, MetadataReader, MetadataWriter, UploadPosition } from '../../metadata/metadata-store.ts'
import { actsOnObjects, actsOnUploads, coveringPrefixes, ruleForUpload } from '../../model/lifecycle-action.ts'
import type { LifecycleConfiguration, LifecycleRule } from '../../model/lifecycle.ts'
import { type EngineDependencies, readMetadata } from '../dependencies.ts'
import { requireBucket } from '../rows.ts'
import { applyVerdict, isProtected, outcomeOf } from './apply-verdict.ts'
import { judgeVersion, type VersionPlace } from './judge-version.ts'
import { emptyTally, type LifecycleRunInput, type LifecycleRunOutput, type LifecycleTally } from './lifecycle-run.ts'
import { type FoundUpload, lookThroughUploads, lookThroughVersions, type Stretch, type VersionsFrom } from './walk-bucket.ts'

/** Versions looked at before others get a turn, or rather versions times rules: about a millisecond. */
const examinedPerTurn = 256
const judgedPerTurn = 10_000
const turnOf = (rules: readonly LifecycleRule[]) => Math.max(8, Math.min(examinedPerTurn, Math.floor(judgedPerTurn / rules.length)))
/** Changes in one commit: about two milliseconds, for which no other commit can begin. */
const changesPerCommit = 64

/**
 * Does what the lifecycle rules of buckets say is due (OSS documentation, "Lifecycle rules based on the last modified
 * time").
 *
 * It walks the keys under the rules' prefixes once, whatever the number of rules; keys that no prefix covers cost nothing,
 * and neither do buckets without rules. Between stretches of a bounded number of keys everyone else gets a turn. What is
 * found to be due is judged again inside the commit that does it, by the rules and the record as they are then. So a run may
 * end at any point, and be begun again: what was done is not due any more, and what was not done still is.
 * @throws OssError NoSuchBucket, InternalError
 */
export async function runLifecycle(deps: EngineDependencies, input: LifecycleRunInput = {}): Promise<LifecycleRunOutput> {
  const tally = emptyTally()
  const failures: unknown[] = []
  for (const name of bucketsWithRules(deps, input.bucket)) {
    if (input.signal?.aborted === true) break
    try {
      await runOnBucket(deps, name, input, tally)
      tally.buckets += 1
    } catch (error) {
      // One bucket's trouble is told in the end and does not keep the others waiting.
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return tally
}

/** @throws OssError NoSuchBucket for the one that is asked for */
function bucketsWithRules(deps: EngineDependencies, only?: string): readonly string[] {
  return readMetadata(deps.metadata, (reader) => {
    const rows = only === undefined ? [...reader.buckets('')] : [requireBucket(reader, only)]
    return rows.flatMap((row) => (rulesOf(reader, row).length === 0 ? [] : [row.name]))
  })
}

function rulesOf(lookups: MetadataLookups, { bucketId }: BucketRow): readonly LifecycleRule[] {
  const setting = lookups.bucketSetting(bucketId, 'lifecycle') as LifecycleConfiguration | undefined
  return setting?.rules ?? []
}

interface Run extends LifecycleRunInput {
  readonly bucketName: string
  readonly tally: LifecycleTally
  readonly asOfMs: number
}

async function runOnBucket(deps: EngineDependencies, bucketName: string, input: LifecycleRunInput, tally: LifecycleTally): Promise<void> {
  const run: Run = { ...input, bucketName, tally, asOfMs: input.asOfMs ?? deps.clock.now() }
  const all = readMetadata(deps.metadata, (reader) => {
    const bucket = reader.bucket(bucketName)
    return bucket === undefined ? [] : rulesOf(reader, bucket)
  })
  const ofObjects = all.filter(actsOnObjects)
  for (const prefix of coveringPrefixes(ofObjects)) {
    const rules = ofObjects.filter((rule) => rule.prefix.startsWith(prefix))
    await walk<VersionPlace, VersionsFrom>(deps, run, {
      start: { position: { kind: 'at', key: prefix } },
      look: (reader, bucket, from) => lookThroughVersions(reader, bucket, rules, { prefix, from, asOfMs: run.asOfMs, atMost: turnOf(rules) }),
      act: (tx, state, place) => actOnVersion(deps, run, tx, state, place),
      foresee: (reader, state, place) => foreseeVersion(deps, run, reader, state, place),
    })
  }
  const ofUploads = all.filter(actsOnUploads)
  for (const prefix of coveringPrefixes(ofUploads)) {
    const rules = ofUploads.filter((rule) => rule.prefix.startsWith(prefix))
    await walk<FoundUpload, UploadPosition>(deps, run, {
      start: { kind: 'at', key: prefix },
      look: (reader, bucket, from) => lookThroughUploads(reader, bucket, rules, { prefix, from, asOfMs: run.asOfMs, atMost: turnOf(rules) }),
      act: (tx, state, found) => abortUpload(deps, run, tx, state, found),
      foresee: () => 'uploadsAborted',
    })
  }
}

type Outcome = keyof LifecycleTally | undefined

/** A bucket and its rules as they are in one state of the store. */
interface BucketState {
  readonly bucket: BucketRow
  readonly rules: readonly LifecycleRule[]
}

interface Walk<Found, Position> {
  readonly start: Position
  readonly look: (reader: MetadataReader, bucket: BucketRow, from: Position) => Stretch<Found, Position>
  readonly act: (tx: MetadataWriter, state: BucketState, found: Found) => Outcome
  readonly foresee: (reader: MetadataReader, state: BucketState, found: Found) => Outcome
}

async function walk<Found, Position>(deps: EngineDependencies, run: Run, { start, look, act, foresee }: Walk<Found, Position>): Promise<void> {
  const { bucketName, tally } = run
  let from: Position | undefined = start
  while (from !== undefined && run.signal?.aborted !== true) {
    const position: Position = from
    const stretch = readMetadata(deps.metadata, (reader) => {
      const bucket = reader.bucket(bucketName)
      // Deleted meanwhile: there is nothing left to do.
      return bucket && look(reader, bucket, position)
    })
    if (stretch === undefined) return
    tally.examined += stretch.examined
    for (let at = 0; at < stretch.found.length; at += changesPerCommit) {
      const some = stretch.found.slice(at, at + changesPerCommit)
      const outcomes =
        run.isDryRun === true
          ? readMetadata(deps.metadata, (reader) => forEachFound(reader, bucketName, some, (state, found) => foresee(reader, state, found)))
          : await actOnAll(deps, bucketName, some, act)
      for (const outcome of outcomes) if (outcome !== undefined) tally[outcome] += 1
    }
    from = stretch.next
    await nextTurn()
  }
}

async function actOnAll<Found>(deps: EngineDependencies, bucketName: string, some: readonly Found[], act: Walk<Found, never>['act']): Promise<readonly Outcome[]> {
  const outcomes = await deps.metadata.write((tx) => {
    const done = forEachFound(tx, bucketName, some, (state, found) => act(tx, state, found))
    deps.failpoint?.('lifecycle.in-transaction')
    return done
  })
  deps.failpoint?.('lifecycle.committed')
  return outcomes
}

function forEachFound<Found>(lookups: MetadataLookups, bucketName: string, some: readonly Found[], work: (state: BucketState, found: Found) => Outcome): readonly Outcome[] {
  const bucket = lookups.bucket(bucketName)
  if (bucket === undefined) return []
  const state = { bucket, rules: rulesOf(lookups, bucket) }
  return some.map((found) => work(state, found))
}

function actOnVersion(deps: EngineDependencies, { asOfMs }: Run, tx: MetadataWriter, { bucket, rules }: BucketState, place: VersionPlace): Outcome {
  const verdict = judgeVersion(tx, bucket, place, rules, asOfMs)
  return verdict && applyVerdict(tx, bucket, place.key, verdict, deps.clock.now())
}

function foreseeVersion(deps: EngineDependencies, { asOfMs }: Run, reader: MetadataReader, { bucket, rules }: BucketState, place: VersionPlace): Outcome {
  const verdict = judgeVersion(reader, bucket, place, rules, asOfMs)
  return verdict && (isProtected(bucket, verdict, deps.clock.now()) ? 'retained' : outcomeOf(verdict))
}

function abortUpload(deps: EngineDependencies, { asOfMs }: Run, tx: MetadataWriter, { bucket, rules }: BucketState, { key, uploadNumber }: FoundUpload): Outcome {
  const upload = tx.upload(bucket.bucketId, key, uploadNumber)
  if (upload === undefined || ruleForUpload(rules, upload, asOfMs) === undefined) return undefined
  tx.removeUpload(bucket.bucketId, upload)
  tx.discardUpload(upload.uploadNumber, deps.clock.now())
  return 'uploadsAborted'
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
