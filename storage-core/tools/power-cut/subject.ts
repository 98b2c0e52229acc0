import path from 'node:path'
import { open } from 'lmdb'
import { openFileBlobStore } from '../../blobs/file-blob-store.ts'
import { createObjectEngine } from '../../engine/create-object-engine.ts'
import type { EngineDependencies } from '../../engine/dependencies.ts'
import { removeOrphans } from '../../engine/orphan-scan.ts'
import { openLmdbMetadataStore } from '../../metadata/lmdb-metadata-store.ts'
import { lmdbSettings } from '../../metadata/lmdb-tables.ts'
import { createNodePlatform } from '../../platform/node/node-platform.ts'
import type { FileSystem } from '../../platform/platform.ts'
import { checkStore } from '../check-store.ts'
import type { SubjectMode, SubjectProblem, SubjectReport, SubjectTask } from './subject-modes.ts'
import { makeBuckets, problemOf, writeForAWhile } from './workload.ts'

function withoutSyncs(files: FileSystem): FileSystem {
  return {
    ...files,
    open: async (filePath, mode) => ({ ...(await files.open(filePath, mode)), sync: () => Promise.resolve() }),
    syncDirectory: () => Promise.resolve(),
  }
}

async function openStores(directory: string, mode: SubjectMode): Promise<EngineDependencies> {
  const { clock, random, files } = createNodePlatform()
  if (mode === 'lmdb-no-sync' || mode === 'lmdb-no-meta-sync') {
    // LMDB keeps one environment per file and process, with the settings of whoever opened it first.
    open({ ...lmdbSettings, path: path.join(directory, 'metadata.mdb'), noSync: mode === 'lmdb-no-sync', noMetaSync: true })
  }
  const metadata = await openLmdbMetadataStore({ dataFolder: directory, clock, random })
  const blobs = await openFileBlobStore({ files: mode === 'blobs-no-sync' ? withoutSyncs(files) : files, random, directory })
  return { metadata, blobs, clock }
}

/** What fsck says once the files that no commit got to are removed, as after every crash. */
async function damages(deps: EngineDependencies): Promise<readonly SubjectProblem[]> {
  await removeOrphans(deps, { batchSize: 1000, signal: new AbortController().signal })
  const reader = deps.metadata.snapshot()
  try {
    const { problems } = await checkStore(reader, deps.blobs, { deep: false })
    return problems.map(({ kind, subject, detail }) => ({ key: subject, problem: `${kind}: ${detail}` }))
  } finally {
    reader.close()
  }
}

function report(message: SubjectReport): void {
  process.send?.(message)
}

/** The process whose disk loses power: opens the store, checks what must be there, then writes. It ends only by being killed. */
export async function runSubject(): Promise<void> {
  const task = await new Promise<SubjectTask>((resolve) => process.once('message', (message) => resolve(message as SubjectTask)))
  const deps = await openStores(task.directory, task.mode)
  const engine = createObjectEngine(deps)
  await makeBuckets(engine)
  const problems: SubjectProblem[] = []
  for (const expectation of task.expectations) {
    const problem = await problemOf(engine, expectation)
    if (problem !== undefined) problems.push({ ...expectation, problem })
  }
  // Damage has many consequences; what it lost is told first.
  if (problems.length === 0) problems.push(...(await damages(deps)))
  report({ kind: 'verified', problems })
  const untilMs = performance.now() + (task.quietAfterMs ?? Number.POSITIVE_INFINITY)
  await writeForAWhile(engine, task.baseVersion, untilMs, (ack) => {
    report({ kind: 'acknowledged', ...ack })
  })
  // The channel to the rig keeps this process, and the open store, alive until it is killed.
  report({ kind: 'quiet' })
}
