import { createHash } from 'node:crypto'
import path from 'node:path'
import { open } from 'lmdb'
import { openFileBlobStore } from '../../blobs/file-blob-store.ts'
import { createObjectEngine } from '../../engine/create-object-engine.ts'
import type { ObjectEngine } from '../../engine/object-engine.ts'
import { openLmdbMetadataStore } from '../../metadata/lmdb-metadata-store.ts'
import { lmdbSettings } from '../../metadata/lmdb-tables.ts'
import { isOssError } from '../../model/oss-error.ts'
import { createNodePlatform } from '../../platform/node/node-platform.ts'
import type { FileSystem } from '../../platform/platform.ts'
import type { SubjectMode, SubjectReport, SubjectTask } from './subject-modes.ts'

const bucket = 'power-cut'
const owner = { id: '1', displayName: 'power-cut' }
const writers = 6
const keysPerWriter = 12
const neverAborted = new AbortController().signal

/** Bytes that tell which key and version they belong to. Two of three bodies are files, the others travel inline. */
function bodyOf(key: string, version: number): Buffer {
  const digest = createHash('sha256').update(`${key} ${version}`).digest()
  const [first = 0, second = 0] = digest
  return Buffer.alloc(first % 3 === 0 ? 1 + second * 16 : 17_000 + second * 150, digest)
}

function withoutSyncs(files: FileSystem): FileSystem {
  return {
    ...files,
    open: async (filePath, mode) => ({ ...(await files.open(filePath, mode)), sync: () => Promise.resolve() }),
    syncDirectory: () => Promise.resolve(),
  }
}

async function openEngine(directory: string, mode: SubjectMode): Promise<ObjectEngine> {
  const { clock, random, files } = createNodePlatform()
  if (mode === 'lmdb-no-sync' || mode === 'lmdb-no-meta-sync') {
    // LMDB keeps one environment per file and process, with the settings of whoever opened it first.
    open({ ...lmdbSettings, path: path.join(directory, 'metadata.mdb'), noSync: mode === 'lmdb-no-sync', noMetaSync: true })
  }
  const metadata = await openLmdbMetadataStore({ dataFolder: directory, clock, random })
  const blobs = await openFileBlobStore({ files: mode === 'blobs-no-sync' ? withoutSyncs(files) : files, random, directory })
  const engine = createObjectEngine({ metadata, blobs, clock })
  await engine.putBucket({ bucket, owner, region: 'cn-hangzhou' })
  return engine
}

async function problemOf(engine: ObjectEngine, { key, version, removed }: SubjectTask['expectations'][number]): Promise<string | undefined> {
  try {
    const got = await engine.getObject({ bucket, key, conditions: {}, rangeBehavior: 'standard' })
    const chunks: Buffer[] = []
    try {
      await got.body.copyTo({ write: async (chunk) => void chunks.push(Buffer.from(chunk)) }, neverAborted)
    } finally {
      await got.body.close()
    }
    if (removed) return 'is back after its removal was acknowledged'
    const found = Number(got.head.userMetadata['version'])
    if (found < version) return `has version ${found}, acknowledged was ${version}`
    return Buffer.concat(chunks).equals(bodyOf(key, found)) ? undefined : `has other bytes than version ${found}`
  } catch (error) {
    if (removed && isOssError(error, 'NoSuchKey')) return undefined
    return `cannot be read: ${isOssError(error) ? error.code : String(error)}`
  }
}

async function put(engine: ObjectEngine, key: string, version: number): Promise<void> {
  async function* body() {
    yield bodyOf(key, version)
  }
  await engine.putObject({
    bucket,
    key,
    body: body(),
    headers: {},
    userMetadata: { version: String(version) },
    tags: {},
    acl: 'default',
    claims: {},
    forbidOverwrite: false,
    signal: neverAborted,
  })
}

function report(message: SubjectReport): void {
  process.send?.(message)
}

/** Overwrites a few keys over and over and removes one-time keys, acknowledging each. */
async function write(engine: ObjectEngine, writer: number, baseVersion: number, untilMs: number): Promise<void> {
  for (let version = baseVersion + 1; performance.now() < untilMs; version++) {
    const key = `writer-${writer}/key-${version % keysPerWriter}`
    await put(engine, key, version)
    report({ kind: 'acknowledged', key, version, removed: false })
    if (version % 8 !== 0) continue
    const short = `writer-${writer}/removed-${version}`
    await put(engine, short, version)
    await engine.deleteObject({ bucket, key: short })
    report({ kind: 'acknowledged', key: short, version, removed: true })
  }
}

/** The process whose disk loses power: opens the store, checks what must be there, then writes. It ends only by being killed. */
export async function runSubject(): Promise<void> {
  const task = await new Promise<SubjectTask>((resolve) => process.once('message', (message) => resolve(message as SubjectTask)))
  const engine = await openEngine(task.directory, task.mode)
  const problems: { key: string; problem: string }[] = []
  for (const expectation of task.expectations) {
    const problem = await problemOf(engine, expectation)
    if (problem !== undefined) problems.push({ key: expectation.key, problem })
  }
  report({ kind: 'verified', problems })
  const untilMs = performance.now() + (task.quietAfterMs ?? Number.POSITIVE_INFINITY)
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(engine, writer, task.baseVersion, untilMs)))
  // The channel to the rig keeps this process, and the open store, alive until it is killed.
  report({ kind: 'quiet' })
}
