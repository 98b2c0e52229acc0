import type { BucketSetting, BucketSettingOf, CorsRuleView } from '../../../../electron/contract/bucket-settings.ts'

export type ChangedField =
  | 'acl'
  | 'blockPublicAccess'
  | 'corsRule'
  | 'allowedOrigins'
  | 'allowedMethods'
  | 'allowedHeaders'
  | 'exposeHeaders'
  | 'maxAgeSeconds'
  | 'responseVary'
  | 'allowEmptyReferer'
  | 'allowTruncateQueryString'
  | 'truncatePath'
  | 'referers'
  | 'blacklist'
  | 'payer'
  | 'tag'
  | 'versioning'
  | 'policy'
export type ChangedValue = string | number | boolean | readonly string[]

/** One thing that is not as it was. Without `before` it is new, without `after` it is gone. */
export interface SettingChange {
  readonly field: ChangedField
  /** Of which rule or tag: a number from 1, or a key. */
  readonly item?: string
  readonly before?: ChangedValue
  readonly after?: ChangedValue
}

/** What stands for an ACL of S3 that names accounts or groups, and so is none of those that can be chosen. */
export const namedAcl = 'named'

/**
 * What differs between two settings of one name; nothing when they mean the same. @param namesOthers the ACL before names
 * accounts or groups, as S3's may: whichever is chosen in its place is another one
 */
export function changesOf(before: BucketSetting, after: BucketSetting, namesOthers = false): readonly SettingChange[] {
  const compare = <T extends ChangedValue>(field: ChangedField, was: T, is: T, item?: string): SettingChange[] =>
    same(was, is) ? [] : [{ field, before: was, after: is, ...(item === undefined ? {} : { item }) }]
  if (before.name === 'acl' && after.name === 'acl') return compare<string>('acl', namesOthers ? namedAcl : before.acl, after.acl)
  if (before.name === 'publicAccessBlock' && after.name === 'publicAccessBlock') return compare('blockPublicAccess', before.blockPublicAccess, after.blockPublicAccess)
  if (before.name === 'requestPayment' && after.name === 'requestPayment') return compare('payer', before.payer, after.payer)
  if (before.name === 'versioning' && after.name === 'versioning') return compare('versioning', before.status, after.status)
  if (before.name === 'policy' && after.name === 'policy') return compare('policy', before.text ?? '', after.text ?? '')
  if (before.name === 'tags' && after.name === 'tags') return tagChanges(before.tags, after.tags)
  if (before.name === 'cors' && after.name === 'cors') return [...ruleChanges(before.rules, after.rules), ...compare('responseVary', before.responseVary, after.responseVary)]
  if (before.name === 'referer' && after.name === 'referer') {
    return [
      ...compare('allowEmptyReferer', before.allowEmptyReferer, after.allowEmptyReferer),
      ...compare<readonly string[]>('referers', before.referers, after.referers),
      ...compare<readonly string[]>('blacklist', before.blacklist, after.blacklist),
      ...compare('allowTruncateQueryString', before.allowTruncateQueryString, after.allowTruncateQueryString),
      ...compare('truncatePath', before.truncatePath, after.truncatePath),
    ]
  }
  throw new Error(`${before.name} and ${after.name} cannot be compared`)
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

type Tags = BucketSettingOf<'tags'>['tags']

function tagChanges(before: Tags, after: Tags): SettingChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys.flatMap((item): SettingChange[] => {
    const was = Object.hasOwn(before, item) ? before[item] : undefined
    const is = Object.hasOwn(after, item) ? after[item] : undefined
    if (was === is) return []
    return [{ field: 'tag', item, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }]
  })
}

/** Rules have no names: those at both ends that stayed are left out, and what is between is compared by position. */
function ruleChanges(before: readonly CorsRuleView[], after: readonly CorsRuleView[]): SettingChange[] {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && same(before[start], after[start])) start += 1
  let end = 0
  while (end < shorter - start && same(before.at(-1 - end), after.at(-1 - end))) end += 1
  const changes: SettingChange[] = []
  for (let index = start; index < Math.max(before.length, after.length) - end; index += 1) {
    const was = index < before.length - end ? before[index] : undefined
    const is = index < after.length - end ? after[index] : undefined
    const item = String(index + 1)
    if (was !== undefined && is !== undefined) changes.push(...partChanges(was, is, item))
    else if (is !== undefined) changes.push({ field: 'corsRule', item, after: ruleWords(is) })
    else if (was !== undefined) changes.push({ field: 'corsRule', item, before: ruleWords(was) })
  }
  return changes
}

const ruleParts = ['allowedOrigins', 'allowedMethods', 'allowedHeaders', 'exposeHeaders', 'maxAgeSeconds'] as const

function partChanges(was: CorsRuleView, is: CorsRuleView, item: string): SettingChange[] {
  return ruleParts.flatMap((field): SettingChange[] => {
    const before = was[field]
    const after = is[field]
    if (same(before, after)) return []
    return [{ field, item, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }]
  })
}

function ruleWords({ allowedOrigins, allowedMethods }: CorsRuleView): string {
  return `${allowedOrigins.join(', ')}: ${allowedMethods.join(', ')}`
}
