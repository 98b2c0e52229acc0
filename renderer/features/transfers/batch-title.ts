import type { TFunction } from 'i18next'
import type { TransferBatch } from '../../../electron/contract/schemas.ts'
import { placeName } from './place-name.ts'

/** One sentence for a batch: `Upload 214 items to photos / 2026`. A single item is called by its name. */
export function batchTitle(batch: TransferBatch, t: TFunction): string {
  const target = placeName(batch.bucket, batch.prefix)
  const name = batch.itemsTotal === 1 && batch.title !== '' ? batch.title : undefined
  const items = name ?? t('common.itemCount', { count: batch.itemsTotal })
  switch (batch.kind) {
    case 'upload':
      return name === undefined ? t('transfers.kind.upload', { items, target }) : t('transfers.kind.uploadNamed', { name, target })
    case 'delete':
      return t('transfers.kind.delete', { items, target })
    case 'download':
    default: {
      const folder = batch.localFolder
      if (folder === undefined) return t('transfers.kind.download', { items, target })
      return name === undefined ? t('transfers.kind.downloadTo', { items, target, folder }) : t('transfers.kind.downloadToNamed', { name, target, folder })
    }
  }
}
