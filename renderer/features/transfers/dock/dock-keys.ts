import type { DockRow, DockRows } from './dock-rows.ts'

export interface DockKey {
  readonly key: string
  readonly shift: boolean
  /** Ctrl, Command, Alt or several. */
  readonly chord: boolean
}

export type DockAction =
  | { readonly kind: 'move'; readonly index: number }
  | { readonly kind: 'expand' | 'collapse'; readonly batchId: string }
  | { readonly kind: 'details' | 'remove' | 'menu' | 'toggleRunning' | 'closeDetails' }

/** What a key does on a row of the dock, as the ARIA tree grid pattern has it; undefined when it is not the dock's. */
export function dockAction({ key, shift, chord }: DockKey, index: number, rows: DockRows, pageRows: number, isOpen: (batchId: string) => boolean): DockAction | undefined {
  if (chord || rows.total === 0) return undefined
  const row: DockRow | undefined = rows.rowAt(index)
  const move = (to: number): DockAction => ({ kind: 'move', index: Math.min(rows.total - 1, Math.max(0, to)) })
  switch (key) {
    case 'ArrowDown':
      return move(index + 1)
    case 'ArrowUp':
      return move(index - 1)
    case 'PageDown':
      return move(index + pageRows)
    case 'PageUp':
      return move(index - pageRows)
    case 'Home':
      return move(0)
    case 'End':
      return move(rows.total - 1)
    case 'ArrowRight':
      if (row === undefined || row.child >= 0) return undefined
      return isOpen(row.batchId) ? move(index + 1) : { kind: 'expand', batchId: row.batchId }
    case 'ArrowLeft':
      if (row === undefined) return undefined
      if (row.child >= 0) return move(rows.indexOf(row.batchId))
      return isOpen(row.batchId) ? { kind: 'collapse', batchId: row.batchId } : undefined
    case 'Enter':
      return { kind: 'details' }
    case ' ':
      return { kind: 'toggleRunning' }
    case 'Delete':
    case 'Backspace':
      return { kind: 'remove' }
    case 'Escape':
      return { kind: 'closeDetails' }
    case 'ContextMenu':
      return { kind: 'menu' }
    case 'F10':
      return shift ? { kind: 'menu' } : undefined
    default:
      return undefined
  }
}
