import { createContext, useCallback, useContext, type ReactNode } from 'react'
import { previewUrl, type PreviewAddress } from '../../electron/contract/preview-url.ts'
import type { ExposedApi, WindowApi } from '../../electron/contract/window-api.ts'
import { createWindowClient } from '../../electron/contract/window-client.ts'
import type { EventHub } from './event-hub.ts'

declare global {
  interface Window {
    /** Put there by the preload before the page's first script runs. */
    readonly ossia: ExposedApi
  }
}

/** Everything the window reaches the rest of the app through. */
export interface Bridge {
  readonly api: WindowApi
  readonly events: EventHub
  /** URL of an object's bytes, for `img` and range reads. */
  readonly previewUrl: (address: PreviewAddress) => string
}

const BridgeContext = createContext<Bridge | undefined>(undefined)

export function BridgeProvider({ bridge, children }: { readonly bridge: Bridge; readonly children: ReactNode }) {
  return <BridgeContext.Provider value={bridge}>{children}</BridgeContext.Provider>
}

export function windowBridge(events: EventHub): Bridge {
  return { api: createWindowClient(window.ossia), events, previewUrl }
}

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext)
  if (bridge === undefined) throw new Error('A component outside BridgeProvider asked for the bridge')
  return bridge
}

export function useApi(): WindowApi {
  return useBridge().api
}

/** Puts text on the clipboard. */
export function useCopyText(): (text: string) => Promise<void> {
  const api = useApi()
  return useCallback((text) => api.app.copyText({ text }), [api])
}
