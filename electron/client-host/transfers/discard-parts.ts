import { writtenPlace, type Batch, type DownloadSpec, type UploadSpec } from './batch.ts'
import { discardCopy } from './copy-write.ts'
import { removePart } from './download-parts.ts'
import type { JobContext } from './job-context.ts'
import { openSafeFolder } from './safe-folder.ts'
import { discardUpload } from './upload-parts.ts'

export interface DiscardParts extends Pick<JobContext, 'provider' | 'target' | 'files' | 'signal' | 'checkpoint'> {
  /** What could not be removed. */
  readonly log: (text: string) => void
}

/**
 * Gives back what interrupted large items hold: parts stored at the service, temporary files here. Called when nobody will go
 * on with them. A service or disk that cannot be reached keeps them: parts are left to a lifecycle rule, files to the user.
 */
export async function discardParts(context: DiscardParts, batch: Batch): Promise<void> {
  for (const [item, { start }] of batch.checkpoints) {
    try {
      if (start.kind === 'upload') await discardUpload(context, batch as Batch<UploadSpec>, item)
      else if (start.kind === 'copy') await discardCopy(context, batch, item, writtenPlace(batch.spec).bucket, writtenPlace(batch.spec).prefix + start.keyName)
      else await discardFile(context, batch as Batch<DownloadSpec>, item, start.path)
    } catch (error) {
      context.log(`Parts of an unfinished transfer were left behind: ${error instanceof Error ? error.message : String(error)}`)
      context.checkpoint(item, undefined)
    }
  }
}

async function discardFile({ files, checkpoint }: DiscardParts, batch: Batch<DownloadSpec>, item: number, path: string): Promise<void> {
  const segments = path.split('/')
  const part = segments.pop() ?? ''
  const folder = await openSafeFolder(files, batch.spec.folderPath)
  try {
    await folder.inFolder(segments, (at) => removePart(files, at, part))
  } finally {
    await folder.close()
  }
  checkpoint(item, undefined)
}
