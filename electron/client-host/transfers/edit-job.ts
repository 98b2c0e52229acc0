import type { ObjectEdit } from '../../contract/object-jobs.ts'
import type { ObjectHeadView } from '../../contract/objects.ts'
import { codeOf } from '../errors.ts'
import type { Batch, EditSpec } from './batch.ts'
import { changedMetadata, changedTags, isUnchanged } from './edit-change.ts'
import { mayBeThere, withAttempts, type ItemOutcome, type JobContext } from './job-context.ts'
import { rewriteObject } from './rewrite-object.ts'

interface EditItem {
  readonly context: JobContext
  readonly batch: Batch<EditSpec>
  readonly item: number
  readonly address: { readonly bucket: string; readonly key: string; readonly signal: AbortSignal }
}

/**
 * Changes one object where it is. What is as it should be already is left alone and skipped, so that a second run after a kill
 * writes nothing twice, which in a bucket with versions would show.
 */
export async function editItem(context: JobContext, batch: Batch<EditSpec>, item: number): Promise<ItemOutcome> {
  const { items, spec } = batch
  const address = { bucket: spec.bucket, key: spec.prefix + items.nameOf(item), signal: context.signal }
  return withAttempts(context, batch, item, async (attempt) => {
    const changed = await applyEdit({ context, batch, item, address }, spec.edit)
    if (changed) context.landed(address.key)
    // It may be as it should be because an earlier try made it so.
    return changed || attempt > 1 || mayBeThere(batch, item) ? 'done' : 'skipped'
  })
}

/** @returns false when there was nothing to do */
function applyEdit(input: EditItem, edit: ObjectEdit): Promise<boolean> {
  switch (edit.kind) {
    case 'restore':
      return restore(input, edit)
    case 'acl':
      return setAcl(input, edit.acl)
    case 'tags':
      return setTags(input, edit)
    case 'storageClass':
      return setClass(input, edit.storageClass)
    case 'metadata':
      return setMetadata(input, edit)
  }
}

async function restore({ address, context }: EditItem, { days, tier }: Extract<ObjectEdit, { kind: 'restore' }>): Promise<boolean> {
  try {
    await context.provider.restoreObject({ ...address, days, tier })
    return true
  } catch (error) {
    const code = codeOf(error)
    if (code === 'RestoreAlreadyInProgress') return true
    // Its class can be read at any time.
    if (code === 'OperationNotSupported') return false
    throw error
  }
}

async function setAcl({ address, context }: EditItem, acl: string): Promise<boolean> {
  if ((await context.provider.getObjectAcl(address)) === acl) return false
  await context.provider.putObjectAcl({ ...address, acl })
  return true
}

async function setTags({ address, context }: EditItem, edit: Extract<ObjectEdit, { kind: 'tags' }>): Promise<boolean> {
  const before = await context.provider.getObjectTagging(address)
  const tags = changedTags(before, edit)
  if (isUnchanged(before, tags)) return false
  await context.provider.putObjectTagging({ ...address, tags })
  return true
}

async function setClass(input: EditItem, storageClass: string): Promise<boolean> {
  const { address, batch, context, item } = input
  const head = await context.provider.headObject(address)
  if (head.storageClass === storageClass) return false
  return rewrite(input, head, batch, item, { storageClass })
}

async function setMetadata(input: EditItem, edit: Extract<ObjectEdit, { kind: 'metadata' }>): Promise<boolean> {
  const { address, batch, context, item } = input
  const head = await context.provider.headObject(address)
  const change = changedMetadata(head, edit)
  if (isUnchanged(head.headers, change.headers) && isUnchanged(head.userMetadata, change.userMetadata)) return false
  return rewrite(input, head, batch, item, change)
}

async function rewrite({ context }: EditItem, head: ObjectHeadView, batch: Batch<EditSpec>, item: number, change: Parameters<typeof rewriteObject>[0]['change']): Promise<boolean> {
  await rewriteObject({ context, batch, item, bucket: batch.spec.bucket, head, change })
  return true
}
