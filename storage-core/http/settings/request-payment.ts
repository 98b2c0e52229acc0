import { type RequestPayment, payers } from '../../model/bucket-settings.ts'
import { ossError } from '../../model/oss-error.ts'
import { childText, type XmlElement } from '../xml/parse-xml.ts'
import { element, xmlDeclaration } from '../xml/write-xml.ts'

/** @throws OssError MalformedXML */
export function readRequestPayment(root: XmlElement): RequestPayment {
  const text = childText(root, 'Payer')?.trim()
  const payer = payers.find((name) => name === text)
  if (payer === undefined) throw ossError('MalformedXML')
  return { payer }
}

export function requestPaymentXml(setting: RequestPayment | undefined): string {
  const payer = element('Payer', setting?.payer ?? 'BucketOwner')
  return `${xmlDeclaration}<RequestPaymentConfiguration>${payer}</RequestPaymentConfiguration>\n`
}
