import { lazyDialog } from '../../ui/lazy-dialog.tsx'

export const LazyFragmentsDialog = lazyDialog(async () => (await import('./fragments-dialog.tsx')).FragmentsDialog)
