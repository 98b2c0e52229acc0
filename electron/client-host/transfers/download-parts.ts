import { constants } from 'node:fs'
import type { Readable } from 'node:stream'
import { isAbort } from '../errors.ts'
import { asNetworkError } from '../remote/http-client.ts'
import type { JobContext } from './job-context.ts'
import { errnoOf, type FileHandle } from './local-files.ts'
import { partSuffix } from './local-names.ts'
import type { FolderAt } from './safe-folder.ts'

const partFlags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/** `.<name>.ossia-part`, shortened where that would be longer than a name may be. */
export function partNameOf(fileName: string): string {
  const room = 255 - 1 - partSuffix.length
  let name = fileName
  while (Buffer.byteLength(name) > room) name = Array.from(name).slice(0, -1).join('')
  return `.${name}${partSuffix}`
}

/** A new temporary file of this name; what an earlier run left under it goes. */
export async function openPart(context: JobContext, at: FolderAt, part: string): Promise<FileHandle> {
  try {
    return await context.files.open(at.child(part), partFlags, 0o666)
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
    // Left by a run that was killed. Removing the name never follows a link.
    await context.files.unlink(at.child(part))
    return context.files.open(at.child(part), partFlags, 0o666)
  }
}

export async function removePart(files: JobContext['files'], at: FolderAt, part: string): Promise<void> {
  try {
    await files.unlink(at.child(part))
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
}

/** What a body brings; its failures as those of the network. */
export async function* networkChunks(body: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) yield chunk
  } catch (error) {
    throw isAbort(error) ? error : asNetworkError(error)
  }
}

/** @param position in the file; absent, where the last write ended */
export async function writeAll(handle: FileHandle, chunk: Buffer, position?: number): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, written, chunk.length - written, position === undefined ? null : position + written)
    written += bytesWritten
  }
}
