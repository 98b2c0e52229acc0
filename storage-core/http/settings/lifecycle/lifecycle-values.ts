import type { LifecycleMoment } from '../../../model/lifecycle.ts'
import { isOssError } from '../../../model/oss-error.ts'
import { childFlag, childText, type XmlElement } from '../../xml/parse-xml.ts'
import { refuseForm, refuseValue } from './lifecycle-refusal.ts'

const daysMax = 2_147_483_647
const midnight = /^\d{4}-\d{2}-\d{2}T00:00:00(?:\.000)?Z$/

/** A whole number of days, 1 or more unless `min` says otherwise. @throws OssError InvalidArgument */
export function readDays(element: XmlElement, name: string, min = 1): number | undefined {
  const text = childText(element, name)?.trim()
  if (text === undefined) return undefined
  const days = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (days >= min && days <= daysMax) return days
  throw refuseValue(name, text, `${name} must be an integer that is not less than ${min}.`)
}

/** A midnight in UTC. @throws OssError InvalidArgument */
export function readDate(element: XmlElement, name: string): number | undefined {
  const text = childText(element, name)?.trim()
  if (text === undefined) return undefined
  const dateMs = midnight.test(text) ? Date.parse(text) : Number.NaN
  // Some engines read the 31st of February as a day of March.
  if (!Number.isNaN(dateMs) && new Date(dateMs).toISOString().startsWith(text.slice(0, 10))) return dateMs
  throw refuseValue(name, text, `${name} must be a midnight in UTC in the format yyyy-MM-ddT00:00:00.000Z.`, '0014-00000087')
}

/** @throws OssError InvalidArgument, MalformedXML for neither of them and for more than one */
export function readMoment(element: XmlElement, parent: string, causes: { readonly none?: string; readonly both?: string } = {}): LifecycleMoment {
  const days = readDays(element, 'Days')
  const createdBeforeMs = readDate(element, 'CreatedBeforeDate')
  const dateMs = readDate(element, 'Date')
  const given: LifecycleMoment[] = []
  if (days !== undefined) given.push({ kind: 'days', days })
  if (createdBeforeMs !== undefined) given.push({ kind: 'createdBefore', dateMs: createdBeforeMs })
  if (dateMs !== undefined) given.push({ kind: 'date', dateMs })
  const [moment, second] = given
  if (moment === undefined) throw refuseForm(`The ${parent} element needs a Days or CreatedBeforeDate element.`, causes.none)
  if (second !== undefined) throw refuseForm(`The ${parent} element can have one of Days and CreatedBeforeDate only.`, causes.both)
  return moment
}

/** Bytes. @throws OssError InvalidArgument */
export function readSize(element: XmlElement, name: string): number | undefined {
  const text = childText(element, name)?.trim()
  if (text === undefined) return undefined
  const size = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(size)) return size
  throw refuseValue(name, text, `${name} must be a number of bytes.`)
}

/** `true` or `false`. @throws OssError InvalidArgument */
export function readFlag(element: XmlElement, name: string): boolean | undefined {
  try {
    return childFlag(element, name)
  } catch (error) {
    if (!isOssError(error, 'MalformedXML')) throw error
    throw refuseValue(name, childText(element, name) ?? '', `${name} must be true or false.`)
  }
}
