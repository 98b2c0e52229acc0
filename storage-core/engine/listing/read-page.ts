import type { CursorPosition } from '../../metadata/metadata-store.ts'
import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { hasLoneSurrogate } from '../../model/utf8.ts'
import { type ListQuery, listStep, startOfList } from './list-step.ts'

export interface PageCursor<Row> {
  seek(position: CursorPosition): void
  next(): Row | undefined
}

export interface PrefixEntry {
  readonly kind: 'prefix'
  readonly prefix: string
}

export interface Page<Entry> {
  readonly entries: readonly (Entry | PrefixEntry)[]
  readonly isTruncated: boolean
}

/** Reads one page from where the cursor stands, whatever it walks over; its cost follows the entries of the page. */
export function readPage<Row extends { readonly key: string }, Entry>(
  cursor: PageCursor<Row>,
  query: ListQuery,
  entryOf: (row: Row) => Entry,
): Page<Entry> {
  const entries: (Entry | PrefixEntry)[] = []
  let state = startOfList
  for (let row = cursor.next(); row !== undefined; row = cursor.next()) {
    const step = listStep(query, state, row.key)
    if (step.kind === 'done') return { entries, isTruncated: step.isTruncated }
    state = step.state
    if (step.kind === 'object') entries.push(entryOf(row))
    else {
      entries.push({ kind: 'prefix', prefix: step.prefix })
      cursor.seek(step.seek)
    }
  }
  return { entries, isTruncated: false }
}

/** @throws OssError InvalidArgument */
export function assertListInput(maxKeys: number, texts: Readonly<Record<string, string>>): void {
  if (!Number.isInteger(maxKeys) || maxKeys < 1 || maxKeys > limits.listMaxKeys) {
    throw ossError('InvalidArgument', { details: { ArgumentName: 'max-keys', ArgumentValue: String(maxKeys) } })
  }
  // Text that has no UTF-8 form has no place in the order of the keys either.
  for (const [name, text] of Object.entries(texts)) {
    if (hasLoneSurrogate(text)) throw ossError('InvalidArgument', { details: { ArgumentName: name } })
  }
}
