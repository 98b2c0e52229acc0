import type { PreviewGrants } from '../../protocol/preview-grants.ts'
import type { HandlersOfNoun } from './handler-types.ts'

/** @param endViewers ends the processes that show objects in this window */
export function previewHandlers(grants: PreviewGrants, endViewers: (windowId: number) => void): HandlersOfNoun<'previews'> {
  return {
    'previews.open': (address, { windowId }) => Promise.resolve({ grant: grants.open(windowId, address) }),
    'previews.close': ({ grant }, { windowId }) => {
      grants.close(windowId, grant)
      return Promise.resolve()
    },
    'previews.stop': (_input, { windowId }) => {
      endViewers(windowId)
      return Promise.resolve()
    },
  }
}
