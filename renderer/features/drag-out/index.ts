export { useDragOut, type DragOut } from './drag-out.ts'
export { useDragOutStore } from './store.ts'
export { DragTrayHost } from './drag-tray-host.tsx'
