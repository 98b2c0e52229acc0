import { isBucketName } from '../../../storage-core/model/names.ts'

export interface Address {
  readonly bucket: string
  /** Key or prefix; empty for the root of the bucket. */
  readonly key: string
  /** Of an object, where this version is meant and not the current one. */
  readonly versionId?: string | undefined
}

export type AddressScheme = 'oss://' | 's3://'

/** How addresses of a connection are written; both are read everywhere. */
export const schemeOf = (kind: 'local' | 'oss' | 's3'): AddressScheme => (kind === 's3' ? 's3://' : 'oss://')

/** A version is named as in a URL: `oss://bucket/key?versionId=ID`. */
export function formatAddress({ bucket, key, versionId }: Address, scheme: AddressScheme = 'oss://'): string {
  return `${scheme}${bucket}/${key}${versionId === undefined ? '' : `?versionId=${versionId}`}`
}

const versionAtEnd = /\?versionId=(null|[\w.-]{16,200})$/

/**
 * Reads what people type and paste: `oss://bucket/key`, `bucket/key`, and object URLs in path style
 * (`http://127.0.0.1:9000/bucket/key`) or virtual-host style (`https://bucket.oss-cn-hangzhou.aliyuncs.com/key?…`).
 * Keys in `oss://` addresses are literal but for a version at their end, which is passed over; keys in URLs are percent-encoded.
 */
export function parseAddress(text: string): Address | undefined {
  const trimmed = text.trim()
  const oss = /^(?:oss|s3):\/\/(.*)$/is.exec(trimmed)
  if (oss !== null) return literal((oss[1] ?? '').replace(versionAtEnd, ''))
  if (/^https?:\/\//i.test(trimmed)) return fromUrl(trimmed)
  if (trimmed.includes('://')) return undefined
  return literal(trimmed.replace(/^\/+/, ''))
}

function literal(text: string): Address | undefined {
  const slash = text.indexOf('/')
  const bucket = slash === -1 ? text : text.slice(0, slash)
  return isBucketName(bucket) ? { bucket, key: slash === -1 ? '' : text.slice(slash + 1) } : undefined
}

function fromUrl(text: string): Address | undefined {
  if (!URL.canParse(text)) return undefined
  const { hostname } = new URL(text)
  // The path as written: `new URL` would fold `..` segments, which OSS keeps.
  const path = /^https?:\/\/[^/?#]*\/?([^?#]*)/i.exec(text)?.[1] ?? ''
  let key: string
  try {
    key = decodeURIComponent(path)
  } catch {
    return undefined
  }
  const virtual = /^([a-z0-9-]+)\.(?:oss|s3)[.-][a-z0-9.-]+$/i.exec(hostname)?.[1]
  if (virtual !== undefined) return isBucketName(virtual) ? { bucket: virtual, key } : undefined
  return literal(key)
}

/** Splits an address into the folder to show and the row to put the focus on. */
export function placeOf({ bucket, key }: Address): { readonly bucket: string; readonly prefix: string; readonly focusKey?: string } {
  const slash = key.lastIndexOf('/')
  const prefix = key.slice(0, slash + 1)
  return prefix === key ? { bucket, prefix } : { bucket, prefix, focusKey: key }
}
