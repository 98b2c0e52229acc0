export { EditBars } from './edit-bars.tsx'
export { EditorHost } from './editor-host.tsx'
export { useEditor } from './store.ts'
