import type { TFunction } from 'i18next'
import type { ListingRow, SortColumn } from '../../../electron/contract/listings.ts'
import type { ListLayout } from '../../../electron/contract/workspace.ts'
import { extensionOf } from '../../ui/names.ts'

/** What the list can show beside the name. Names in byte order are an order, not a column of their own. */
export type ListColumn = Exclude<SortColumn, 'rawName'>
interface ColumnKind {
  readonly column: ListColumn
  readonly label: `objects.columns.${'name' | 'size' | 'type' | 'storageClass' | 'modified' | 'objectType' | 'etag'}`
  readonly widthPx: number
}

const nameLeastPx = 140
export const columnLeastPx = 56

/** In the order they are offered. The name takes what the others leave. */
export const columns: readonly ColumnKind[] = [
  { column: 'name', label: 'objects.columns.name', widthPx: nameLeastPx },
  { column: 'sizeBytes', label: 'objects.columns.size', widthPx: 92 },
  { column: 'type', label: 'objects.columns.type', widthPx: 104 },
  { column: 'storageClass', label: 'objects.columns.storageClass', widthPx: 148 },
  { column: 'lastModifiedMs', label: 'objects.columns.modified', widthPx: 116 },
  { column: 'objectType', label: 'objects.columns.objectType', widthPx: 110 },
  { column: 'etag', label: 'objects.columns.etag', widthPx: 268 },
]
export const labelOfColumn = (column: ListColumn): ColumnKind['label'] => columns.find((kind) => kind.column === column)?.label ?? 'objects.columns.name'

const shownAtFirst: ReadonlySet<ListColumn> = new Set(['name', 'sizeBytes', 'type', 'storageClass', 'lastModifiedMs'])
/** Kept longest where there is no room for all. */
const importance: readonly ListColumn[] = ['sizeBytes', 'lastModifiedMs', 'storageClass', 'type', 'objectType', 'etag']

export interface ShownColumn {
  readonly column: ListColumn
  readonly widthPx: number
}

export const defaultLayout: ListLayout = {
  columns: columns.filter(({ column }) => shownAtFirst.has(column)).map(({ column, widthPx }) => ({ column, widthPx })),
  as: 'list',
  tilePx: 160,
}

/** The columns of a layout that was kept, the name first and each once. */
function chosenColumns(layout: ListLayout): readonly ShownColumn[] {
  const others = layout.columns.filter((one, index, all): one is ShownColumn => one.column !== 'rawName' && one.column !== 'name' && all.findIndex(({ column }) => column === one.column) === index)
  return [{ column: 'name', widthPx: nameLeastPx }, ...others]
}

/** Those that fit, in their order; the least important go first. A width of 0 is not known yet and fits everything. */
export function shownColumns(layout: ListLayout, roomPx: number): readonly ShownColumn[] {
  const chosen = chosenColumns(layout)
  if (roomPx === 0) return chosen
  let left = roomPx - nameLeastPx
  const kept = new Set<ListColumn>(['name'])
  for (const column of importance) {
    const widthPx = chosen.find((one) => one.column === column)?.widthPx
    if (widthPx === undefined || widthPx > left) continue
    left -= widthPx
    kept.add(column)
  }
  return chosen.filter(({ column }) => kept.has(column))
}

export function columnTemplate(shown: readonly ShownColumn[]): string {
  return shown.map(({ column, widthPx }) => (column === 'name' ? `minmax(${nameLeastPx}px, 1fr)` : `${widthPx}px`)).join(' ')
}

export function isColumnChosen(layout: ListLayout, column: ListColumn): boolean {
  return column === 'name' || layout.columns.some((one) => one.column === column)
}

/** Shows a column at the end, or hides it. */
export function toggleColumn(layout: ListLayout, column: ListColumn): ListLayout {
  if (column === 'name') return layout
  if (isColumnChosen(layout, column)) return { ...layout, columns: layout.columns.filter((one) => one.column !== column) }
  const widthPx = columns.find((one) => one.column === column)?.widthPx ?? columnLeastPx
  return { ...layout, columns: [...layout.columns, { column, widthPx }] }
}

export function resizeColumn(layout: ListLayout, column: ListColumn, widthPx: number): ListLayout {
  const width = Math.round(Math.min(1200, Math.max(columnLeastPx, widthPx)))
  return { ...layout, columns: layout.columns.map((one) => (one.column === column ? { ...one, widthPx: width } : one)) }
}

/** Puts a column in the place of another; the name stays first. */
export function moveColumn(layout: ListLayout, column: ListColumn, target: ListColumn): ListLayout {
  const chosen = chosenColumns(layout)
  const moved = chosen.find((one) => one.column === column)
  const index = chosen.findIndex((one) => one.column === target)
  if (moved === undefined || column === 'name' || index < 1) return layout
  return { ...layout, columns: chosen.filter((one) => one !== moved).toSpliced(index, 0, moved) }
}

export function typeLabel(row: Pick<ListingRow, 'key' | 'kind'>, t: TFunction): string {
  if (row.kind === 'folder') return t('objects.folderType')
  const extension = extensionOf(row.key)
  return extension === '' ? t('objects.plainFileType') : t('objects.fileType', { extension: extension.toUpperCase() })
}
