import type { ObjectHeadView } from '../../contract/objects.ts'
import { startCrc64 } from '../crc64.ts'
import { localError } from '../errors.ts'
import type { Provider } from '../providers/object-provider.ts'
import type { CopyCheckpoint } from './checkpoint.ts'
import { targetHead, type CopyItem } from './copy-target.ts'
import { targetName } from './copy-names.ts'
import { isSameBytes } from './copy-source.ts'
import { networkChunks } from './network-chunks.ts'
import { headIfThere, type JobContext } from './job-context.ts'

/**
 * Deletes the source of a move. Before that the target is asked for anew and must hold the same bytes, and the source must
 * still be the object that was copied. @throws OssError CopyUnverified, SourceObjectChanged
 */
export async function removeSource(input: CopyItem, source: ObjectHeadView, targetKey: string): Promise<void> {
  const { batch, context, item, sourceKey } = input
  const { spec, items } = batch
  items.setState(item, 'verifying')
  const target = await targetHead(input, targetKey)
  if (target === undefined || !(await holdsSameBytes(input, source, target))) throw localError('CopyUnverified', { Key: sourceKey, Target: targetKey })
  const now = await headIfThere(context, spec.bucket, sourceKey)
  if (now !== undefined) {
    if (now.etag !== source.etag || now.sizeBytes !== source.sizeBytes || now.versionId !== source.versionId || now.lastModifiedMs !== source.lastModifiedMs) {
      throw localError('SourceObjectChanged', { Key: sourceKey })
    }
    // Two connections may reach one bucket: source and target are then one object, and nothing may be deleted.
    const mayBeOne = spec.bucket === spec.target.bucket && sourceKey === targetKey
    if (mayBeOne && now.lastModifiedMs === target.lastModifiedMs) throw localError('CopyUnverified', { Key: sourceKey, Target: targetKey })
    await context.provider.deleteObject({ bucket: spec.bucket, key: sourceKey, signal: context.signal })
  }
  context.removed(sourceKey)
}

/** Whether an earlier run moved this item and was stopped before it could write that down: its source is gone, and its target is what it was. */
export async function isMovedAlready(input: CopyItem): Promise<boolean> {
  const { batch, item, context } = input
  const known = batch.checkpoints.get(item) as CopyCheckpoint | undefined
  const { spec, items } = batch
  if (spec.kind !== 'move' || known?.start.kind !== 'copy') return false
  const { keyName, sizeBytes, crc64, etag } = known.start
  const target = await targetHead(input, spec.target.prefix + keyName)
  if (target?.sizeBytes !== sizeBytes) return false
  if (crc64 !== undefined && target.crc64 !== undefined ? target.crc64 !== crc64 : false) return false
  if (keyName !== targetName(spec, items.nameOf(item))) items.setKeyName(item, keyName)
  if (crc64 !== undefined && target.crc64 === crc64) items.setVerified(item)
  items.setResult(item, { etag: target.etag === '' ? etag : target.etag, crc64: target.crc64, versionId: target.versionId })
  batch.checkpoints.delete(item)
  context.landed(spec.target.prefix + keyName)
  context.removed(input.sourceKey)
  return true
}

/** By what both services tell, and where that says nothing by reading both. */
async function holdsSameBytes({ batch, context, item }: CopyItem, source: ObjectHeadView, target: ObjectHeadView): Promise<boolean> {
  const told = isSameBytes(source, target)
  if (told !== undefined) return told
  const known = batch.items.resultOf(item)
  if (known?.crc64 !== undefined && known.crc64 === target.crc64 && source.sizeBytes === target.sizeBytes) return true
  const { bucket } = batch.spec
  const [ours, theirs] = await Promise.all([crc64Of(context, context.provider, bucket, source.key), crc64Of(context, context.target, batch.spec.target.bucket, target.key)])
  return ours === theirs
}

async function crc64Of(context: JobContext, provider: Provider, bucket: string, key: string): Promise<string> {
  const { body } = await provider.openObject({ bucket, key, signal: context.signal })
  const crc = await startCrc64()
  try {
    for await (const chunk of networkChunks(body)) {
      await context.pace(chunk.length, context.signal)
      crc.update(chunk)
    }
    return crc.finish()
  } finally {
    body.destroy()
  }
}

