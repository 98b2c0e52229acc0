export { BucketList } from './bucket-list.tsx'
export { useBucketDialogs } from './dialogs.ts'
export { LazyCreateBucketDialog, LazyDeleteBucketDialog } from './lazy-dialogs.ts'
export { bucketInfoQuery, bucketsQuery, bucketStatQuery, countingError, useBucketEvents, usePutBucket } from './queries.ts'
