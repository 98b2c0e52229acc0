import { lazyDialog } from '../../ui/lazy-dialog.tsx'

/** What current and earlier versions take; loaded when it is first shown. */
export const LazyVersionUsage = lazyDialog(async () => (await import('./version-usage.tsx')).VersionUsageSection)
