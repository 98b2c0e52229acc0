import { lazyDialog } from '../../ui/lazy-dialog.tsx'

/** What current and earlier versions take; loaded when it is first shown. */
export const LazyVersionUsage = lazyDialog(async () => (await import('./version-usage.tsx')).VersionUsageSection)

/** Whether a bucket keeps versions, and what they take; loaded when it is first asked for. */
export const VersioningDialog = lazyDialog(async () => (await import('./versioning-dialog.tsx')).VersioningDialog)
