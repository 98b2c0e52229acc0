import { lazyDialog } from '../../ui/lazy-dialog.tsx'

export const LazyNewTextDialog = lazyDialog(async () => (await import('./new-text-dialog.tsx')).NewTextDialog)
