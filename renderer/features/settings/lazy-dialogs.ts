import { lazyDialog } from '../../ui/lazy-dialog.tsx'

export const LazyAboutDialog = lazyDialog(async () => (await import('./about-dialog.tsx')).AboutDialog)
export const LazySettingsDialog = lazyDialog(async () => (await import('./settings-dialog.tsx')).SettingsDialog)
