import type { Assignable } from '../../../model/assignable.ts'
import type { LifecycleConfiguration, LifecycleExpiration, LifecycleFilter, LifecycleMoment, LifecycleRule, LifecycleTransition } from '../../../model/lifecycle.ts'
import { limits } from '../../../model/limits.ts'
import { utf8Length } from '../../../model/utf8.ts'
import { readTags } from '../../parse/tags.ts'
import { checkRules } from '../../settings/lifecycle/check-rules.ts'
import { assertChildren, refuseForm, refuseUnbuilt, refuseValue } from '../../settings/lifecycle/lifecycle-refusal.ts'
import { readDate, readDays, readFlag, readSize } from '../../settings/lifecycle/lifecycle-values.ts'
import { assertRuleCount, readId, readStatus } from '../../settings/lifecycle/read-lifecycle.ts'
import { withIds } from '../../settings/lifecycle/rule-ids.ts'
import { childElement, childElements, childText, type XmlElement } from '../../xml/parse-xml.ts'
import { ossStorageClass } from '../storage-classes.ts'

const ruleChildren = [
  'ID',
  'Status',
  'Prefix',
  'Filter',
  'Expiration',
  'Transition',
  'NoncurrentVersionTransition',
  'NoncurrentVersionExpiration',
  'AbortIncompleteMultipartUpload',
]
const filterChildren = ['Prefix', 'Tag', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan']

/**
 * Reads S3's `LifecycleConfiguration{Rule{…}+}` as OSS's rules (Amazon S3 API Reference,
 * "PutBucketLifecycleConfiguration"). In S3, rules may overlap as they please.
 * @throws OssError MalformedXML, InvalidArgument, InvalidRequest, InvalidTag, RepeatedTags, S3Error InvalidStorageClass;
 * NotImplemented for a number of old versions that stay whatever their age, which OSS does not know
 */
export function readS3Lifecycle(root: XmlElement): LifecycleConfiguration {
  assertChildren(root, 'LifecycleConfiguration', ['Rule'])
  const elements = childElements(root, 'Rule')
  assertRuleCount(elements.length)
  const rules = withIds(elements.map(readRule))
  checkRules(rules, { allowOverlap: true })
  return { rules }
}

function readRule(rule: XmlElement): LifecycleRule {
  assertChildren(rule, 'Rule', ruleChildren)
  const result: Assignable<LifecycleRule> = { id: readId(rule), ...readScope(rule), status: readStatus(rule) }
  const expiration = childElement(rule, 'Expiration')
  const transitions = childElements(rule, 'Transition').map(readTransition)
  const abort = childElement(rule, 'AbortIncompleteMultipartUpload')
  const noncurrent = childElement(rule, 'NoncurrentVersionExpiration')
  const noncurrentTransitions = childElements(rule, 'NoncurrentVersionTransition').map((transition) => ({
    noncurrentDays: readNoncurrentDays(transition, 'NoncurrentVersionTransition', 0, ['StorageClass']),
    storageClass: readStorageClass(transition),
  }))
  if (expiration !== undefined) result.expiration = readExpiration(expiration)
  if (transitions.length > 0) result.transitions = transitions
  if (abort !== undefined) {
    assertChildren(abort, 'AbortIncompleteMultipartUpload', ['DaysAfterInitiation'])
    result.abortMultipartUpload = { kind: 'days', days: required(readDays(abort, 'DaysAfterInitiation'), 'DaysAfterInitiation') }
  }
  if (noncurrent !== undefined) result.noncurrentExpirationDays = readNoncurrentDays(noncurrent, 'NoncurrentVersionExpiration', 1)
  if (noncurrentTransitions.length > 0) result.noncurrentTransitions = noncurrentTransitions
  return result
}

/** `Prefix` in the rule itself is how S3 said it before there were filters. */
function readScope(rule: XmlElement): Pick<LifecycleRule, 'prefix' | 'tags' | 'filter'> {
  const filter = childElement(rule, 'Filter')
  const prefix = childText(rule, 'Prefix')
  if ((filter === undefined) === (prefix === undefined)) throw refuseForm('The Rule element needs a Filter element or a Prefix element.')
  if (filter === undefined) return { prefix: checkedPrefix(prefix ?? ''), tags: {} }
  assertChildren(filter, 'Filter', [...filterChildren, 'And'])
  if (Object.keys(filter).length > 1) throw refuseForm('The Filter element can have one element only; And joins several.')
  const and = childElement(filter, 'And')
  if (and === undefined) return readPredicates(filter)
  assertChildren(and, 'And', filterChildren)
  return readPredicates(and)
}

function readPredicates(element: XmlElement): Pick<LifecycleRule, 'prefix' | 'tags' | 'filter'> {
  const objectSizeGreaterThan = readSize(element, 'ObjectSizeGreaterThan')
  const objectSizeLessThan = readSize(element, 'ObjectSizeLessThan')
  const filter: LifecycleFilter = {
    ...(objectSizeGreaterThan === undefined ? {} : { objectSizeGreaterThan }),
    ...(objectSizeLessThan === undefined ? {} : { objectSizeLessThan }),
  }
  const hasSize = Object.keys(filter).length > 0
  return { prefix: checkedPrefix(childText(element, 'Prefix') ?? ''), tags: readTags(element), ...(hasSize ? { filter } : {}) }
}

function checkedPrefix(prefix: string): string {
  if (utf8Length(prefix) <= limits.objectKeyMaxBytes) return prefix
  throw refuseValue('Prefix', prefix, `Prefix can be ${limits.objectKeyMaxBytes} bytes long at most.`)
}

function readExpiration(expiration: XmlElement): LifecycleExpiration {
  assertChildren(expiration, 'Expiration', ['Days', 'Date', 'ExpiredObjectDeleteMarker'])
  if (readFlag(expiration, 'ExpiredObjectDeleteMarker') !== true) return readS3Moment(expiration, 'Expiration', 1)
  if (expiration['Days'] !== undefined || expiration['Date'] !== undefined) throw refuseForm('ExpiredObjectDeleteMarker cannot be used with Days or Date.')
  return { kind: 'expiredObjectDeleteMarker' }
}

function readTransition(transition: XmlElement): LifecycleTransition {
  assertChildren(transition, 'Transition', ['Days', 'Date', 'StorageClass'])
  return { moment: readS3Moment(transition, 'Transition', 0), storageClass: readStorageClass(transition) }
}

function readS3Moment(element: XmlElement, parent: string, minDays: number): LifecycleMoment {
  const days = readDays(element, 'Days', minDays)
  const dateMs = readDate(element, 'Date')
  if ((days === undefined) === (dateMs === undefined)) throw refuseForm(`The ${parent} element needs a Days element or a Date element.`)
  return days === undefined ? { kind: 'date', dateMs: dateMs ?? 0 } : { kind: 'days', days }
}

function readNoncurrentDays(element: XmlElement, parent: string, min: number, more: readonly string[] = []): number {
  assertChildren(element, parent, ['NoncurrentDays', 'NewerNoncurrentVersions', ...more])
  if (element['NewerNoncurrentVersions'] !== undefined) throw refuseUnbuilt('NewerNoncurrentVersions', 'Keeping a number of noncurrent versions is not implemented.')
  return required(readDays(element, 'NoncurrentDays', min), 'NoncurrentDays')
}

function readStorageClass(transition: XmlElement): LifecycleTransition['storageClass'] {
  const text = required(childText(transition, 'StorageClass')?.trim(), 'StorageClass')
  const storageClass = ossStorageClass(text)
  if (storageClass === 'Standard') throw refuseValue('StorageClass', text, `Objects cannot be moved to ${text}.`)
  return storageClass
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw refuseForm(`The ${name} element is missing.`)
  return value
}
