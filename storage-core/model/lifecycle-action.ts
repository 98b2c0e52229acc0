import {
  isColder,
  type LifecycleExpiration,
  type LifecycleMoment,
  type LifecycleRule,
  smallFileBytes,
} from './lifecycle.ts'
import type { StorageClass } from './storage-class.ts'

/** One version of an object, as far as rules look at it. */
export interface LifecycleSubject {
  readonly key: string
  readonly sizeBytes: number
  readonly storageClass: StorageClass
  readonly lastModifiedMs: number
  /** When a newer version or a delete marker took its place; absent for what the key shows. */
  readonly noncurrentSinceMs?: number
  /** A link has no bytes of its own that could be kept elsewhere. */
  readonly isLink: boolean
  /** Asked only when a rule is about tags. */
  tags(): Readonly<Record<string, string>>
}

export type LifecycleAction =
  | { readonly kind: 'expire'; readonly ruleId: string }
  | { readonly kind: 'transition'; readonly storageClass: StorageClass; readonly ruleId: string }

const dayMs = 86_400_000

/** The midnight in UTC at which this moment is over, or the moment itself when it is one. */
export function nextMidnight(timeMs: number): number {
  return Math.ceil(timeMs / dayMs) * dayMs
}

/** The midnight in UTC with which the day began. */
export function lastMidnight(timeMs: number): number {
  return Math.floor(timeMs / dayMs) * dayMs
}

/**
 * What is to be done with a version at a time. Days are counted from the midnight after the last modification; of all that
 * is due, an expiration comes before transitions, the one that was due first before others, and the coldest class before
 * warmer ones. Nothing is ever moved to a warmer class. OSS documentation, "Lifecycle rules based on the last modified
 * time".
 */
export function actionOnVersion(rules: readonly LifecycleRule[], subject: LifecycleSubject, nowMs: number): LifecycleAction | undefined {
  let expires: { readonly ruleId: string; readonly dueMs: number } | undefined
  let moves: Extract<LifecycleAction, { readonly kind: 'transition' }> | undefined
  for (const rule of rules) {
    // Most rules are about other keys, and this is the quickest way to know.
    if (!subject.key.startsWith(rule.prefix)) continue
    const expiresMs = expirationDue(rule, subject)
    const isExpired = expiresMs !== undefined && expiresMs <= nowMs && expiresMs < (expires?.dueMs ?? Infinity)
    const storageClass = dueClass(rule, subject, nowMs, moves?.storageClass ?? subject.storageClass)
    if ((!isExpired && storageClass === undefined) || !isAbout(rule, subject)) continue
    if (isExpired) expires = { ruleId: rule.id, dueMs: expiresMs }
    if (storageClass !== undefined) moves = { kind: 'transition', storageClass, ruleId: rule.id }
  }
  return expires === undefined ? moves : { kind: 'expire', ruleId: expires.ruleId }
}

/**
 * When what a key shows will expire, and by which rule: what `x-oss-expiration` announces.
 */
export function announcedExpiration(
  rules: readonly LifecycleRule[],
  subject: LifecycleSubject,
): { readonly ruleId: string; readonly expiresMs: number } | undefined {
  let first: { readonly ruleId: string; readonly expiresMs: number } | undefined
  for (const rule of rules) {
    if (!subject.key.startsWith(rule.prefix)) continue
    const expiresMs = expirationDue(rule, subject)
    if (expiresMs !== undefined && expiresMs < (first?.expiresMs ?? Infinity) && isAbout(rule, subject)) first = { ruleId: rule.id, expiresMs }
  }
  return first
}

/** The rule by which a delete marker that is all there is of its key goes. */
export function ruleForLoneMarker(rules: readonly LifecycleRule[], key: string): LifecycleRule | undefined {
  return rules.find((rule) => isEnabled(rule) && rule.expiration?.kind === 'expiredObjectDeleteMarker' && isInScope(rule, key, noTags))
}

/** The rule by which an unfinished upload is given up. */
export function ruleForUpload(
  rules: readonly LifecycleRule[],
  { key, initiatedMs }: { readonly key: string; readonly initiatedMs: number },
  nowMs: number,
): LifecycleRule | undefined {
  return rules.find((rule) => {
    if (!isEnabled(rule) || rule.abortMultipartUpload === undefined) return false
    const dueMs = dueAt(rule.abortMultipartUpload, initiatedMs)
    return dueMs !== undefined && dueMs <= nowMs && isInScope(rule, key, noTags)
  })
}

/** Rules that may act on objects, and rules that may act on uploads. */
export function actsOnObjects(rule: LifecycleRule): boolean {
  return (
    isEnabled(rule) &&
    (rule.expiration !== undefined ||
      rule.transitions !== undefined ||
      rule.noncurrentExpirationDays !== undefined ||
      rule.noncurrentTransitions !== undefined)
  )
}
export function actsOnUploads(rule: LifecycleRule): boolean {
  return isEnabled(rule) && rule.abortMultipartUpload !== undefined
}

/** The fewest prefixes that cover those of all rules, none of them within another. */
export function coveringPrefixes(rules: readonly LifecycleRule[]): readonly string[] {
  const covering: string[] = []
  for (const prefix of rules.map((rule) => rule.prefix).toSorted((a, b) => a.length - b.length)) {
    if (!covering.some((shorter) => prefix.startsWith(shorter))) covering.push(prefix)
  }
  return covering
}

const noTags = () => ({})

function isEnabled({ status }: LifecycleRule): boolean {
  return status === 'Enabled'
}

function expirationDue(rule: LifecycleRule, { lastModifiedMs, noncurrentSinceMs }: LifecycleSubject): number | undefined {
  if (!isEnabled(rule)) return undefined
  if (noncurrentSinceMs === undefined) return expiresAt(rule.expiration, lastModifiedMs)
  return rule.noncurrentExpirationDays === undefined ? undefined : nextMidnight(noncurrentSinceMs) + rule.noncurrentExpirationDays * dayMs
}

function expiresAt(expiration: LifecycleExpiration | undefined, lastModifiedMs: number): number | undefined {
  return expiration === undefined || expiration.kind === 'expiredObjectDeleteMarker' ? undefined : dueAt(expiration, lastModifiedMs)
}

function dueAt(moment: LifecycleMoment, baseMs: number): number | undefined {
  switch (moment.kind) {
    case 'days':
      return nextMidnight(baseMs) + moment.days * dayMs
    case 'createdBefore':
      return baseMs < moment.dateMs ? moment.dateMs : undefined
    case 'date':
      return moment.dateMs
  }
}

/** The coldest class a rule has for it by now, if that is colder than `than`. */
function dueClass(rule: LifecycleRule, subject: LifecycleSubject, nowMs: number, than: StorageClass): StorageClass | undefined {
  if (!isEnabled(rule) || subject.isLink) return undefined
  const { noncurrentSinceMs, lastModifiedMs, sizeBytes } = subject
  const targets =
    noncurrentSinceMs === undefined
      ? (rule.transitions ?? []).map((each) => ({ ...each, dueMs: dueAt(each.moment, lastModifiedMs) }))
      : (rule.noncurrentTransitions ?? []).map((each) => ({ ...each, dueMs: nextMidnight(noncurrentSinceMs) + each.noncurrentDays * dayMs }))
  let coldest = than
  for (const { dueMs, storageClass, allowSmallFile } of targets) {
    if (dueMs === undefined || dueMs > nowMs || (allowSmallFile === false && sizeBytes < smallFileBytes)) continue
    if (isColder(storageClass, coldest)) coldest = storageClass
  }
  return coldest === than ? undefined : coldest
}

function isAbout(rule: LifecycleRule, subject: LifecycleSubject): boolean {
  const { key, sizeBytes } = subject
  const { objectSizeGreaterThan = -1, objectSizeLessThan = Infinity } = rule.filter ?? {}
  return sizeBytes > objectSizeGreaterThan && sizeBytes < objectSizeLessThan && isInScope(rule, key, () => subject.tags())
}

function isInScope(rule: LifecycleRule, key: string, tags: LifecycleSubject['tags']): boolean {
  if (!key.startsWith(rule.prefix)) return false
  for (const name in rule.tags) if (!hasTag(tags(), name, rule.tags[name])) return false
  const exclusions = rule.filter?.not ?? []
  return !exclusions.some(({ prefix, tag }) => key.startsWith(prefix) && (tag === undefined || hasTag(tags(), tag.key, tag.value)))
}

function hasTag(tags: Readonly<Record<string, string>>, key: string, value: string | undefined): boolean {
  return Object.hasOwn(tags, key) && tags[key] === value
}
