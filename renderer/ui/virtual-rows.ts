/**
 * Browsers stop laying out elements somewhere above 33 million pixels. Past this height the scroll offset is scaled: one
 * pixel of the scroll bar then stands for more than one pixel of rows.
 */
export const maxScrollHeightPx = 28_800_000

export interface RowWindow {
  /** First row to render. */
  readonly first: number
  /** One past the last row to render. */
  readonly end: number
  /** Height of the scrolled element. */
  readonly heightPx: number
  /** Add to `index * rowHeightPx` to get a row's top inside the scrolled element. */
  readonly shiftPx: number
}

export interface RowGeometry {
  readonly count: number
  readonly rowHeightPx: number
  readonly viewportPx: number
}

function scale({ count, rowHeightPx, viewportPx }: RowGeometry): { readonly heightPx: number; readonly factor: number } {
  const full = count * rowHeightPx
  if (full <= maxScrollHeightPx) return { heightPx: full, factor: 1 }
  return { heightPx: maxScrollHeightPx, factor: (full - viewportPx) / (maxScrollHeightPx - viewportPx) }
}

/** Which rows are on screen at a scroll offset, with some on each side. */
export function rowWindow(geometry: RowGeometry, scrollTopPx: number, overscan: number): RowWindow {
  const { heightPx, factor } = scale(geometry)
  const offset = Math.max(0, scrollTopPx) * factor
  const first = Math.max(0, Math.min(geometry.count, Math.floor(offset / geometry.rowHeightPx)) - overscan)
  const end = Math.min(geometry.count, Math.ceil((offset + geometry.viewportPx) / geometry.rowHeightPx) + overscan)
  return { first: Math.min(first, end), end, heightPx, shiftPx: Math.max(0, scrollTopPx) - offset }
}

/** Scroll offset that shows a row with the least movement; the present one when it is in view. */
export function scrollTopToShow(geometry: RowGeometry, scrollTopPx: number, index: number): number {
  const { factor } = scale(geometry)
  const offset = scrollTopPx * factor
  const top = index * geometry.rowHeightPx
  const bottom = top + geometry.rowHeightPx
  if (top < offset) return top / factor
  if (bottom > offset + geometry.viewportPx) return Math.max(0, (bottom - geometry.viewportPx) / factor)
  return scrollTopPx
}
