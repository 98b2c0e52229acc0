import type { LifecycleConfiguration, LifecycleExpiration, LifecycleFilter, LifecycleMoment, LifecycleRule } from '../../../model/lifecycle.ts'
import { element, xmlDeclaration, xmlTime } from '../../xml/write-xml.ts'

/** The answer of GetBucketLifecycle. */
export function lifecycleXml({ rules }: LifecycleConfiguration): string {
  return `${xmlDeclaration}<LifecycleConfiguration>${rules.map(ruleXml).join('')}</LifecycleConfiguration>\n`
}

function ruleXml(rule: LifecycleRule): string {
  const { id, prefix, status, tags, filter, expiration, transitions = [], abortMultipartUpload, noncurrentExpirationDays, noncurrentTransitions = [] } = rule
  const parts = [element('ID', id), element('Prefix', prefix), element('Status', status)]
  for (const [key, value] of Object.entries(tags)) parts.push(tagXml(key, value))
  if (filter !== undefined) parts.push(`<Filter>${filterXml(filter)}</Filter>`)
  if (expiration !== undefined) parts.push(`<Expiration>${expirationXml(expiration)}</Expiration>`)
  for (const { moment, ...target } of transitions) parts.push(`<Transition>${momentXml(moment)}${targetXml(target)}</Transition>`)
  if (abortMultipartUpload !== undefined) parts.push(`<AbortMultipartUpload>${momentXml(abortMultipartUpload)}</AbortMultipartUpload>`)
  if (noncurrentExpirationDays !== undefined) {
    parts.push(`<NoncurrentVersionExpiration>${element('NoncurrentDays', noncurrentExpirationDays)}</NoncurrentVersionExpiration>`)
  }
  for (const { noncurrentDays, ...target } of noncurrentTransitions) {
    parts.push(`<NoncurrentVersionTransition>${element('NoncurrentDays', noncurrentDays)}${targetXml(target)}</NoncurrentVersionTransition>`)
  }
  return `<Rule>${parts.join('')}</Rule>`
}

function tagXml(key: string, value: string): string {
  return `<Tag>${element('Key', key)}${element('Value', value)}</Tag>`
}

function filterXml({ objectSizeGreaterThan, objectSizeLessThan, not = [] }: LifecycleFilter): string {
  return (
    (objectSizeGreaterThan === undefined ? '' : element('ObjectSizeGreaterThan', objectSizeGreaterThan)) +
    (objectSizeLessThan === undefined ? '' : element('ObjectSizeLessThan', objectSizeLessThan)) +
    not.map(({ prefix, tag }) => `<Not>${element('Prefix', prefix)}${tag === undefined ? '' : tagXml(tag.key, tag.value)}</Not>`).join('')
  )
}

function expirationXml(expiration: LifecycleExpiration): string {
  return expiration.kind === 'expiredObjectDeleteMarker' ? element('ExpiredObjectDeleteMarker', true) : momentXml(expiration)
}

function momentXml(moment: LifecycleMoment): string {
  if (moment.kind === 'days') return element('Days', moment.days)
  return element(moment.kind === 'date' ? 'Date' : 'CreatedBeforeDate', xmlTime(moment.dateMs))
}

function targetXml({ storageClass, allowSmallFile }: { readonly storageClass: string; readonly allowSmallFile?: boolean }): string {
  return `${element('StorageClass', storageClass)}${allowSmallFile === undefined ? '' : element('AllowSmallFile', allowSmallFile)}`
}
