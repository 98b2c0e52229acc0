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

/** A version at the end of an address; without an id it is the current one. Ids of S3 may have a `/`, `+` and `=` in them. */
const versionAtEnd = /^(.*)\?versionId=(|null|[\w.+/=~-]{16,200})$/s

/**
 * A version is named as in a URL: `oss://bucket/key?versionId=ID`. A key that itself ends like that is followed by
 * `?versionId=`, which names none, so that every address can be read in one way only.
 */
export function formatAddress({ bucket, key, versionId }: Address, scheme: AddressScheme = 'oss://'): string {
  const end = versionId !== undefined ? `?versionId=${versionId}` : versionAtEnd.test(key) ? '?versionId=' : ''
  return `${scheme}${bucket}/${key}${end}`
}

/**
 * Reads what people type and paste: `oss://bucket/key`, `bucket/key`, and object URLs in path style
 * (`http://127.0.0.1:9000/bucket/key`) or virtual-host style (`https://bucket.oss-cn-hangzhou.aliyuncs.com/key?…`).
 * Keys in `oss://` addresses are literal but for a version at their end; keys in URLs are percent-encoded.
 */
export function parseAddress(text: string): Address | undefined {
  const trimmed = text.trim()
  const oss = /^(?:oss|s3):\/\/(.*)$/is.exec(trimmed)
  if (oss !== null) return withVersion(oss[1] ?? '')
  if (/^https?:\/\//i.test(trimmed)) return fromUrl(trimmed)
  if (trimmed.includes('://')) return undefined
  return withVersion(trimmed.replace(/^\/+/, ''))
}

function withVersion(text: string): Address | undefined {
  const [, before, versionId = ''] = versionAtEnd.exec(text) ?? []
  const address = literal(before ?? text)
  return address === undefined || versionId === '' ? address : { ...address, versionId }
}

/** The version that the query of an object's URL names. */
export function versionInUrl(text: string): { readonly versionId?: string } {
  const versionId = URL.canParse(text) ? new URL(text).searchParams.get('versionId') : null
  return versionId === null || versionId === '' ? {} : { versionId }
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
  if (virtual !== undefined) return isBucketName(virtual) ? { bucket: virtual, key, ...versionInUrl(text) } : undefined
  const address = literal(key)
  return address === undefined ? undefined : { ...address, ...versionInUrl(text) }
}

/** Splits an address into the folder to show and the row to put the focus on. */
export function placeOf({ bucket, key }: Address): { readonly bucket: string; readonly prefix: string; readonly focusKey?: string } {
  const slash = key.lastIndexOf('/')
  const prefix = key.slice(0, slash + 1)
  return prefix === key ? { bucket, prefix } : { bucket, prefix, focusKey: key }
}
