import { useWindowEvent } from '../../bridge/use-window-event.ts'
import { lazyDialog } from '../../ui/lazy-dialog.tsx'
import { useDragOutStore } from './store.ts'
import { useLeavingDrags } from './use-leaving-drags.ts'

const LazyDragTray = lazyDialog(async () => (await import('./drag-tray.tsx')).DragTray)

/** The tray, while it is shown, and the word of how far its files are. */
export function DragTrayHost() {
  const carried = useDragOutStore((state) => state.carried)
  const shown = useDragOutStore((state) => state.shown)
  const setStage = useDragOutStore((state) => state.setStage)
  useLeavingDrags()
  useWindowEvent('drags.progress', ({ dragId, progress }) => {
    if (carried?.dragId === dragId && carried.stage.state === 'preparing') setStage(dragId, { state: 'preparing', progress })
  })
  return carried !== undefined && shown ? <LazyDragTray carried={carried} /> : null
}
