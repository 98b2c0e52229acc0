import { constants } from 'node:os'
import { errorTable, storageFullMessage } from '../model/error-table.ts'
import { isOssError, ossError, type OssError } from '../model/oss-error.ts'
import { element, xmlDeclaration } from './xml/write-xml.ts'

/** Sent where OSS's documentation names no cause code. */
const unknownCause = '0000-00000000'
/** Clients cap the size of all headers together, commonly at 16 KiB. */
const maxHeaderXmlLength = 6000

/**
 * Turns whatever was thrown into an error that may leave over HTTP. Bugs and app-only codes become InternalError; `report`
 * gets those, once.
 */
export function toServiceError(error: unknown, report: (error: unknown) => void): OssError {
  if (isOssError(error) && errorTable[error.code].origin === 'service') {
    if (error.code !== 'InternalError') return error
    report(error)
    return isStorageFull(error) ? ossError('InternalError', { message: storageFullMessage, cause: error }) : error
  }
  report(error)
  return ossError('InternalError', isStorageFull(error) ? { message: storageFullMessage } : {})
}

/** Whether the disk said somewhere below that it is full; LMDB tells by the bare number. */
function isStorageFull(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code: unknown = 'code' in at ? at.code : undefined
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === constants.errno.ENOSPC) return true
  }
  return false
}

export interface ErrorAddress {
  readonly bucket: string
  readonly key: string
  readonly method?: string
}

/** The error document of OSS documentation, "Error responses". */
export function errorXml(error: OssError, requestId: string, hostId: string, address: ErrorAddress): string {
  let xml =
    xmlDeclaration +
    `<Error>${element('Code', error.code)}${element('Message', error.message)}${element('RequestId', requestId)}` +
    element('HostId', hostId)
  for (const [name, value] of Object.entries(detailsOf(error, address))) xml += element(name, value)
  xml += element('EC', error.ec ?? unknownCause)
  if (error.ec !== undefined) xml += element('RecommendDoc', `https://api.aliyun.com/troubleshoot?q=${error.ec}`)
  return `${xml}</Error>\n`
}

/** The element that names what is missing is always there, whoever threw the error. */
function detailsOf(error: OssError, address: ErrorAddress): Readonly<Record<string, string>> {
  if (error.code === 'NoSuchBucket' && error.details['BucketName'] === undefined) {
    return { BucketName: address.bucket, ...error.details }
  }
  if (error.code === 'NoSuchKey' && error.details['Key'] === undefined) return { Key: address.key, ...error.details }
  if (error.code === 'MethodNotAllowed' && error.details['Method'] === undefined && address.method !== undefined) {
    return { Method: address.method, ...error.details }
  }
  return error.details
}

export function causeCode(error: OssError): string {
  return error.ec ?? unknownCause
}

/** The error of a HEAD request, which has no body: the same document in `x-oss-err`. */
export function headErrorHeader(error: OssError, requestId: string, hostId: string, address: ErrorAddress): string {
  let xml = errorXml(error, requestId, hostId, address)
  if (xml.length > maxHeaderXmlLength) {
    const { StringToSignBytes: _, StringToSign: __, CanonicalRequest: ___, ...details } = error.details
    xml = errorXml(ossError(error.code, { message: error.message, ...(error.ec === undefined ? {} : { ec: error.ec }), details }), requestId, hostId, address)
  }
  return Buffer.from(xml, 'utf8').toString('base64')
}
