import { addRange, includes, noRanges, removeRange, type Ranges } from './ranges.ts'

/** Which rows are chosen and where the keyboard is. Rows are known by their place in one order of the list. */
export interface Selection {
  readonly ranges: Ranges
  /** Row with the keyboard focus; -1 before any. */
  readonly focus: number
  /** Row that Shift extends from. */
  readonly anchor: number
  /** Everything was meant, also rows that are still to be read; not that one by one happened to come to all. */
  readonly all?: true
}

export const emptySelection: Selection = { ranges: noRanges, focus: -1, anchor: -1 }

export interface Modifiers {
  readonly extend: boolean
  readonly toggle: boolean
}

export function selectOnly(index: number): Selection {
  return { ranges: [[index, index + 1]], focus: index, anchor: index }
}

/** A click, or a move with the keyboard, on a row. */
export function selectRow(selection: Selection, index: number, { extend, toggle }: Modifiers): Selection {
  if (extend) {
    const anchor = selection.anchor === -1 ? index : selection.anchor
    const [start, end] = anchor <= index ? [anchor, index + 1] : [index, anchor + 1]
    return { ranges: addRange(toggle ? selection.ranges : noRanges, start, end), focus: index, anchor }
  }
  if (toggle) {
    const ranges = includes(selection.ranges, index) ? removeRange(selection.ranges, index, index + 1) : addRange(selection.ranges, index, index + 1)
    return { ranges, focus: index, anchor: index }
  }
  return selectOnly(index)
}

/** Moves the focus and leaves the choice as it is (Ctrl with an arrow). */
export function moveFocus(selection: Selection, index: number): Selection {
  return { ...selection, focus: index }
}

export function selectAll(selection: Selection, total: number): Selection {
  return { ranges: total > 0 ? [[0, total]] : noRanges, focus: total > 0 ? Math.max(0, selection.focus) : -1, anchor: 0, ...(total > 0 ? { all: true as const } : {}) }
}

export function clearSelection({ focus, anchor }: Selection): Selection {
  return { ranges: noRanges, focus, anchor }
}

export const isAllSelected = ({ all }: Selection): boolean => all === true
