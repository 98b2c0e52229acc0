import type { PreviewGrants } from '../../protocol/preview-grants.ts'
import type { HandlersOfNoun } from './handler-types.ts'

export function previewHandlers(grants: PreviewGrants): HandlersOfNoun<'previews'> {
  return {
    'previews.open': (address, { windowId }) => Promise.resolve({ grant: grants.open(windowId, address) }),
    'previews.close': ({ grant }, { windowId }) => {
      grants.close(windowId, grant)
      return Promise.resolve()
    },
  }
}
