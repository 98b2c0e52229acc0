import { createHash } from 'node:crypto'
import { limits } from '../model/limits.ts'
import { isOssError, ossError } from '../model/oss-error.ts'
import { readSmallBody } from './request-body.ts'
import type { RequestContext } from './request-context.ts'
import { parseXml, type XmlElement } from './xml/parse-xml.ts'

export interface XmlBodyOptions {
  readonly root: string
  readonly maxBytes: number
  /** What the client says the body's MD5 is. */
  readonly md5: Uint8Array | undefined
  readonly allowEmpty?: boolean
  /** A quicker reading of the document's usual form, see `parseXml`. */
  readonly readPlain?: (text: string) => XmlElement | undefined
}

/**
 * Reads and parses a request document.
 * @returns undefined for an empty body when that is allowed
 * @throws OssError MalformedXML (also for a document past the size limit), InvalidDigest
 */
export async function readXmlBody(body: AsyncIterable<Uint8Array>, options: XmlBodyOptions): Promise<XmlElement | undefined> {
  const bytes = await readDocument(body, options)
  if (bytes.length === 0 && options.allowEmpty) return undefined
  return parseXml(bytes, options.root, options.readPlain)
}

/**
 * The bytes of a request document.
 * @throws OssError MalformedXML past the size limit, InvalidDigest
 */
export async function readDocument(
  body: AsyncIterable<Uint8Array>,
  { maxBytes, md5 }: Pick<XmlBodyOptions, 'maxBytes' | 'md5'>,
): Promise<Buffer> {
  let bytes: Buffer
  try {
    bytes = await readSmallBody(body, maxBytes)
  } catch (error) {
    if (isOssError(error, 'EntityTooLarge')) throw ossError('MalformedXML', { cause: error })
    throw error
  }
  if (md5 && !createHash('md5').update(bytes).digest().equals(md5)) throw ossError('InvalidDigest')
  return bytes
}

/**
 * The document that configures something: it must be there.
 * @throws OssError MalformedXML, InvalidDigest
 */
export async function readConfiguration(
  context: Pick<RequestContext, 'body'>,
  root: string,
  { md5, maxBytes = limits.xmlBodyMaxBytes }: { readonly md5: Uint8Array | undefined; readonly maxBytes?: number },
): Promise<XmlElement> {
  const element = await readXmlBody(context.body(), { root, maxBytes, md5 })
  if (element === undefined) throw ossError('MalformedXML')
  return element
}
