import { lazyDialog } from '../../ui/lazy-dialog.tsx'

export const LazyCreateBucketDialog = lazyDialog(async () => (await import('./create-bucket-dialog.tsx')).CreateBucketDialog)
export const LazyDeleteBucketDialog = lazyDialog(async () => (await import('./delete-bucket-dialog.tsx')).DeleteBucketDialog)
