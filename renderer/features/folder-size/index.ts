import { lazyDialog } from '../../ui/lazy-dialog.tsx'

export { SizeSection } from './size-section.tsx'
export type { MeasureTarget } from './use-measure.ts'
export const LazySizeDialog = lazyDialog(async () => (await import('./size-dialog.tsx')).SizeDialog)
