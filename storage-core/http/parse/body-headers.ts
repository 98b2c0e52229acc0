import type { IncomingHttpHeaders } from 'node:http'
import type { BodyClaims } from '../../engine/object-engine.ts'
import { ossError } from '../../model/oss-error.ts'
import { invalidArgument } from './arguments.ts'

const base64Of16Bytes = /^[A-Za-z0-9+/]{22}==$/

/** @throws OssError InvalidDigest when the header is not the base64 form of 16 bytes */
export function contentMd5(headers: IncomingHttpHeaders): Uint8Array | undefined {
  const text = headers['content-md5']
  if (text === undefined) return undefined
  const value = Array.isArray(text) ? text.join() : text
  if (!base64Of16Bytes.test(value)) throw ossError('InvalidDigest')
  return Buffer.from(value, 'base64')
}

/**
 * What the headers say of the body that follows.
 * @throws OssError MissingContentLength without a length or chunked encoding, EntityTooLarge, InvalidDigest, InvalidArgument
 */
export function bodyClaims(headers: IncomingHttpHeaders, maxBytes: number): BodyClaims {
  const sizeBytes = contentLength(headers)
  if (sizeBytes === undefined && headers['transfer-encoding'] === undefined) throw ossError('MissingContentLength')
  if (sizeBytes !== undefined && sizeBytes > maxBytes) throw ossError('EntityTooLarge')
  const md5 = contentMd5(headers)
  const crc64 = crc64Header(headers)
  return {
    ...(md5 === undefined ? {} : { md5 }),
    ...(crc64 === undefined ? {} : { crc64 }),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
  }
}

export function contentLength(headers: IncomingHttpHeaders): number | undefined {
  const text = headers['content-length']
  return text === undefined ? undefined : Number(text)
}

function crc64Header(headers: IncomingHttpHeaders): bigint | undefined {
  const text = headers['x-oss-hash-crc64ecma']
  if (text === undefined) return undefined
  const value = String(text)
  const number = /^\d{1,20}$/.test(value) ? BigInt(value) : -1n
  if (number < 0n || number > 0xffff_ffff_ffff_ffffn) throw invalidArgument('x-oss-hash-crc64ecma', value)
  return number
}
