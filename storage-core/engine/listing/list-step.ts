import type { CursorPosition } from '../../metadata/metadata-store.ts'
import { compareUtf8 } from '../../model/utf8.ts'

/** What a page of a listing asks for. `after` is exclusive; an empty delimiter folds nothing. */
export interface ListQuery {
  readonly prefix: string
  readonly delimiter: string
  readonly after: string
  readonly maxEntries: number
}

export interface ListState {
  readonly emitted: number
}

/**
 * What to do with the key that was fed in: stop, or show an entry. After a common prefix the reader must jump to `seek`,
 * which makes a folder of a million objects cost as much as an empty one.
 */
export type ListStep =
  | { readonly kind: 'done'; readonly isTruncated: boolean }
  | { readonly kind: 'object'; readonly state: ListState }
  | { readonly kind: 'prefix'; readonly prefix: string; readonly state: ListState; readonly seek: CursorPosition }

export const startOfList: ListState = { emitted: 0 }

/**
 * Where to begin. Entries, that is keys and common prefixes, are shown when they are greater than `after`; so an `after`
 * inside or equal to a common prefix has passed everything below that prefix.
 */
export function firstPosition(query: ListQuery): CursorPosition {
  const { prefix, after } = query
  if (after === '' || compareUtf8(after, prefix) < 0) return { kind: 'at', key: prefix }
  const passed = after.startsWith(prefix) ? commonPrefixOf(query, after) : undefined
  return passed === undefined ? { kind: 'after', key: after } : { kind: 'afterPrefix', prefix: passed }
}

/** Takes the next key in UTF-8 byte order. Pure: the same state and key give the same step. */
export function listStep(query: ListQuery, state: ListState, key: string): ListStep {
  if (!key.startsWith(query.prefix)) return { kind: 'done', isTruncated: false }
  // Known to be one entry too many: the page is full and there is more.
  if (state.emitted >= query.maxEntries) return { kind: 'done', isTruncated: true }
  const next = { emitted: state.emitted + 1 }
  const prefix = commonPrefixOf(query, key)
  if (prefix === undefined) return { kind: 'object', state: next }
  return { kind: 'prefix', prefix, state: next, seek: { kind: 'afterPrefix', prefix } }
}

/** The key up to and including the first delimiter behind the prefix. */
function commonPrefixOf(query: ListQuery, key: string): string | undefined {
  if (query.delimiter === '') return undefined
  const at = key.indexOf(query.delimiter, query.prefix.length)
  return at < 0 ? undefined : key.slice(0, at + query.delimiter.length)
}
