import { openFileBlobStore } from '../../blobs/file-blob-store.ts'
import { openLmdbMetadataStore } from '../../metadata/lmdb-metadata-store.ts'
import { createNodePlatform } from '../../platform/node/node-platform.ts'
import { createObjectEngine } from '../create-object-engine.ts'
import type { FailpointName } from '../dependencies.ts'
import type { Engine } from '../engine.ts'
import { runLifecycle } from '../lifecycle/run-lifecycle.ts'
import type { ObjectEngine } from '../object-engine.ts'
import { sweepOnce } from '../sweep.ts'
import { openIdentities, performIdentity } from './crash-identities.ts'
import { performKind } from './crash-kinds.ts'
import { performMultipart } from './crash-multipart.ts'
import { bodyFor, copier, putterOf, remover, type CrashPlan, type LedgerLine, type PlannedOperation } from './crash-plan.ts'

/**
 * Runs the operations of a plan on a real data folder and says on standard output what it started and what was
 * acknowledged. At the planned failpoint it kills itself, as a power switch would: no handler runs, nothing is flushed.
 */
const plan = JSON.parse(process.argv[2] ?? '') as CrashPlan
const { clock, random, files } = createNodePlatform()

let armed = false
const failpoint = (name: FailpointName) => {
  if (armed && name === plan.failpoint) process.kill(process.pid, 'SIGKILL')
}

const metadata = await openLmdbMetadataStore({ dataFolder: plan.dataFolder, files, clock, random })
const blobs = await openFileBlobStore({ files, random, directory: plan.dataFolder })
const deps = { metadata, blobs, clock, failpoint }
const engine = createObjectEngine(deps)
const identities = await openIdentities(deps)
const owner = { id: '1234567890123456', displayName: 'owner' }

await engine.putBucket({ bucket: 'bucket', owner, region: 'cn-hangzhou' })
for (const operation of plan.before) await perform(engine, operation)
say({ event: 'ready' })
armed = true

const queue = plan.operations.map((operation, index) => ({ operation, index }))
const worker = async () => {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    say({ event: 'started', index: next.index })
    await perform(engine, next.operation)
    say({ event: 'acknowledged', index: next.index })
  }
}
await Promise.all(Array.from({ length: plan.workers }, worker))
await metadata.close()
say({ event: 'finished' })

async function perform(engine: Engine, operation: PlannedOperation): Promise<void> {
  const { signal } = new AbortController()
  const bucket = 'bucket'
  const attributes = { headers: {}, userMetadata: {}, tags: {}, acl: 'default' } as const
  switch (operation.kind) {
    case 'put': {
      const body = bodyFor(operation.seed, operation.sizeBytes)
      const chunks = async function* () {
        for (let at = 0; at < body.length; at += 65_536) yield body.subarray(at, at + 65_536)
      }
      await engine.putObject({ bucket, key: operation.key, body: chunks(), claims: {}, forbidOverwrite: false, signal, author: putterOf(operation.seed), ...attributes })
      return
    }
    case 'copy':
      await engine.copyObject({
        bucket,
        key: operation.key,
        source: { bucket, key: operation.source, ...(await versionOf(engine, operation.source, operation.nth)) },
        sourceConditions: {},
        acl: 'default',
        forbidOverwrite: false,
        author: copier,
      })
      return
    case 'delete':
      await engine.deleteObject({ bucket, key: operation.key, ...(await versionOf(engine, operation.key, operation.nth)), author: remover })
      return
    case 'acl':
      await engine.putObjectAcl({ bucket, key: operation.key, acl: operation.acl })
      return
    case 'tag':
      await engine.putObjectTagging({
        bucket,
        key: operation.key,
        tags: operation.tags,
        ...(await versionOf(engine, operation.key, operation.nth)),
      })
      return
    case 'versioning':
      await engine.putBucketVersioning({ bucket, status: operation.status })
      return
    case 'sweep':
      await sweepOnce(deps, { graceMs: -1000, batchSize: 100 })
      return
    case 'put-policy':
      await engine.putBucketSetting({ bucket, name: 'policy', value: { text: operation.text } })
      return
    case 'delete-policy':
      await engine.deleteBucketSetting({ bucket, name: 'policy' })
      return
    case 'put-lifecycle':
      await engine.putBucketSetting({ bucket, name: 'lifecycle', value: { rules: operation.rules } })
      return
    case 'run-lifecycle':
      await runLifecycle(deps, { asOfMs: clock.now() + operation.daysLater * 86_400_000 })
      return
    case 'symlink':
    case 'append':
    case 'seal':
    case 'put-archived':
    case 'restore':
      await performKind(engine, operation)
      return
    case 'identity':
      await performIdentity(identities, operation)
      return
    case 'initiate':
    case 'part':
    case 'part-copy':
    case 'complete':
    case 'abort':
      await performMultipart(engine, operation)
  }
}

async function versionOf(engine: ObjectEngine, key: string, nth: number | undefined): Promise<{ readonly versionId?: string }> {
  if (nth === undefined) return {}
  const page = await engine.listObjectVersions({ bucket: 'bucket', prefix: key, delimiter: '', keyMarker: '', maxKeys: 1000 })
  const ids = page.entries.flatMap((entry) => {
    const found = entry.kind === 'version' ? entry.version : entry.kind === 'deleteMarker' ? entry.marker : undefined
    return found?.key === key ? [found.versionId] : []
  })
  const versionId = ids[nth]
  if (versionId === undefined) throw new Error(`${key} has no version ${nth}`)
  return { versionId }
}

function say(line: LedgerLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
