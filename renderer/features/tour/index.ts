import { lazyDialog } from '../../ui/lazy-dialog.tsx'

export { useTour } from './store.ts'
/** Seen once: whoever has seen it starts without its code. */
export const LazyTour = lazyDialog(async () => (await import('./tour.tsx')).Tour)
