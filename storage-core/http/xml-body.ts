import { createHash } from 'node:crypto'
import { isOssError, ossError } from '../model/oss-error.ts'
import { readSmallBody } from './request-body.ts'
import { parseXml, type XmlElement } from './xml/parse-xml.ts'

export interface XmlBodyOptions {
  readonly root: string
  readonly maxBytes: number
  /** What the client says the body's MD5 is. */
  readonly md5: Uint8Array | undefined
  readonly allowEmpty?: boolean
}

/**
 * Reads and parses a request document.
 * @returns undefined for an empty body when that is allowed
 * @throws OssError MalformedXML (also for a document past the size limit), InvalidDigest
 */
export async function readXmlBody(body: AsyncIterable<Uint8Array>, options: XmlBodyOptions): Promise<XmlElement | undefined> {
  let bytes: Buffer
  try {
    bytes = await readSmallBody(body, options.maxBytes)
  } catch (error) {
    if (isOssError(error, 'EntityTooLarge')) throw ossError('MalformedXML', { cause: error })
    throw error
  }
  if (options.md5 && !createHash('md5').update(bytes).digest().equals(options.md5)) throw ossError('InvalidDigest')
  if (bytes.length === 0 && options.allowEmpty) return undefined
  return parseXml(bytes, options.root)
}
