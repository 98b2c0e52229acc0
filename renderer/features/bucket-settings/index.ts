import { lazyDialog } from '../../ui/lazy-dialog.tsx'

/** Everything that is set for a bucket. Its forms, matchers and evaluator are loaded when it is opened. */
export const LazyBucketSettings = lazyDialog(async () => (await import('./bucket-settings-dialog.tsx')).BucketSettingsDialog)
