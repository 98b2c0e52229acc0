import { lazyDialog } from '../../ui/lazy-dialog.tsx'

// None of it is needed before somebody looks back.
export const AsOfBar = lazyDialog(async () => (await import('./as-of-bar.tsx')).AsOfBar)
export const MomentPicker = lazyDialog(async () => (await import('./moment-picker.tsx')).MomentPicker)
export const RestoreDialog = lazyDialog(async () => (await import('./restore-dialog.tsx')).RestoreDialog)
