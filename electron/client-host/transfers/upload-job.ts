import { constants, type Stats } from 'node:fs'
import type { Readable } from 'node:stream'
import mime from 'mime'
import { limits } from '../../../storage-core/model/limits.ts'
import type { ConflictPolicy } from '../../contract/conflict-policy.ts'
import type { ObjectHeadView } from '../../contract/objects.ts'
import { codeOf, localError, RemoteError } from '../errors.ts'
import type { Batch, UploadSpec } from './batch.ts'
import { decide, isSameContent } from './conflict.ts'
import { compareSums, startDigest, type ContentDigest } from './content-digest.ts'
import { headIfThere, mayBeThere, withAttempts, type ItemOutcome, type JobContext } from './job-context.ts'
import { readFlags, unreadable, type FileHandle } from './local-files.ts'
import { assertUnchanged, isSameFile, readWhole, sourceStream, wholeBytes } from './source-stream.ts'
import { crc32OfFile } from './stored-checksum.ts'
import { discardUpload, putInParts } from './upload-parts.ts'
import { localPathOf, numberedName, tooLarge, walkFolder } from './walk-sources.ts'

const maxNumberedNames = 1000
const looksAtOurs = 6

/** Uploads one item of a batch: a file, or the marker of an empty folder. */
export async function uploadItem(context: JobContext, batch: Batch<UploadSpec>, item: number, addItems: (items: Parameters<Batch['items']['add']>[0][]) => void): Promise<ItemOutcome> {
  const { spec, items } = batch
  const name = items.nameOf(item)
  const source = spec.sources[items.sourceOf(item)]
  if (source === undefined) throw new Error(`Item ${name} has no source`)
  const path = localPathOf(source, name)

  if (name.endsWith('/') || (name === source.name && (await isFolder(context, path, name)))) {
    return uploadFolder(context, batch, item, path, addItems)
  }
  const conflict = spec.choices?.find((choice) => choice.name === name)?.conflict ?? spec.conflict
  // Where an earlier try may have been stored although its answer was lost.
  let uncertainKey: string | undefined
  // What an earlier try stored of it that is not the file.
  let spoiled: SpoiledObject | undefined
  return withAttempts(context, batch, item, async () => {
    const handle = await openSource(context, path, name, name === source.name)
    try {
      const identity = await handle.stat()
      if (!identity.isFile()) throw localError('LocalFileUnreadable', { Name: name, Cause: 'not an ordinary file' })
      if (identity.size > limits.objectMaxBytes) throw new RemoteError(tooLarge(identity.size))
      items.setSize(item, identity.size)
      await assertSameAsBefore(context, batch, item, identity)
      return await putFile({ context, batch, item, handle, identity, conflict, uncertainKey, onUncertain: (key) => (uncertainKey = key), spoiled, onSpoiled: (object) => (spoiled = object) })
    } finally {
      await handle.close()
    }
  })
}

/**
 * An upload that was interrupted goes on only with the very file it began with. For another one it is given up and the row
 * says so: the user decides whether the new content is wanted. @throws OssError SourceFileChanged
 */
async function assertSameAsBefore(context: JobContext, batch: Batch<UploadSpec>, item: number, identity: Stats): Promise<void> {
  const known = batch.checkpoints.get(item)
  if (known?.start.kind !== 'upload' || isSameFile(identity, known.start)) return
  await discardUpload(context, batch, item)
  throw localError('SourceFileChanged', { Name: batch.items.nameOf(item) })
}

async function isFolder(context: JobContext, path: string, name: string): Promise<boolean> {
  try {
    return (await context.files.stat(path)).isDirectory()
  } catch (error) {
    throw unreadable(error, name)
  }
}

async function openSource(context: JobContext, path: string, name: string, chosenByUser: boolean): Promise<FileHandle> {
  try {
    // Inside a dropped folder a file may have become a link since it was listed.
    return await context.files.open(path, chosenByUser ? readFlags : readFlags | (constants.O_NOFOLLOW ?? 0))
  } catch (error) {
    throw unreadable(error, name)
  }
}

/** An object that this upload stored and that is not the file: bytes were lost or changed on the way. */
interface SpoiledObject {
  readonly key: string
  readonly etag: string
}

interface PutFile {
  readonly context: JobContext
  readonly batch: Batch<UploadSpec>
  readonly item: number
  readonly handle: FileHandle
  readonly identity: Stats
  readonly conflict: ConflictPolicy
  readonly uncertainKey: string | undefined
  readonly onUncertain: (key: string | undefined) => void
  readonly spoiled: SpoiledObject | undefined
  readonly onSpoiled: (object: SpoiledObject) => void
}

async function putFile(input: PutFile): Promise<ItemOutcome> {
  const { batch, context, item, handle, identity, spoiled, conflict } = input
  const { items, spec } = batch
  const name = items.nameOf(item)
  let { uncertainKey } = input
  /** A put was refused here after others whose answers never came; those may have been what it ran into. */
  let perhapsOurs: string | undefined
  let lost = 0

  for (let number = 1; number <= maxNumberedNames; ) {
    const keyName = number === 1 ? name : numberedName(name, number)
    const key = spec.prefix + keyName
    // The header alone is no guard in buckets with versioning, where it is ignored; it closes the gap after this look.
    const looks = conflict !== 'overwrite' || mayBeThere(batch, item)
    const head = looks && key !== uncertainKey && !batch.checkpoints.has(item) ? await headIfThere(context, spec.bucket, key) : undefined
    if (head !== undefined) {
      // An earlier run may have stored this file and been killed before it knew: nothing is sent twice then.
      if (key === perhapsOurs || key === spoiled?.key || mayBeThere(batch, item)) {
        const ours = await oursAt(input, key, head)
        if (ours !== undefined) return stored(input, keyName, ours)
      }
    }
    // What this upload spoiled itself is replaced, whatever is to become of other people's objects.
    if (head !== undefined && !(key === spoiled?.key && head.etag === spoiled.etag)) {
      const isIdentical = (): Promise<boolean> => isSameContent(handle, identity.size, head, context.signal)
      const decision = await decide({ conflict, isIdentical, sourceModifiedMs: identity.mtimeMs, targetModifiedMs: head.lastModifiedMs })
      if (decision === 'skip') return 'skipped'
      if (decision === 'number') {
        number++
        continue
      }
    }
    try {
      await putUnder({ ...input, uncertainKey }, keyName, conflict !== 'overwrite' && head === undefined)
    } catch (error) {
      // Somebody was faster: what is there now is looked at like what was there before.
      if (codeOf(error) !== 'FileAlreadyExists' || ++lost > maxNumberedNames) throw error
      if (batch.checkpoints.has(item)) await discardUpload(context, batch, item)
      uncertainKey = undefined
      perhapsOurs = key
      continue
    }
    return stored(input, keyName, undefined)
  }
  throw localError('FileAlreadyExists', { Key: spec.prefix + name })
}

/**
 * The object's head when it holds this very file. A size or checksum that differs is asked for again: it may itself have been
 * falsified on the way, and taking our own object for somebody else's would store the file twice.
 */
async function oursAt({ context, batch, handle, identity }: PutFile, key: string, head: ObjectHeadView): Promise<ObjectHeadView | undefined> {
  let found: ObjectHeadView | undefined = head
  for (let look = 0; look < looksAtOurs && found !== undefined; look++) {
    if (await isSameContent(handle, identity.size, found, context.signal)) return found
    found = await headIfThere(context, batch.spec.bucket, key)
  }
  return undefined
}

/** @param found what is there already, when nothing had to be sent */
function stored({ context, batch, item, identity }: PutFile, keyName: string, found: ObjectHeadView | undefined): 'done' {
  const { items, spec } = batch
  if (found !== undefined) {
    items.setVerified(item)
    items.setResult(item, found)
  }
  if (keyName !== items.nameOf(item)) items.setKeyName(item, keyName)
  items.setBytesDone(item, identity.size)
  context.landed(spec.prefix + keyName)
  return 'done'
}

/** Stores the file under this name and compares checksums. @throws OssError FileAlreadyExists when somebody was faster */
async function putUnder(input: PutFile, keyName: string, forbidOverwrite: boolean): Promise<void> {
  const { batch, context, item, handle, identity } = input
  const { items, spec } = batch
  const name = items.nameOf(item)
  const key = spec.prefix + keyName
  const contentType = mime.getType(name) ?? undefined
  if (identity.size >= context.sizes.partsFromBytes) {
    const written = await putInParts({ context, batch, item, handle, identity, keyName, contentType, forbidOverwrite })
    items.setResult(item, written)
    if (written.verified) items.setVerified(item, written.verifiedBy ?? (written.crc64 === undefined ? 'md5' : 'crc64'))
    return
  }
  const digest = await startDigest(context.provider.service)
  // Small ones are at hand when they are sent; the client computes theirs.
  const says = context.provider.takesCrc32 === true && identity.size > wholeBytes
  const crc32 = says ? await crc32OfFile(handle, { startBytes: 0, sizeBytes: identity.size }, context.signal) : undefined
  let sent = false
  try {
    const answer = await context.provider.putObject({
      bucket: spec.bucket,
      key,
      sizeBytes: identity.size,
      contentType,
      forbidOverwrite,
      crc32,
      body: await bodyOf(input, digest, () => (sent = true)),
      signal: context.signal,
    })
    if (identity.size === 0) await assertUnchanged(handle, identity, name)
    const sums = digest.finish()
    const proof = compareSums(sums, answer) ?? (crc32 !== undefined && answer.checksum?.value === crc32 ? 'crc32' : undefined)
    if (proof === 'differs') {
      input.onSpoiled({ key, etag: answer.etag })
      throw localError('ChecksumMismatch', { Key: key, Expected: sums.crc64, Received: answer.crc64 ?? '' })
    }
    if (proof !== undefined) items.setVerified(item, proof)
    items.setResult(item, answer)
  } catch (error) {
    if (codeOf(error) === 'FileAlreadyExists' && key === input.uncertainKey) {
      const head = await headIfThere(context, spec.bucket, key)
      if (head === undefined || !(await isSameContent(handle, identity.size, head, context.signal))) throw error
      items.setVerified(item)
      items.setResult(item, head)
      return
    }
    if (forbidOverwrite && codeOf(error) === 'NetworkUnreachable' && (sent || identity.size === 0)) input.onUncertain(key)
    throw error
  }
}

/** The file's bytes for one request: at once when they are few and may all move together. */
async function bodyOf({ batch, context, item, handle, identity }: PutFile, digest: ContentDigest, onSent: () => void): Promise<Buffer | (() => Readable)> {
  const { items } = batch
  const name = items.nameOf(item)
  if (identity.size <= wholeBytes && context.pieceBytes(wholeBytes) === wholeBytes) {
    const bytes = await readWhole(handle, identity, name)
    digest.update(bytes)
    await context.pace(bytes.length, context.signal)
    onSent()
    return bytes
  }
  return () =>
    sourceStream({
      handle,
      identity,
      name,
      digest,
      pieceBytes: context.pieceBytes,
      pace: (bytes) => context.pace(bytes, context.signal),
      onProgress: (bytes) => {
        onSent()
        if (context.signal.aborted) return
        items.setBytesDone(item, bytes)
        context.changed()
      },
      onEnd: () => {
        items.setState(item, 'verifying')
      },
    })
}

/** An empty folder becomes its marker; one that could not be read earlier and has files now becomes those. */
async function uploadFolder(context: JobContext, batch: Batch<UploadSpec>, item: number, path: string, addItems: (items: Parameters<Batch['items']['add']>[0][]) => void): Promise<ItemOutcome> {
  const { spec, items } = batch
  const name = items.nameOf(item).replace(/\/?$/, '/')
  let entries
  try {
    entries = await context.files.readdir(path)
  } catch (error) {
    throw unreadable(error, name)
  }
  if (entries.length > 0) {
    const walk = walkFolder({ files: context.files, sources: spec.sources, prefix: spec.prefix, signal: context.signal, toWire: context.toWire }, items.sourceOf(item), path, name)
    for await (const chunk of walk) addItems(chunk)
    return 'done'
  }
  return withAttempts(context, batch, item, async () => {
    const key = spec.prefix + name
    try {
      await context.provider.putObject({ bucket: spec.bucket, key, sizeBytes: 0, forbidOverwrite: true, body: undefined, signal: context.signal })
    } catch (error) {
      // The folder is there, which is all that was asked.
      if (codeOf(error) !== 'FileAlreadyExists') throw error
      return 'done'
    }
    context.landed(key)
    return 'done'
  })
}
