import { lazyDialog } from '../../ui/lazy-dialog.tsx'

/** Whether a bucket keeps versions, and what they take; loaded when it is first asked for. */
export const VersioningDialog = lazyDialog(async () => (await import('./versioning-dialog.tsx')).VersioningDialog)
