import type { Assignable } from '../../../model/assignable.ts'
import {
  type LifecycleConfiguration,
  type LifecycleExclusion,
  type LifecycleExpiration,
  type LifecycleFilter,
  type LifecycleMoment,
  type LifecycleRule,
  lifecycleStatuses,
  type LifecycleTransition,
  type NoncurrentTransition,
} from '../../../model/lifecycle.ts'
import { limits } from '../../../model/limits.ts'
import { StorageClass } from '../../../model/storage-class.ts'
import { utf8Length } from '../../../model/utf8.ts'
import { readTags } from '../../parse/tags.ts'
import { childElement, childElements, childText, type XmlElement } from '../../xml/parse-xml.ts'
import { checkRules, type RuleChecks } from './check-rules.ts'
import { assertChildren, refuseForm, refuseUnbuilt, refuseValue } from './lifecycle-refusal.ts'
import { readDays, readFlag, readMoment, readSize } from './lifecycle-values.ts'
import { withIds } from './rule-ids.ts'

// An older ali-oss says when to expire in the rule itself as well, beside Expiration.
const ruleChildren = [
  'ID',
  'Prefix',
  'Status',
  'Tag',
  'Filter',
  'Expiration',
  'Transition',
  'AbortMultipartUpload',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionTransition',
  'Days',
  'Date',
]
const targetChildren = ['StorageClass', 'IsAccessTime', 'ReturnToStdWhenVisit', 'AllowSmallFile']

/**
 * Reads `LifecycleConfiguration{Rule{…}+}` (OSS documentation, "PutBucketLifecycle"). Rules without an id get one.
 * @throws OssError MalformedXML, InvalidArgument, InvalidRequest, InvalidTag, RepeatedTags; NotImplemented for rules about the
 * time of the last access, which the store does not keep
 */
export function readLifecycleConfiguration(root: XmlElement, checks: RuleChecks): LifecycleConfiguration {
  assertChildren(root, 'LifecycleConfiguration', ['Rule'])
  const elements = childElements(root, 'Rule')
  assertRuleCount(elements.length)
  const rules = withIds(elements.map(readRule))
  checkRules(rules, checks)
  return { rules }
}

/** @throws OssError MalformedXML for none, InvalidArgument for too many */
export function assertRuleCount(count: number): void {
  if (count === 0) throw refuseForm('The LifecycleConfiguration element needs a Rule element.')
  if (count <= limits.lifecycleRulesMax) return
  throw refuseValue('Rule', String(count), `A bucket can have ${limits.lifecycleRulesMax} lifecycle rules at most.`, '0014-00000014')
}

/** @returns with an empty id when there is none */
function readRule(rule: XmlElement): LifecycleRule {
  assertChildren(rule, 'Rule', ruleChildren)
  const prefix = childText(rule, 'Prefix')
  if (prefix === undefined) throw refuseForm('The Rule element needs a Prefix element.', '0014-00000021')
  if (utf8Length(prefix) > limits.objectKeyMaxBytes) {
    throw refuseValue('Prefix', prefix, `Prefix can be ${limits.objectKeyMaxBytes} bytes long at most.`)
  }
  const result: Assignable<LifecycleRule> = { id: readId(rule), prefix, status: readStatus(rule), tags: readTags(rule) }
  const filter = childElement(rule, 'Filter')
  const expiration = childElement(rule, 'Expiration')
  const abort = childElement(rule, 'AbortMultipartUpload')
  const noncurrent = childElement(rule, 'NoncurrentVersionExpiration')
  const transitions = childElements(rule, 'Transition').map(readTransition)
  const noncurrentTransitions = childElements(rule, 'NoncurrentVersionTransition').map(readNoncurrentTransition)
  if (filter !== undefined) result.filter = readFilter(filter)
  if (expiration !== undefined) result.expiration = readExpiration(expiration)
  if (transitions.length > 0) result.transitions = transitions
  if (abort !== undefined) result.abortMultipartUpload = readAbort(abort)
  if (noncurrent !== undefined) {
    assertChildren(noncurrent, 'NoncurrentVersionExpiration', ['NoncurrentDays'])
    result.noncurrentExpirationDays = requiredNoncurrentDays(noncurrent, 'NoncurrentVersionExpiration')
  }
  if (noncurrentTransitions.length > 0) result.noncurrentTransitions = noncurrentTransitions
  return result
}

export function readId(rule: XmlElement): string {
  const id = childText(rule, 'ID')?.trim() ?? ''
  if (utf8Length(id) <= limits.lifecycleRuleIdMaxBytes) return id
  throw refuseValue('ID', id, `ID can be ${limits.lifecycleRuleIdMaxBytes} bytes long at most.`, '0014-00000019')
}

export function readStatus(rule: XmlElement): LifecycleRule['status'] {
  const text = childText(rule, 'Status')?.trim()
  if (text === undefined) throw refuseForm('The Rule element needs a Status element.')
  const status = lifecycleStatuses.find((each) => each === text)
  if (status === undefined) throw refuseValue('Status', text, 'Status must be Enabled or Disabled.')
  return status
}

function readFilter(filter: XmlElement): LifecycleFilter {
  assertChildren(filter, 'Filter', ['ObjectSizeGreaterThan', 'ObjectSizeLessThan', 'Not'])
  const objectSizeGreaterThan = readSize(filter, 'ObjectSizeGreaterThan')
  const objectSizeLessThan = readSize(filter, 'ObjectSizeLessThan')
  const not = childElements(filter, 'Not').map(readExclusion)
  return {
    ...(objectSizeGreaterThan === undefined ? {} : { objectSizeGreaterThan }),
    ...(objectSizeLessThan === undefined ? {} : { objectSizeLessThan }),
    ...(not.length === 0 ? {} : { not }),
  }
}

function readExclusion(not: XmlElement): LifecycleExclusion {
  assertChildren(not, 'Not', ['Prefix', 'Tag'])
  const prefix = childText(not, 'Prefix')
  if (prefix === undefined) throw refuseForm('The Not element needs a Prefix element.', '0014-00000088')
  const tags = Object.entries(readTags(not))
  if (tags.length > 1) throw refuseForm('The Not element can have one Tag element only.')
  const [tag] = tags
  return tag === undefined ? { prefix } : { prefix, tag: { key: tag[0], value: tag[1] } }
}

function readExpiration(expiration: XmlElement): LifecycleExpiration {
  assertChildren(expiration, 'Expiration', ['Days', 'CreatedBeforeDate', 'Date', 'ExpiredObjectDeleteMarker'])
  if (readFlag(expiration, 'ExpiredObjectDeleteMarker') !== true) {
    return readMoment(expiration, 'Expiration', { none: '0014-00000060', both: '0014-00000061' })
  }
  for (const name of ['Days', 'CreatedBeforeDate', 'Date'] as const) {
    if (expiration[name] !== undefined) throw refuseForm(`ExpiredObjectDeleteMarker cannot be used with ${name}.`)
  }
  return { kind: 'expiredObjectDeleteMarker' }
}

function readAbort(abort: XmlElement): LifecycleMoment {
  assertChildren(abort, 'AbortMultipartUpload', ['Days', 'CreatedBeforeDate'], { IsAccessTime: '0014-00000071' })
  return readMoment(abort, 'AbortMultipartUpload')
}

function readTransition(transition: XmlElement): LifecycleTransition {
  assertChildren(transition, 'Transition', ['Days', 'CreatedBeforeDate', ...targetChildren], { Date: '0014-00000046' })
  if (readFlag(transition, 'IsAccessTime') === true && transition['CreatedBeforeDate'] !== undefined) {
    throw refuseForm('IsAccessTime cannot be used with CreatedBeforeDate.', '0014-00000047')
  }
  const moment = readMoment(transition, 'Transition', { none: '0014-00000048', both: '0014-00000050' })
  return { moment, ...readTarget(transition, 'Transition') }
}

function readNoncurrentTransition(transition: XmlElement): NoncurrentTransition {
  const name = 'NoncurrentVersionTransition'
  assertChildren(transition, name, ['NoncurrentDays', ...targetChildren])
  return { noncurrentDays: requiredNoncurrentDays(transition, name), ...readTarget(transition, name) }
}

function readTarget(transition: XmlElement, name: string): Pick<LifecycleTransition, 'storageClass' | 'allowSmallFile'> {
  const text = childText(transition, 'StorageClass')?.trim()
  if (text === undefined) throw refuseForm(`The ${name} element needs a StorageClass element.`)
  for (const flag of ['IsAccessTime', 'ReturnToStdWhenVisit'] as const) {
    if (readFlag(transition, flag) === true) throw refuseUnbuilt(flag, 'Lifecycle rules based on the last access time are not implemented.')
  }
  const { data: storageClass } = StorageClass.safeParse(text)
  // Only what is accessed comes back to Standard, and only by rules about that.
  if (storageClass === undefined || storageClass === 'Standard') throw refuseValue('StorageClass', text, `Objects cannot be moved to ${text}.`)
  const allowSmallFile = readFlag(transition, 'AllowSmallFile')
  return allowSmallFile === undefined ? { storageClass } : { storageClass, allowSmallFile }
}

function requiredNoncurrentDays(element: XmlElement, parent: string): number {
  const days = readDays(element, 'NoncurrentDays')
  if (days === undefined) throw refuseForm(`The ${parent} element needs a NoncurrentDays element.`)
  return days
}
