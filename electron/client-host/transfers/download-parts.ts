import { constants } from 'node:fs'
import { finished, type Readable } from 'node:stream'
import { asError, isAbort } from '../errors.ts'
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

/** A new temporary file of this name; what an earlier run left under it goes. @param more flags beside the usual ones */
export async function openPart(context: JobContext, at: FolderAt, part: string, more = 0): Promise<FileHandle> {
  try {
    return await context.files.open(at.child(part), partFlags | more, 0o666)
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
    // Left by a run that was killed. Removing the name never follows a link.
    await context.files.unlink(at.child(part))
    return context.files.open(at.child(part), partFlags | more, 0o666)
  }
}

export async function removePart(files: JobContext['files'], at: FolderAt, part: string): Promise<void> {
  try {
    await files.unlink(at.child(part))
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
}

/** What is gathered while a write is under way, at most. Bytes; of each of several ranges. */
export const gatheredBytes = 512 * 1024

/**
 * What a body brings, in as few pieces as its reader is slow: everything that came while the last piece was dealt with is the
 * next one. Failures are those of the network.
 * @param mostBytes held before the body has to wait
 */
export async function* networkPieces(body: Readable, mostBytes: number): AsyncGenerator<Buffer[]> {
  let gathered: Buffer[] = []
  let bytes = 0
  let over = false
  let failure: unknown
  let wake: (() => void) | undefined
  const tell = (): void => {
    wake?.()
    wake = undefined
  }
  const end = (error?: unknown): void => {
    failure ??= error
    over = true
    tell()
  }
  body.on('data', (chunk: Buffer) => {
    gathered.push(chunk)
    bytes += chunk.length
    if (bytes >= mostBytes) body.pause()
    tell()
  })
  // Told as well when the body ended before anybody listened.
  finished(body, { writable: false }, (error) => {
    end(error ?? undefined)
  })
  for (;;) {
    if (bytes > 0) {
      const piece = gathered
      gathered = []
      bytes = 0
      body.resume()
      yield piece
    } else if (over) break
    else await new Promise<void>((resolve) => (wake = resolve))
  }
  if (failure !== undefined) throw isAbort(failure) ? asError(failure) : asNetworkError(failure)
}

/** @param position in the file; absent, where the last write ended */
export async function writeAll(handle: FileHandle, chunks: readonly Buffer[], position?: number): Promise<void> {
  const [only] = chunks
  let left = chunks
  for (let written = 0; left.length > 0; ) {
    const at = position === undefined ? null : position + written
    const { bytesWritten } = left.length === 1 && only !== undefined && left === chunks ? await handle.write(only, 0, only.length, at) : await handle.writev(left, at)
    written += bytesWritten
    left = after(left, bytesWritten)
  }
}

/** What is left of the chunks behind so many bytes. */
function after(chunks: readonly Buffer[], bytes: number): readonly Buffer[] {
  let skip = bytes
  return chunks.flatMap((chunk) => {
    const here = Math.min(skip, chunk.length)
    skip -= here
    return here === chunk.length ? [] : [chunk.subarray(here)]
  })
}
