import type { ListLayout } from '../../../electron/contract/workspace.ts'
import { useNavigation } from '../navigation/index.ts'
import { useProfile } from '../profiles/index.ts'
import { useWorkspace } from '../workspace/index.ts'
import { defaultLayout } from './columns.ts'

/** How buckets of the pane's kind are listed; changing it changes all of them. */
export function useListLayout(): { readonly layout: ListLayout; readonly setLayout: (layout: ListLayout) => void } {
  const kind = useProfile(useNavigation((state) => state.profileId))?.kind ?? 'local'
  const layout = useWorkspace((state) => state.layouts[kind]) ?? defaultLayout
  const set = useWorkspace((state) => state.setLayout)
  return { layout, setLayout: (next) => set(kind, next) }
}
