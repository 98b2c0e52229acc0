import type { TFunction } from 'i18next'
import type { TransferBatch } from '../../../electron/contract/transfer-batches.ts'
import { placeName } from './place-name.ts'

/** One sentence for a batch: `Upload 214 items to photos / 2026`. A single item is called by its name. */
export function batchTitle(batch: TransferBatch, t: TFunction): string {
  const place = placeName(batch.bucket, batch.prefix)
  const name = batch.itemsTotal === 1 && batch.title !== '' ? batch.title : undefined
  const items = name ?? t('common.itemCount', { count: batch.itemsTotal })
  switch (batch.kind) {
    case 'upload':
      return name === undefined ? t('transfers.kind.upload', { items, target: place }) : t('transfers.kind.uploadNamed', { name, target: place })
    case 'download': {
      const folder = batch.localFolder
      if (folder === undefined) return t('transfers.kind.download', { items, target: place })
      return name === undefined ? t('transfers.kind.downloadTo', { items, target: place, folder }) : t('transfers.kind.downloadToNamed', { name, target: place, folder })
    }
    case 'zip':
      return t(name === undefined ? 'transfers.kind.zip' : 'transfers.kind.zipNamed', { items, name, target: place, file: batch.archiveName ?? '' })
    case 'copy':
    case 'move':
      return copyTitle(batch, name, items, t)
    case 'restore':
    case 'storageClass':
    case 'acl':
    case 'metadata':
    case 'tags':
      return editTitle(batch, items, t)
    case 'restoreVersion':
    case 'recover':
    case 'deleteVersions':
      // Of a deletion the items are versions, and its name is that of their object.
      return t(`jobs.title.${batch.kind}`, { items: batch.kind === 'deleteVersions' ? batch.title : items, target: place })
    case 'revert':
      if (batch.takesBack === true) return t('jobs.title.takeBack', { items, target: place })
      return t('jobs.title.revert', { target: placeName(batch.bucket, batch.revert?.prefix ?? batch.prefix), moment: batch.momentMs ?? 0 })
    case 'delete':
    default:
      return t('transfers.kind.delete', { items, target: place })
  }
}

function copyTitle(batch: TransferBatch, name: string | undefined, items: string, t: TFunction): string {
  const { target = { bucket: batch.bucket, prefix: batch.prefix }, newName } = batch
  if (newName !== undefined) return t(`jobs.title.${batch.kind === 'move' ? 'rename' : 'duplicate'}`, { name: batch.title.replace(/(.)\/$/u, '$1'), newName })
  return t(`jobs.title.${batch.kind === 'move' ? 'move' : 'copy'}`, { items: name ?? items, source: placeName(batch.bucket, batch.prefix), target: placeName(target.bucket, target.prefix) })
}

function editTitle({ bucket, prefix, edit }: TransferBatch, items: string, t: TFunction): string {
  const target = placeName(bucket, prefix)
  switch (edit?.kind) {
    case 'restore':
      return t('jobs.title.restore', { items, target, count: edit.days })
    case 'storageClass':
      return t('jobs.title.storageClass', { items, target, storageClass: edit.storageClass })
    case 'acl':
      return t('jobs.title.acl', { items, target, acl: edit.acl })
    case 'tags':
      return t('jobs.title.tags', { items, target })
    case 'metadata':
    case undefined:
    default:
      return t('jobs.title.metadata', { items, target })
  }
}
