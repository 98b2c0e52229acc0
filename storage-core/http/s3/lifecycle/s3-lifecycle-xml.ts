import type { LifecycleMoment, LifecycleRule } from '../../../model/lifecycle.ts'
import { refuseUnbuilt } from '../../settings/lifecycle/lifecycle-refusal.ts'
import { element, xmlTime } from '../../xml/write-xml.ts'
import { s3StorageClass } from '../storage-classes.ts'

/**
 * The rules in S3's words.
 * @throws OssError NotImplemented for what OSS's rules can say and S3's cannot: a client that put back what it was told
 * would change them
 */
export function s3RulesXml(rules: readonly LifecycleRule[]): string {
  return rules.map(ruleXml).join('')
}

function ruleXml(rule: LifecycleRule): string {
  const { id, status, expiration, transitions = [], abortMultipartUpload, noncurrentExpirationDays, noncurrentTransitions = [] } = rule
  const parts = [element('ID', id), `<Filter>${filterXml(rule)}</Filter>`, element('Status', status)]
  if (expiration !== undefined) {
    const content = expiration.kind === 'expiredObjectDeleteMarker' ? element('ExpiredObjectDeleteMarker', true) : momentXml(rule, expiration)
    parts.push(`<Expiration>${content}</Expiration>`)
  }
  for (const { moment, ...target } of transitions) parts.push(`<Transition>${momentXml(rule, moment)}${targetXml(rule, target)}</Transition>`)
  if (abortMultipartUpload !== undefined) {
    if (abortMultipartUpload.kind !== 'days') throw unsayable(rule, 'CreatedBeforeDate')
    parts.push(`<AbortIncompleteMultipartUpload>${element('DaysAfterInitiation', abortMultipartUpload.days)}</AbortIncompleteMultipartUpload>`)
  }
  if (noncurrentExpirationDays !== undefined) {
    parts.push(`<NoncurrentVersionExpiration>${element('NoncurrentDays', noncurrentExpirationDays)}</NoncurrentVersionExpiration>`)
  }
  for (const { noncurrentDays, ...target } of noncurrentTransitions) {
    parts.push(`<NoncurrentVersionTransition>${element('NoncurrentDays', noncurrentDays)}${targetXml(rule, target)}</NoncurrentVersionTransition>`)
  }
  return `<Rule>${parts.join('')}</Rule>`
}

function filterXml(rule: LifecycleRule): string {
  const { prefix, tags, filter } = rule
  if (filter?.not !== undefined) throw unsayable(rule, 'Not')
  const predicates = Object.entries(tags).map(([key, value]) => `<Tag>${element('Key', key)}${element('Value', value)}</Tag>`)
  if (filter?.objectSizeGreaterThan !== undefined) predicates.push(element('ObjectSizeGreaterThan', filter.objectSizeGreaterThan))
  if (filter?.objectSizeLessThan !== undefined) predicates.push(element('ObjectSizeLessThan', filter.objectSizeLessThan))
  if (prefix !== '' || predicates.length === 0) predicates.unshift(element('Prefix', prefix))
  return predicates.length === 1 ? predicates.join('') : `<And>${predicates.join('')}</And>`
}

function momentXml(rule: LifecycleRule, moment: LifecycleMoment): string {
  if (moment.kind === 'createdBefore') throw unsayable(rule, 'CreatedBeforeDate')
  return moment.kind === 'days' ? element('Days', moment.days) : element('Date', xmlTime(moment.dateMs))
}

function targetXml(rule: LifecycleRule, { storageClass, allowSmallFile }: Omit<NonNullable<LifecycleRule['transitions']>[number], 'moment'>): string {
  if (storageClass === 'ColdArchive') throw unsayable(rule, 'ColdArchive')
  if (allowSmallFile === false) throw unsayable(rule, 'AllowSmallFile')
  return element('StorageClass', s3StorageClass(storageClass))
}

function unsayable({ id }: LifecycleRule, what: string): Error {
  return refuseUnbuilt(what, `The rule ${id} has no form in S3. Read it with GetBucketLifecycle of OSS.`)
}
