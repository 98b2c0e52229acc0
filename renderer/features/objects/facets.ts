import type { ListingWhere } from '../../../electron/contract/listings.ts'
import { extensionsOfKind, fileKinds, type FileKind } from '../../ui/names.ts'

export type KindChoice = FileKind | 'folder'
export const kindChoices: readonly KindChoice[] = ['folder', ...fileKinds]

export type ModifiedChoice = { readonly kind: 'days'; readonly days: number } | { readonly kind: 'dates'; readonly from: string; readonly to: string }

/** What the filter bar is set to. Empty lists and absent values leave nothing out. */
export interface Facets {
  readonly kinds: readonly KindChoice[]
  readonly minBytes?: number
  readonly maxBytes?: number
  readonly modified?: ModifiedChoice
  readonly storageClasses: readonly string[]
}
export const noFacets: Facets = { kinds: [], storageClasses: [] }

const dayMs = 86_400_000

/** Local midnight of a date as a date field writes it, or undefined for an empty one. */
function startOfDay(date: string, daysLater = 0): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date)
  return match === null ? undefined : new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + daysLater).getTime()
}

function whereKinds(kinds: readonly KindChoice[]): ListingWhere {
  const files = kinds.filter((kind) => kind !== 'folder')
  const folders = kinds.includes('folder')
  // "Other" is whatever no kind claims: everything but the kinds that were not chosen.
  if (files.includes('other')) return { exceptExtensions: fileKinds.filter((kind) => !files.includes(kind)).flatMap(extensionsOfKind), folders }
  return { extensions: files.flatMap(extensionsOfKind), folders }
}

function whereModified(modified: ModifiedChoice, nowMs: number): ListingWhere {
  if (modified.kind === 'days') return { fromMs: nowMs - modified.days * dayMs }
  const [fromMs, beforeMs] = [startOfDay(modified.from), startOfDay(modified.to, 1)]
  return { ...(fromMs === undefined ? {} : { fromMs }), ...(beforeMs === undefined ? {} : { beforeMs }) }
}

/** The condition the engine filters by; undefined for none. */
export function whereOf({ kinds, minBytes, maxBytes, modified, storageClasses }: Facets, nowMs: number): ListingWhere | undefined {
  const where: ListingWhere = {
    ...(kinds.length === 0 ? {} : whereKinds(kinds)),
    ...(minBytes === undefined ? {} : { minBytes }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
    ...(modified === undefined ? {} : whereModified(modified, nowMs)),
    ...(storageClasses.length === 0 ? {} : { storageClasses: [...storageClasses] }),
  }
  return Object.keys(where).length === 0 ? undefined : where
}

const megabyte = 1024 * 1024
export const sizePresets = [
  { key: 'empty', minBytes: undefined, maxBytes: 0 },
  { key: 'small', minBytes: undefined, maxBytes: megabyte },
  { key: 'medium', minBytes: megabyte, maxBytes: 100 * megabyte },
  { key: 'large', minBytes: 100 * megabyte, maxBytes: 1024 * megabyte },
  { key: 'huge', minBytes: 1024 * megabyte, maxBytes: undefined },
] as const
export const dayPresets = [1, 7, 30, 365] as const
