/** The part of Electron's IpcMainInvokeEvent that tells who calls. */
export interface SenderEvent {
  readonly sender: { readonly id: number }
  /** Null when the frame is gone already. */
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null
}

export interface TrustedSenders {
  /** Lets a window call; `origin` is the only one its main frame may have. */
  readonly admit: (webContentsId: number, windowId: number, origin: string) => void
  readonly dismiss: (webContentsId: number) => void
  /** Window id of a known window's main frame at its own origin, else undefined. */
  readonly trustedWindow: (event: SenderEvent) => number | undefined
}

/** `URL.origin` is the text `null` for schemes Node does not know, so protocol and host are compared instead. */
export function originOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}

export function createTrustedSenders(): TrustedSenders {
  const admitted = new Map<number, { readonly windowId: number; readonly origin: string }>()
  return {
    admit: (webContentsId, windowId, origin) => {
      admitted.set(webContentsId, { windowId, origin })
    },
    dismiss: (webContentsId) => {
      admitted.delete(webContentsId)
    },
    trustedWindow: ({ sender, senderFrame }) => {
      const entry = admitted.get(sender.id)
      if (entry === undefined || senderFrame === null || senderFrame.parent !== null) return undefined
      return originOf(senderFrame.url) === entry.origin ? entry.windowId : undefined
    },
  }
}
