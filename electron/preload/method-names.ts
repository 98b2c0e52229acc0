import type { MethodName } from '../contract/methods.ts'

/**
 * Every method of the contract, written out: the preload is loaded before each page, and importing the contract itself would
 * bring the whole schema library along. A type test keeps this list and the contract equal.
 */
export const methodNames = [
  'app.getInfo',
  'app.copyText',
  'settings.getSettings',
  'settings.updateSettings',
  'store.getStatus',
  'store.revealAccessKeySecret',
  'store.restart',
  'store.openDataFolder',
  'files.chooseUploadSources',
  'files.chooseDownloadFolder',
  'profiles.listProfiles',
  'buckets.listBuckets',
  'buckets.putBucket',
  'buckets.deleteBucket',
  'buckets.getBucketInfo',
  'buckets.getBucketStat',
  'objects.headObject',
  'objects.putFolder',
  'listing.open',
  'listing.getWindow',
  'listing.findKey',
  'listing.findName',
  'listing.summarizeSelection',
  'listing.close',
  'transfers.previewUpload',
  'transfers.enqueueUpload',
  'transfers.enqueueDownload',
  'transfers.enqueueDelete',
  'transfers.listBatches',
  'transfers.listItems',
  'transfers.cancel',
  'transfers.retry',
  'transfers.clear',
  'transfers.revealDownload',
] as const satisfies readonly MethodName[]
