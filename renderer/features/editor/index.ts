export { EditBars } from './edit-bars.tsx'
export { EditorHost } from './editor-host.tsx'
export { saveBytes } from './object-text.ts'
export { useEditor } from './store.ts'
