import type { FetchedObject, ObjectProvider, OpenedObject, VersionAddress } from '../providers/object-provider.ts'
import { giveBack } from '../remote/landing-blocks.ts'
import type { Batch, DownloadSpec } from './batch.ts'
import { startDigest } from './content-digest.ts'
import { networkPieces, openPart, writeAll } from './download-parts.ts'
import type { JobContext } from './job-context.ts'
import { writeThrough } from './local-handle.ts'
import { proveContent } from './prove-content.ts'
import type { FolderAt } from './safe-folder.ts'

/** What is fetched whole before any of it is written: nothing unverified is, and one write brings all of it to the disk. */
const wholeBytes = 64 * 1024

export const isWhole = (object: OpenedObject | FetchedObject): object is FetchedObject => 'pieces' in object

interface FetchContext extends Pick<JobContext, 'pieceBytes'> {
  readonly provider: Pick<ObjectProvider, 'openObject' | 'fetchObject'>
}

/** Opens the object, or brings all of it when it is small and nothing asks for going slowly. */
export async function fetchWhole(context: FetchContext, source: VersionAddress): Promise<OpenedObject | FetchedObject> {
  if (context.pieceBytes(wholeBytes) !== wholeBytes) return context.provider.openObject(source)
  const object = await context.provider.fetchObject(source, wholeBytes)
  return isWhole(object) || object.sizeBytes > wholeBytes ? object : gather(object)
}

/** What came as a stream all the same, as through a proxy. */
async function gather({ body, ...facts }: OpenedObject): Promise<FetchedObject> {
  const pieces: Buffer[] = []
  let bytes = 0
  try {
    for await (const piece of networkPieces(body, wholeBytes)) {
      pieces.push(...piece)
      for (const chunk of piece) bytes += chunk.length
      // It goes on beyond its end, which is found when its length is compared.
      if (bytes > wholeBytes) break
    }
  } finally {
    body.destroy()
  }
  return { pieces, ...facts }
}

export interface SaveWhole {
  readonly context: JobContext
  readonly batch: Batch<DownloadSpec>
  readonly item: number
  readonly at: FolderAt
  readonly part: string
  readonly object: FetchedObject
}

/** Verifies the object and writes it to its temporary file. It is on the disk afterwards. @throws OssError ChecksumMismatch */
export async function saveWhole({ context, batch, item, at, part, object }: SaveWhole): Promise<void> {
  const { pieces } = object
  batch.items.setSize(item, object.sizeBytes)
  const digest = await startDigest(context.provider.service, object.checksum)
  let receivedBytes = 0
  for (const piece of pieces) {
    const pause = context.pace(piece.length, context.signal)
    if (pause !== undefined) await pause
    digest.update(piece)
    receivedBytes += piece.length
  }
  context.signal.throwIfAborted()
  const content = { context, batch, item, object, sums: digest.finish(), receivedBytes }
  batch.items.setBytesDone(item, receivedBytes)
  context.changed()
  const isOfParts = object.checksum?.type === 'COMPOSITE'
  if (!isOfParts) await proveContent({ ...content, handle: undefined })
  const handle = await openPart(context, at, part, writeThrough)
  try {
    await writeAll(handle, pieces)
    for (const piece of pieces) giveBack(piece)
    if (isOfParts) await proveContent({ ...content, handle })
    if (object.lastModifiedMs > 0) await handle.utimes(new Date(), new Date(object.lastModifiedMs))
    await handle.sync()
  } finally {
    await handle.close()
  }
}
