import { defaultContentType } from '../../../storage-core/model/object.ts'
import type { ObjectEdit } from '../../contract/object-jobs.ts'
import type { ObjectHeadView } from '../../contract/objects.ts'

type Texts = Readonly<Record<string, string>>

/** Entries with the changes put in: new values in place of old ones, null takes away. */
export function merged(before: Texts, changes: Readonly<Record<string, string | null | undefined>>): Texts {
  const after = new Map(Object.entries(before))
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) after.delete(name)
    else if (value !== undefined) after.set(name, value)
  }
  return Object.fromEntries(after)
}

/** Headers and metadata as they are afterwards. An object always has a type, so taking it away gives it the default one. */
export function changedMetadata({ headers, userMetadata }: Pick<ObjectHeadView, 'headers' | 'userMetadata'>, edit: Extract<ObjectEdit, { kind: 'metadata' }>): { readonly headers: Texts; readonly userMetadata: Texts } {
  return { headers: { 'content-type': defaultContentType, ...merged(headers, edit.headers) }, userMetadata: merged(userMetadata, edit.userMetadata) }
}

export function changedTags(before: Texts, { mode, tags }: Extract<ObjectEdit, { kind: 'tags' }>): Texts {
  if (mode === 'replace') return tags
  if (mode === 'merge') return merged(before, tags)
  return merged(before, Object.fromEntries(Object.keys(tags).map((name) => [name, null])))
}

export function isUnchanged(before: Texts, after: Texts): boolean {
  const names = Object.keys(after)
  return names.length === Object.keys(before).length && names.every((name) => before[name] === after[name])
}
