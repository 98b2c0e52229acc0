export { ViewerFrame } from './viewer-frame.tsx'
export type { ObjectAhead, ShownObject } from './use-viewer.ts'
