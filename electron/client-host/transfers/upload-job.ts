import { constants, type Stats } from 'node:fs'
import mime from 'mime'
import { limits } from '../../../storage-core/model/limits.ts'
import { startCrc64 } from '../crc64.ts'
import { codeOf, localError, RemoteError } from '../errors.ts'
import type { Batch, UploadSpec } from './batch.ts'
import { exists, withAttempts, type ItemOutcome, type JobContext } from './job-context.ts'
import { readFlags, unreadable, type FileHandle } from './local-files.ts'
import { assertUnchanged, sourceStream } from './source-stream.ts'
import { localPathOf, numberedName, tooLarge, walkFolder } from './walk-sources.ts'

const maxNumberedNames = 1000

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
  // Where an earlier try may have been stored although its answer was lost.
  let uncertainKey: string | undefined
  return withAttempts(context, batch, item, async () => {
    const handle = await openSource(context, path, name, name === source.name)
    try {
      const identity = await handle.stat()
      if (!identity.isFile()) throw localError('LocalFileUnreadable', { Name: name, Cause: 'not an ordinary file' })
      if (identity.size > limits.putObjectMaxBytes) throw new RemoteError(tooLarge(identity.size))
      items.setSize(item, identity.size)
      return await putFile({ context, batch, item, handle, identity, uncertainKey, onUncertain: (key) => (uncertainKey = key) })
    } finally {
      await handle.close()
    }
  })
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

interface PutFile {
  readonly context: JobContext
  readonly batch: Batch<UploadSpec>
  readonly item: number
  readonly handle: FileHandle
  readonly identity: Stats
  readonly uncertainKey: string | undefined
  readonly onUncertain: (key: string | undefined) => void
}

async function putFile(input: PutFile): Promise<ItemOutcome> {
  const { batch, context, item, handle, identity } = input
  const { items, spec } = batch
  const name = items.nameOf(item)
  const conflict = spec.conflict

  for (let number = 1; number <= maxNumberedNames; number++) {
    const keyName = number === 1 ? name : numberedName(name, number)
    const key = spec.prefix + keyName
    // The header alone is no guard in buckets with versioning, where it is ignored; it closes the gap after this look.
    if (conflict !== 'overwrite' && key !== input.uncertainKey && (await exists(context, spec.bucket, key))) {
      if (conflict === 'skip') return 'skipped'
      continue
    }
    const crc = await startCrc64()
    let sent = false
    try {
      const answer = await context.provider.putObject({
        bucket: spec.bucket,
        key,
        sizeBytes: identity.size,
        contentType: mime.getType(name) ?? undefined,
        forbidOverwrite: conflict !== 'overwrite',
        body: () =>
          sourceStream({
            handle,
            identity,
            name,
            crc,
            onProgress: (bytes) => {
              sent = true
              items.setBytesDone(item, bytes)
              context.changed()
            },
            onEnd: () => {
              items.setState(item, 'verifying')
            },
          }),
        signal: context.signal,
      })
      if (identity.size === 0) await assertUnchanged(handle, identity, name)
      const expected = crc.finish()
      if (answer.crc64 !== undefined && answer.crc64 !== expected) {
        // Ours, and wrong: the next try must be allowed to replace it.
        input.onUncertain(key)
        throw localError('ChecksumMismatch', { Key: key, Expected: expected, Received: answer.crc64 })
      }
      if (answer.crc64 !== undefined) items.setVerified(item)
    } catch (error) {
      if (codeOf(error) === 'FileAlreadyExists') {
        if (key === input.uncertainKey && (await isOurs(context, spec.bucket, key, handle, identity.size))) items.setVerified(item)
        else if (conflict === 'skip') return 'skipped'
        else continue
      } else {
        if (conflict !== 'overwrite' && codeOf(error) === 'NetworkUnreachable' && (sent || identity.size === 0)) input.onUncertain(key)
        throw error
      }
    }
    if (keyName !== name) items.setKeyName(item, keyName)
    items.setBytesDone(item, identity.size)
    context.landed(key)
    return 'done'
  }
  throw localError('FileAlreadyExists', { Key: spec.prefix + name })
}

/** After a lost answer: is the object that is there now what this file holds? */
async function isOurs(context: JobContext, bucket: string, key: string, handle: FileHandle, sizeBytes: number): Promise<boolean> {
  const head = await context.provider.headObject({ bucket, key, signal: context.signal })
  if (head.sizeBytes !== sizeBytes || head.crc64 === undefined) return false
  const crc = await startCrc64()
  const buffer = Buffer.allocUnsafe(1024 * 1024)
  for (let position = 0; position < sizeBytes; ) {
    context.signal.throwIfAborted()
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position)
    if (bytesRead === 0) break
    crc.update(buffer.subarray(0, bytesRead))
    position += bytesRead
  }
  return crc.finish() === head.crc64
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
