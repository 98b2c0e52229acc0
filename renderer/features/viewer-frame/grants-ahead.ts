import type { PreviewGrantInput } from '../../../electron/contract/preview-url.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'

/** The one grant that was asked for before it is needed. */
export interface GrantsAhead {
  /** Asks for a grant; the same for as long as the object is the same and it was not taken. */
  readonly prepare: (address: PreviewGrantInput) => Promise<string>
  /** The grant that was prepared for this object, or a new one. Whoever takes it closes it. */
  readonly take: (address: PreviewGrantInput) => Promise<string>
  /** Closes what was prepared and not taken. */
  readonly drop: () => void
}

export function createGrantsAhead(previews: Pick<WindowApi['previews'], 'open' | 'close'>): GrantsAhead {
  let held: { readonly of: string; readonly grant: Promise<string> } | undefined
  const open = async (address: PreviewGrantInput): Promise<string> => (await previews.open(address)).grant
  const drop = (): void => {
    held?.grant.then(
      (grant) => previews.close({ grant }),
      // There is nothing to close.
      () => undefined,
    )
    held = undefined
  }
  const isHeld = (address: PreviewGrantInput): boolean => held?.of === JSON.stringify(address)
  return {
    drop,
    prepare: (address) => {
      if (!isHeld(address)) drop()
      held ??= { of: JSON.stringify(address), grant: open(address) }
      return held.grant
    },
    take: (address) => {
      if (!isHeld(address)) drop()
      const taken = held?.grant ?? open(address)
      held = undefined
      return taken
    },
  }
}
