import { conditionKeys } from '../../../../storage-core/policy/condition-keys.ts'

/** Keys of conditions that look at a tag, up to the slash behind which the tag is named. */
export const tagKeys: readonly string[] = conditionKeys.map(({ name }) => name).filter((name) => name.endsWith('/'))

/** The two halves of a key that looks at a tag; undefined for every other key. The tag's own key is empty while nobody has named it. */
export function splitTagKey(key: string): { readonly base: string; readonly tagKey: string } | undefined {
  const base = tagKeys.find((name) => key.toLowerCase().startsWith(name.toLowerCase()))
  return base === undefined ? undefined : { base, tagKey: key.slice(base.length) }
}
