export { ViewerFrame } from './viewer-frame.tsx'
export type { ShownObject } from './use-viewer.ts'
