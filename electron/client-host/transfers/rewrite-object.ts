import type { ObjectHeadView } from '../../contract/objects.ts'
import { codeOf, localError } from '../errors.ts'
import type { WriteAttributes } from '../providers/attributes-provider.ts'
import type { Batch, EditSpec } from './batch.ts'
import { keptAttributes } from './copy-source.ts'
import { writeCopy } from './copy-write.ts'
import type { JobContext } from './job-context.ts'

export interface RewriteObject {
  readonly context: JobContext
  readonly batch: Batch<EditSpec>
  readonly item: number
  readonly bucket: string
  readonly head: ObjectHeadView
  readonly change: Pick<WriteAttributes, 'headers' | 'userMetadata' | 'storageClass'>
}

/**
 * Gives an object other attributes by copying it onto itself inside the service, which is how OSS changes them ("CopyObject");
 * its bytes, tags, ACL and encryption stay. @throws OssError SourceObjectChanged, RemoteError InvalidObjectState when archived
 */
export async function rewriteObject({ context, batch, item, bucket, head, change }: RewriteObject): Promise<void> {
  // Its head is that of what it points to.
  if (head.type === 'Symlink') throw localError('OperationNotSupported', { Key: head.key, ObjectType: head.type })
  const { attributes, lost } = await keptAttributes(context, bucket, head, true)
  // Without all of its ACL and tags, writing the object anew would lose them silently.
  const [unknown] = lost
  if (unknown !== undefined) throw localError('AccessDenied', { Key: head.key, Cause: `its ${unknown} cannot be read, or not be written again, and would be lost` })
  try {
    await writeCopy({
      context,
      batch,
      item,
      source: { bucket, head },
      target: { bucket, key: head.key },
      keyName: batch.items.nameOf(item),
      relayed: false,
      attributes: { ...attributes, ...change },
      forbidOverwrite: false,
      // In its own bucket and class OSS copies any size at once, and the object stays of one piece.
      inOneRequest: context.provider.service === 'oss' && change.storageClass === undefined,
    })
  } catch (error) {
    if (codeOf(error) === 'PreconditionFailed') throw localError('SourceObjectChanged', { Key: head.key }, error)
    throw error
  }
  batch.checkpoints.delete(item)
}
