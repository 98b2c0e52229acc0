import type { LifecycleExpiration, LifecycleRule } from '../../../model/lifecycle.ts'
import { isColder } from '../../../model/lifecycle.ts'
import { limits } from '../../../model/limits.ts'
import { ossError, type OssError } from '../../../model/oss-error.ts'
import type { StorageClass } from '../../../model/storage-class.ts'
import { refuseForm, refuseValue } from './lifecycle-refusal.ts'

export interface RuleChecks {
  /** Rules whose prefixes overlap may do the same to an object: `x-oss-allow-same-action-overlap`. */
  readonly allowOverlap: boolean
}

/**
 * What OSS demands of rules beyond their form, each with the cause code that OSS documents (OSS documentation,
 * "PutBucketLifecycle" and "0014").
 * @throws OssError InvalidArgument, InvalidRequest, MalformedXML
 */
export function checkRules(rules: readonly LifecycleRule[], { allowOverlap }: RuleChecks): void {
  for (const rule of rules) checkRule(rule)
  if (allowOverlap) return
  rules.forEach((rule, index) => {
    for (let other = index + 1; other < rules.length; other += 1) {
      const second = rules[other]
      if (second !== undefined && canMeet(rule, second)) checkPair(rule, second)
    }
  })
}

function checkRule(rule: LifecycleRule): void {
  const { prefix, tags, filter, expiration, transitions = [], noncurrentTransitions = [] } = rule
  if (expiration === undefined && rule.noncurrentExpirationDays === undefined && rule.abortMultipartUpload === undefined && transitions.length + noncurrentTransitions.length === 0) {
    throw refuseForm('The Rule element needs an action, such as Expiration or Transition.', '0014-00000026')
  }
  const isAboutTags = Object.keys(tags).length > 0
  if (isAboutTags && (rule.abortMultipartUpload !== undefined || expiration?.kind === 'expiredObjectDeleteMarker')) {
    throw refuseForm('Tag cannot be used with AbortMultipartUpload or ExpiredObjectDeleteMarker.', '0014-00000027')
  }
  const { objectSizeGreaterThan, objectSizeLessThan, not = [] } = filter ?? {}
  if (objectSizeGreaterThan !== undefined && objectSizeLessThan !== undefined && objectSizeGreaterThan >= objectSizeLessThan) {
    throw refuseValue('ObjectSizeGreaterThan', String(objectSizeGreaterThan), 'ObjectSizeGreaterThan must be less than ObjectSizeLessThan.', '0014-00000041')
  }
  for (const exclusion of not) {
    if (!exclusion.prefix.startsWith(prefix)) throw refuseValue('Prefix', exclusion.prefix, 'The Prefix in Not must begin with the Prefix of the rule.', '0014-00000035')
    // With nothing that sets it apart, it would leave nothing of the rule.
    if (exclusion.tag === undefined && exclusion.prefix === prefix) throw refuseValue('Prefix', exclusion.prefix, 'Not excludes everything that the rule is about.')
    if (exclusion.tag !== undefined && tags[exclusion.tag.key] === exclusion.tag.value) {
      throw refuseValue('Tag', exclusion.tag.key, 'The Tag in Not must differ from the tags of the rule.', '0014-00000036')
    }
  }
  if (noncurrentTransitions.length > limits.lifecycleNoncurrentTransitionsMax) {
    throw refuseValue('NoncurrentVersionTransition', String(noncurrentTransitions.length), 'A rule has too many NoncurrentVersionTransition elements.', '0014-00000067')
  }
  const hasSize = objectSizeGreaterThan !== undefined || objectSizeLessThan !== undefined
  if (hasSize && [...transitions, ...noncurrentTransitions].some(({ allowSmallFile }) => allowSmallFile !== undefined)) {
    throw refuseForm('AllowSmallFile cannot be used with ObjectSizeGreaterThan or ObjectSizeLessThan.')
  }
  assertDistinct('Transition', transitions)
  assertDistinct('NoncurrentVersionTransition', noncurrentTransitions)
  checkKinds([rule])
  checkOrder([rule])
}

/** Whether an object can be what both rules are about. */
function canMeet(a: LifecycleRule, b: LifecycleRule): boolean {
  if (!a.prefix.startsWith(b.prefix) && !b.prefix.startsWith(a.prefix)) return false
  return Object.entries(a.tags).every(([key, value]) => !Object.hasOwn(b.tags, key) || b.tags[key] === value)
}

function checkPair(a: LifecycleRule, b: LifecycleRule): void {
  if (a.prefix === b.prefix && isSameTags(a, b)) {
    throw refuseValue('Prefix', a.prefix, 'Each rule must have a Prefix of its own, or other tags.', '0014-00000085')
  }
  for (const [name, isSame] of Object.entries({
    Expiration: actsAlike(a.expiration, b.expiration),
    NoncurrentVersionExpiration: a.noncurrentExpirationDays !== undefined && b.noncurrentExpirationDays !== undefined,
    AbortMultipartUpload: a.abortMultipartUpload !== undefined && b.abortMultipartUpload !== undefined,
  })) {
    if (isSame) throw overlap(name, b.prefix, '0014-00000084')
  }
  const alike = <T extends { readonly storageClass: StorageClass }>(mine: readonly T[] = [], others: readonly T[] = []) =>
    mine.some(({ storageClass }) => others.some((other) => other.storageClass === storageClass))
  if (alike(a.transitions, b.transitions)) throw overlap('Transition', b.prefix, '0014-00000079')
  if (alike(a.noncurrentTransitions, b.noncurrentTransitions)) throw overlap('NoncurrentVersionTransition', b.prefix, '0014-00000079')
  checkKinds([a, b])
  checkOrder([a, b], '0014-00000082')
}

function overlap(action: string, prefix: string, ec: string): OssError {
  return refuseValue('Prefix', prefix, `Overlap for same action type ${action}.`, ec)
}

function isSameTags(a: LifecycleRule, b: LifecycleRule): boolean {
  const keys = Object.keys(a.tags)
  return keys.length === Object.keys(b.tags).length && keys.every((key) => a.tags[key] === b.tags[key])
}

function actsAlike(a: LifecycleExpiration | undefined, b: LifecycleExpiration | undefined): boolean {
  if (a === undefined || b === undefined) return false
  return (a.kind === 'expiredObjectDeleteMarker') === (b.kind === 'expiredObjectDeleteMarker')
}

/** @throws OssError InvalidRequest when days and dates are mixed */
function checkKinds(rules: readonly LifecycleRule[]): void {
  const kinds = new Set<string>()
  for (const { expiration, transitions = [] } of rules) {
    if (expiration !== undefined && expiration.kind !== 'expiredObjectDeleteMarker') kinds.add(expiration.kind)
    for (const { moment } of transitions) kinds.add(moment.kind)
  }
  if (kinds.size > 1) {
    throw ossError('InvalidRequest', { message: 'Days and dates cannot be mixed for the same objects.', ec: '0014-00000080' })
  }
}

/** Warmer classes come first, and the end last. @throws OssError InvalidArgument */
function checkOrder(rules: readonly LifecycleRule[], ec?: string): void {
  const moves = rules.flatMap(({ transitions = [] }) =>
    transitions.flatMap(({ moment, storageClass }) => (moment.kind === 'days' ? [{ storageClass, days: moment.days }] : [])),
  )
  const ends = rules.flatMap(({ expiration }) => (expiration?.kind === 'days' ? [expiration.days] : []))
  assertOrder(moves, Math.min(...ends), 'Days', ec)
  const oldMoves = rules.flatMap(({ noncurrentTransitions = [] }) => noncurrentTransitions.map(({ storageClass, noncurrentDays }) => ({ storageClass, days: noncurrentDays })))
  const oldEnds = rules.flatMap(({ noncurrentExpirationDays }) => noncurrentExpirationDays ?? [])
  assertOrder(oldMoves, Math.min(...oldEnds), 'NoncurrentDays', ec)
}

function assertOrder(moves: readonly { readonly storageClass: StorageClass; readonly days: number }[], endDays: number, name: string, ec?: string): void {
  for (const move of moves) {
    if (move.days >= endDays) throw refuseValue(name, String(endDays), 'Objects must expire later than they are moved to another storage class.', ec)
    const early = moves.find((other) => isColder(other.storageClass, move.storageClass) && other.days <= move.days)
    if (early !== undefined) {
      throw refuseValue(name, String(early.days), `Objects must be moved to ${early.storageClass} later than to ${move.storageClass}.`, ec)
    }
  }
}

function assertDistinct(name: string, transitions: readonly { readonly storageClass: StorageClass }[]): void {
  const classes = transitions.map(({ storageClass }) => storageClass)
  const twice = classes.find((storageClass, index) => classes.indexOf(storageClass) !== index)
  if (twice !== undefined) throw refuseValue('StorageClass', twice, `A rule can have one ${name} to ${twice} only.`)
}
