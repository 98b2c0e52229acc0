export interface GridKey {
  readonly key: string
  readonly shift: boolean
  /** Ctrl, or Command on a Mac. */
  readonly mod: boolean
  readonly alt: boolean
}

export type GridAction =
  | { readonly kind: 'move'; readonly index: number; readonly extend: boolean; readonly keepChoice: boolean }
  | { readonly kind: 'toggle' }
  | { readonly kind: 'selectAll' }
  | { readonly kind: 'open' }
  | { readonly kind: 'openInTab' }
  | { readonly kind: 'quickLook' }
  | { readonly kind: 'up' }
  | { readonly kind: 'clear' }
  /** A press on blank space. */
  | { readonly kind: 'unpick' }
  | { readonly kind: 'menu' }
  | { readonly kind: 'rename' }
  | { readonly kind: 'type'; readonly text: string }

/** What a key does in the list of rows, or of tiles with `perRow` of them side by side, or undefined when it is none of the list's business. */
export function gridAction({ key, shift, mod, alt }: GridKey, focus: number, total: number, pageRows: number, perRow = 1): GridAction | undefined {
  const move = (index: number): GridAction | undefined =>
    total === 0 ? undefined : { kind: 'move', index: Math.min(total - 1, Math.max(0, index)), extend: shift, keepChoice: mod && !shift }
  if (alt) return undefined
  switch (key) {
    case 'ArrowDown':
      return move(focus === -1 ? 0 : focus + perRow)
    case 'ArrowUp':
      return move(focus === -1 ? 0 : focus - perRow)
    case 'ArrowRight':
      return perRow === 1 ? undefined : move(focus + 1)
    case 'ArrowLeft':
      return perRow === 1 ? undefined : move(focus === -1 ? 0 : focus - 1)
    case 'PageDown':
      return move(Math.max(0, focus) + pageRows * perRow)
    case 'PageUp':
      return move(Math.max(0, focus) - pageRows * perRow)
    case 'Home':
      return move(0)
    case 'End':
      return move(total - 1)
    case ' ':
      return mod ? { kind: 'toggle' } : { kind: 'quickLook' }
    case 'Enter':
      return mod ? { kind: 'openInTab' } : { kind: 'open' }
    case 'Backspace':
      return mod ? undefined : { kind: 'up' }
    case 'Escape':
      return { kind: 'clear' }
    case 'F2':
      return mod || shift || focus < 0 ? undefined : { kind: 'rename' }
    case 'ContextMenu':
      return { kind: 'menu' }
    case 'F10':
      return shift ? { kind: 'menu' } : undefined
    case 'a':
    case 'A':
      if (mod && !shift) return { kind: 'selectAll' }
      break
    default:
  }
  // One printable character; by code points, so that an emoji or a rare Han character counts as one. `?` opens the help.
  if (!mod && /^.$/u.test(key) && key !== '?') return { kind: 'type', text: key }
  return undefined
}
