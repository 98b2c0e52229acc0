import type { WorkspaceStore } from '../../settings/workspace-store.ts'
import { asDiskFailure } from '../disk-failure.ts'
import type { HandlersOfNoun } from './handler-types.ts'

export function workspaceHandlers(store: WorkspaceStore): HandlersOfNoun<'workspace'> {
  return {
    'workspace.getWorkspace': () => Promise.resolve(store.state()),
    'workspace.saveWorkspace': async (change) => {
      try {
        await store.save(change)
      } catch (error) {
        throw asDiskFailure(error, 'Tabs and favourites could not be saved')
      }
    },
  }
}
