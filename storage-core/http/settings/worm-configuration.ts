import type { BucketWorm } from '../../model/bucket-worm.ts'
import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { childText, type XmlElement } from '../xml/parse-xml.ts'
import { element, xmlDeclaration, xmlTime } from '../xml/write-xml.ts'

/** 1 to 25,550 days (OSS documentation, "InitiateBucketWorm"). @throws OssError MalformedXML, InvalidWORMConfiguration */
export function readRetentionPeriod(root: XmlElement): number {
  const text = childText(root, 'RetentionPeriodInDays')?.trim()
  if (text === undefined) throw ossError('MalformedXML')
  const days = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (days >= 1 && days <= limits.wormDaysMax) return days
  throw ossError('InvalidWORMConfiguration', { details: { ArgumentName: 'RetentionPeriodInDays', ArgumentValue: text } })
}

export function wormConfigurationXml(worm: BucketWorm): string {
  return (
    `${xmlDeclaration}<WormConfiguration>${element('WormId', worm.wormId)}` +
    element('State', worm.lockedMs === undefined ? 'InProgress' : 'Locked') +
    `${element('RetentionPeriodInDays', worm.retentionPeriodDays)}${element('CreationDate', xmlTime(worm.createdMs))}</WormConfiguration>\n`
  )
}
