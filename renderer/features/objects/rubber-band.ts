import { addRange, noRanges, type Ranges } from './ranges.ts'

/** A rectangle in the coordinates of the rows: pixels from the first row's top and from the left edge. */
export interface Band {
  readonly fromX: number
  readonly fromY: number
  readonly toX: number
  readonly toY: number
}

export interface BandGeometry {
  readonly total: number
  readonly rowHeightPx: number
  /** 1 in a list, whose rows are as wide as itself. */
  readonly perRow: number
  readonly itemWidthPx: number
}

/** The rows or tiles a band touches: one range in a list, one for each line of tiles. */
export function rangesInBand(band: Band, { total, rowHeightPx, perRow, itemWidthPx }: BandGeometry): Ranges {
  const [top, bottom] = [Math.min(band.fromY, band.toY), Math.max(band.fromY, band.toY)]
  const firstLine = Math.max(0, Math.floor(top / rowHeightPx))
  const lastLine = Math.min(Math.ceil(total / perRow) - 1, Math.floor(bottom / rowHeightPx))
  if (lastLine < firstLine) return noRanges
  if (perRow === 1) return addRange(noRanges, firstLine, Math.min(total, lastLine + 1))
  const firstColumn = Math.max(0, Math.floor(Math.min(band.fromX, band.toX) / itemWidthPx))
  const lastColumn = Math.min(perRow - 1, Math.floor(Math.max(band.fromX, band.toX) / itemWidthPx))
  if (lastColumn < firstColumn) return noRanges
  if (firstColumn === 0 && lastColumn === perRow - 1) return addRange(noRanges, firstLine * perRow, Math.min(total, (lastLine + 1) * perRow))
  let ranges: Ranges = noRanges
  for (let line = firstLine; line <= lastLine; line++) ranges = addRange(ranges, line * perRow + firstColumn, Math.min(total, line * perRow + lastColumn + 1))
  return ranges
}

export function joinRanges(a: Ranges, b: Ranges): Ranges {
  return b.reduce<Ranges>((joined, [start, end]) => addRange(joined, start, end), a)
}
