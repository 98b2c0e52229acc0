import { setMaxListeners } from 'node:events'
import type { EditPreview, EditPreviewRow, ObjectEdit } from '../../contract/object-jobs.ts'
import { codeOf, isAbort } from '../errors.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import { walkPrefix, type ResolvedSelection } from '../listing/selection.ts'
import type { Provider } from '../providers/object-provider.ts'
import { changedMetadata, changedTags } from './edit-change.ts'

const rowsShown = 20
const countForMs = 3000
/** Of OSS and of S3: what cannot be read before it was restored. */
const archivedClasses = new Set(['Archive', 'ColdArchive', 'DeepColdArchive', 'GLACIER', 'DEEP_ARCHIVE'])

export interface PreviewEdit {
  readonly provider: Provider
  readonly bucket: string
  readonly selection: ResolvedSelection
  readonly edit: ObjectEdit
  readonly toWire: (error: unknown) => OssErrorWire
  readonly signal: AbortSignal
  readonly budgetMs?: number
}

/** What a change would do to the first objects of a selection, and how many there are. Reads only. */
export async function previewEdit(input: PreviewEdit): Promise<EditPreview> {
  const { provider, bucket, selection } = input
  const budget = AbortSignal.timeout(input.budgetMs ?? countForMs)
  const signal = AbortSignal.any([input.signal, budget])
  setMaxListeners(0, signal)
  const keys: string[] = []
  let objects = 0
  let bytes = 0
  const count = (key: string, sizeBytes: number): void => {
    objects++
    bytes += sizeBytes
    if (keys.length < rowsShown) keys.push(key)
  }
  let complete = false
  try {
    for (const one of selection.objects) count(one.key, one.sizeBytes ?? 0)
    for (const prefix of selection.prefixes) for await (const page of walkPrefix(provider, bucket, prefix, signal)) for (const one of page) count(one.key, one.sizeBytes)
    complete = true
  } catch (error) {
    if (input.signal.aborted || !budget.aborted) throw error
  }
  const [rows, versioning] = await Promise.all([Promise.all(keys.map((key) => rowOf(input, key))), versioningOf(input)])
  return { objects, bytes, complete, rows, ...(versioning === undefined ? {} : { versioning }) }
}

async function versioningOf({ provider, bucket, signal }: PreviewEdit): Promise<boolean | undefined> {
  try {
    return (await provider.getBucketInfo(bucket, signal)).versioning === 'Enabled'
  } catch (error) {
    if (isAbort(error) || codeOf(error) === undefined) throw error
    return undefined
  }
}

async function rowOf(input: PreviewEdit, key: string): Promise<EditPreviewRow> {
  try {
    return { key, changes: await changesOf(input, { bucket: input.bucket, key, signal: input.signal }) }
  } catch (error) {
    if (input.signal.aborted) throw error
    return { key, changes: [], error: input.toWire(error) }
  }
}

type Changes = EditPreviewRow['changes']

async function changesOf({ provider, edit }: PreviewEdit, address: { readonly bucket: string; readonly key: string; readonly signal: AbortSignal }): Promise<Changes> {
  switch (edit.kind) {
    case 'restore':
    case 'storageClass': {
      const { storageClass } = await provider.headObject(address)
      if (edit.kind === 'restore') return archivedClasses.has(storageClass) ? [{ field: 'x-oss-restore', before: storageClass, after: String(edit.days) }] : []
      return difference({ 'x-oss-storage-class': storageClass }, { 'x-oss-storage-class': edit.storageClass })
    }
    case 'acl':
      return difference({ 'x-oss-object-acl': await provider.getObjectAcl(address) }, { 'x-oss-object-acl': edit.acl })
    case 'tags': {
      const before = await provider.getObjectTagging(address)
      return difference(before, changedTags(before, edit))
    }
    case 'metadata': {
      const head = await provider.headObject(address)
      const after = changedMetadata(head, edit)
      const prefixed = (texts: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(texts).map(([name, value]) => [`x-oss-meta-${name}`, value]))
      return [...difference(head.headers, after.headers), ...difference(prefixed(head.userMetadata), prefixed(after.userMetadata))]
    }
  }
}

function difference(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): Changes {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return fields
    .filter((field) => before[field] !== after[field])
    .map((field) => {
      const [from, to] = [before[field], after[field]]
      return { field, ...(from === undefined ? {} : { before: from }), ...(to === undefined ? {} : { after: to }) }
    })
}
