import { randomUUID } from 'node:crypto'
import type { PreviewGrantInput } from '../../contract/preview-url.ts'

/** Of one window. A viewer shows one object at a time; more than these are left over from somewhere. */
const maxGrants = 64

/**
 * What viewers may read, behind ids that say nothing. The viewer's page can name no object: whatever its parsers are talked
 * into, it reads the one object it was given and nothing else.
 */
export interface PreviewGrants {
  readonly open: (windowId: number, address: PreviewGrantInput) => string
  readonly close: (windowId: number, grant: string) => void
  readonly forgetWindow: (windowId: number) => void
  /** Undefined when there is no such grant, or no more. */
  readonly find: (grant: string) => PreviewGrantInput | undefined
}

export function createPreviewGrants(): PreviewGrants {
  const grants = new Map<string, { readonly windowId: number; readonly object: PreviewGrantInput }>()
  return {
    open: (windowId, address) => {
      const own = [...grants].filter(([, entry]) => entry.windowId === windowId)
      // In the order they were made.
      for (const [id] of own.slice(0, Math.max(0, own.length - maxGrants + 1))) grants.delete(id)
      const grant = randomUUID()
      grants.set(grant, { windowId, object: address })
      return grant
    },
    close: (windowId, grant) => {
      if (grants.get(grant)?.windowId === windowId) grants.delete(grant)
    },
    forgetWindow: (windowId) => {
      for (const [id, entry] of grants) if (entry.windowId === windowId) grants.delete(id)
    },
    find: (grant) => grants.get(grant)?.object,
  }
}
