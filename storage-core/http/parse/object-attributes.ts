import type { IncomingHttpHeaders } from 'node:http'
import type { ObjectAttributes } from '../../engine/object-engine.ts'
import { ObjectAcl } from '../../model/acl.ts'
import { limits } from '../../model/limits.ts'
import { defaultContentType, storedHeaderNames, type StoredHeaderName, type StoredHeaders, type UserMetadata } from '../../model/object.ts'
import { StorageClass } from '../../model/storage-class.ts'
import { utf8Length } from '../../model/utf8.ts'
import { choiceHeader, invalidArgument, textHeader, unsupportedHeader } from './arguments.ts'
import { parseTags } from './tags.ts'

/** Headers that ask for something that is not built. Ignoring one would answer success for work that was not done. */
const unbuiltHeaders = [
  'x-oss-server-side-encryption',
  'x-oss-server-side-data-encryption',
  'x-oss-server-side-encryption-key-id',
  'x-oss-server-side-encryption-customer-algorithm',
  'x-oss-persistent-headers',
] as const
/** Only some writes call back. */
const callbackHeaders = ['x-oss-callback', 'x-oss-callback-var'] as const
/** OSS has no conditions on writes. */
const writeConditions = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'] as const

/** @throws OssError NotImplemented naming the header */
export function refuseUnbuiltWriteHeaders(headers: IncomingHttpHeaders, { callsBack = false }: { readonly callsBack?: boolean } = {}): void {
  for (const name of unbuiltHeaders) if (headers[name] !== undefined) throw unsupportedHeader(name)
  if (!callsBack) for (const name of callbackHeaders) if (headers[name] !== undefined) throw unsupportedHeader(name)
  for (const name of writeConditions) if (headers[name] !== undefined) throw unsupportedHeader(name)
}

/**
 * What a write's headers say of the object. OSS documentation, "PutObject".
 * @throws OssError InvalidArgument, InvalidTag, RepeatedTags
 */
export function objectAttributes(headers: IncomingHttpHeaders): ObjectAttributes {
  const storageClass = choiceHeader(headers, 'x-oss-storage-class', StorageClass.options)
  const tagging = textHeader(headers, 'x-oss-tagging')
  return {
    headers: storedHeaders(headers),
    userMetadata: userMetadata(headers),
    tags: tagging === undefined ? {} : parseTags(tagging),
    acl: choiceHeader(headers, 'x-oss-object-acl', ObjectAcl.options) ?? 'default',
    ...(storageClass === undefined ? {} : { storageClass }),
  }
}

export function storedHeaders(headers: IncomingHttpHeaders): StoredHeaders {
  const stored: Partial<Record<StoredHeaderName, string>> = {}
  for (const name of storedHeaderNames) {
    const text = textHeader(headers, name)
    if (text !== undefined && text !== '') stored[name] = text
  }
  stored['content-type'] ??= defaultContentType
  return stored
}

const metadataPrefix = 'x-oss-meta-'
const metadataName = /^[a-z0-9-]+$/

/** @throws OssError InvalidArgument for names OSS does not allow, values that are not UTF-8, or more than 8 KB in all */
export function userMetadata(headers: IncomingHttpHeaders): UserMetadata {
  let metadata: Record<string, string> | undefined
  let bytes = 0
  for (const header in headers) {
    if (!header.startsWith(metadataPrefix)) continue
    const name = header.slice(metadataPrefix.length)
    if (!metadataName.test(name)) throw invalidArgument(header, '', 'The name of a user meta header may hold letters, digits and hyphens only.')
    const value = textHeader(headers, header) ?? ''
    bytes += name.length + utf8Length(value)
    metadata ??= {}
    metadata[name] = value
  }
  if (bytes > limits.userMetadataMaxBytes) {
    throw invalidArgument('x-oss-meta-*', String(bytes), `The total size of user meta headers must not exceed ${limits.userMetadataMaxBytes} bytes.`)
  }
  return metadata ?? {}
}
