import { lazy, Suspense } from 'react'
import { useEditor } from './store.ts'

// The editor is as large as the rest of the window and seldom needed at once.
const EditorDialog = lazy(async () => ({ default: (await import('./editor-dialog.tsx')).EditorDialog }))

/** Shows the editor while an object is open in it. */
export function EditorHost() {
  const target = useEditor((state) => state.target)
  return target === undefined ? null : (
    <Suspense fallback={null}>
      <EditorDialog key={`${target.profileId}\n${target.bucket}\n${target.key}`} target={target} />
    </Suspense>
  )
}
