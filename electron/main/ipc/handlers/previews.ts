import type { PreviewGrants } from '../../protocol/preview-grants.ts'
import type { HandlersOfNoun } from './handler-types.ts'

interface Viewers {
  /** Ends the processes that show objects in this window. */
  readonly end: (windowId: number) => void
  /** Ends those of them that hold too much; tells whether there was one. */
  readonly endHeavy: (windowId: number) => boolean
}

export function previewHandlers(grants: PreviewGrants, viewers: Viewers): HandlersOfNoun<'previews'> {
  return {
    'previews.open': (address, { windowId }) => Promise.resolve({ grant: grants.open(windowId, address) }),
    'previews.close': ({ grant }, { windowId }) => {
      grants.close(windowId, grant)
      return Promise.resolve()
    },
    'previews.stop': (_input, { windowId }) => {
      viewers.end(windowId)
      return Promise.resolve()
    },
    'previews.weigh': (_input, { windowId }) => Promise.resolve({ isEnded: viewers.endHeavy(windowId) }),
  }
}
