import { createHash } from 'node:crypto'
import type { Engine } from '../../engine/engine.ts'
import { limits } from '../../model/limits.ts'
import { isOssError } from '../../model/oss-error.ts'
import type { Ack } from './ledger.ts'

const owner = { id: '1', displayName: 'power-cut' }
const plainBucket = 'power-cut'
const versionedBucket = 'power-cut-versions'
const keysPerWriter = 12
const appendsPerObject = 12
// A whole number of digests, so that bodies of several appends repeat it without a seam.
const appendBytes = 1024
const neverAborted = new AbortController().signal
const attributes = { headers: {}, tags: {}, acl: 'default', forbidOverwrite: false } as const

/** Writes until the time is over, telling of each change once it was acknowledged. */
type Writer = (engine: Engine, base: { readonly name: string; readonly version: number; readonly untilMs: number }, report: (ack: Ack) => void) => Promise<void>

export async function makeBuckets(engine: Engine): Promise<void> {
  for (const bucket of [plainBucket, versionedBucket]) await engine.putBucket({ bucket, owner, region: 'cn-hangzhou' })
  await engine.putBucketVersioning({ bucket: versionedBucket, status: 'Enabled' })
}

/** Three write plain objects; one each versions, multipart uploads, and objects that grow. */
export async function writeForAWhile(engine: Engine, baseVersion: number, untilMs: number, report: (ack: Ack) => void): Promise<void> {
  const writers = [writeObjects, writeObjects, writeObjects, writeVersions, writeUploads, writeAppends]
  await Promise.all(writers.map((write, index) => write(engine, { name: `writer-${index}`, version: baseVersion, untilMs }, report)))
}

const digestOf = (key: string, version: number) => createHash('sha256').update(`${key} ${version}`).digest()

/** Bytes that tell which key and version they belong to. Two of three bodies are files, the others travel inline. */
function bodyOf(key: string, version: number): Buffer {
  const digest = digestOf(key, version)
  const [first = 0, second = 0] = digest
  return Buffer.alloc(first % 3 === 0 ? 1 + second * 16 : 17_000 + second * 150, digest)
}

/** The parts of an upload: a file, and a last one that is a file or inline. */
function partsOf(key: string, version: number): readonly Buffer[] {
  const digest = digestOf(key, version)
  return [Buffer.alloc(limits.partMinBytes + (digest[0] ?? 0), digest), Buffer.alloc(1 + (digest[1] ?? 0) * 100, digest)]
}

const grownBody = (key: string, appends: number) => Buffer.alloc(appends * appendBytes, digestOf(key, 0))

async function* chunksOf(bytes: Uint8Array) {
  yield bytes
}

async function put(engine: Engine, bucket: string, key: string, version: number): Promise<string> {
  const userMetadata = { version: String(version) }
  const output = await engine.putObject({ bucket, key, body: chunksOf(bodyOf(key, version)), userMetadata, claims: {}, signal: neverAborted, ...attributes })
  return output.versionId ?? ''
}

/** Overwrites a few keys over and over and removes one-time keys. */
const writeObjects: Writer = async (engine, { name, version: base, untilMs }, report) => {
  for (let version = base + 1; performance.now() < untilMs; version++) {
    const key = `objects/${name}/key-${version % keysPerWriter}`
    await put(engine, plainBucket, key, version)
    report({ key, version, removed: false })
    if (version % 8 !== 0) continue
    const short = `objects/${name}/removed-${version}`
    await put(engine, plainBucket, short, version)
    await engine.deleteObject({ bucket: plainBucket, key: short })
    report({ key: short, version, removed: true })
  }
}

/**
 * Piles versions on one key, hides them with delete markers, and removes every fourth for good, a few versions later. Of those
 * only the removal is told: the cut may come between a removal and its acknowledgement.
 */
const writeVersions: Writer = async (engine, { name, version: base, untilMs }, report) => {
  const bucket = versionedBucket
  const key = `versions/${name}`
  const doomed: Ack[] = []
  for (let version = base + 1; performance.now() < untilMs; version++) {
    const ack = { key, version, versionId: await put(engine, bucket, key, version), removed: false }
    if (version % 4 === 0) doomed.push({ ...ack, removed: true })
    else report(ack)
    if (version % 5 === 0) await engine.deleteObject({ bucket, key })
    const old = doomed.length > 1 ? doomed.shift() : undefined
    if (old?.versionId === undefined) continue
    await engine.deleteObject({ bucket, key, versionId: old.versionId })
    report(old)
  }
}

/** Completes uploads over a few keys, and aborts some. */
const writeUploads: Writer = async (engine, { name, version: base, untilMs }, report) => {
  for (let version = base + 1; performance.now() < untilMs; version++) {
    const address = { bucket: plainBucket, key: `uploads/${name}/key-${version % 4}` }
    const { uploadId } = await engine.initiateMultipartUpload({ ...address, ...attributes, userMetadata: { version: String(version) } })
    const upload = { ...address, uploadId }
    const parts = partsOf(address.key, version).map((bytes, index) =>
      engine.uploadPart({ ...upload, partNumber: index + 1, body: chunksOf(bytes), claims: {}, signal: neverAborted }),
    )
    await Promise.all(parts)
    if (version % 6 === 0) await engine.abortMultipartUpload(upload)
    else {
      await engine.completeMultipartUpload({ ...upload, parts: 'all', forbidOverwrite: false })
      report({ key: address.key, version, removed: false })
    }
  }
}

/** Appends to one object after the other; the version is the number of appends. */
const writeAppends: Writer = async (engine, { name, version: base, untilMs }, report) => {
  for (let number = base; performance.now() < untilMs; number++) {
    const key = `appends/${name}/${number}`
    for (let version = 1; version <= appendsPerObject && performance.now() < untilMs; version++) {
      const body = chunksOf(grownBody(key, 1))
      const position = (version - 1) * appendBytes
      await engine.appendObject({ bucket: plainBucket, key, position, body, claims: {}, signal: neverAborted, userMetadata: {}, ...attributes })
      report({ key, version, removed: false })
    }
  }
}

/** What is wrong with an acknowledged change, or undefined. A key without a version id may show a newer version. */
export async function problemOf(engine: Engine, { key, version, versionId, removed }: Ack): Promise<string | undefined> {
  const bucket = versionId === undefined ? plainBucket : versionedBucket
  try {
    const got = await engine.getObject({ bucket, key, conditions: {}, rangeBehavior: 'standard', ...(versionId === undefined ? {} : { versionId }) })
    const chunks: Buffer[] = []
    try {
      await got.body.copyTo({ write: async (chunk) => void chunks.push(Buffer.from(chunk)) }, neverAborted)
    } finally {
      await got.body.close()
    }
    if (removed) return 'is back after its removal was acknowledged'
    const bytes = Buffer.concat(chunks)
    const found = key.startsWith('appends/') ? Math.floor(bytes.length / appendBytes) : Number(got.head.userMetadata['version'])
    if (versionId === undefined ? found < version : found !== version) return `has version ${found}, acknowledged was ${version}`
    const expected = key.startsWith('appends/') ? grownBody(key, found) : key.startsWith('uploads/') ? Buffer.concat(partsOf(key, found)) : bodyOf(key, found)
    return bytes.equals(expected) ? undefined : `has other bytes than version ${found}`
  } catch (error) {
    if (removed && isOssError(error) && (error.code === 'NoSuchKey' || error.code === 'NoSuchVersion')) return undefined
    return `cannot be read: ${isOssError(error) ? error.code : String(error)}`
  }
}
