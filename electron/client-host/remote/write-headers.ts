import { textToWire } from '../../../storage-core/signature/header-text.ts'
import type { CopySource, WriteAttributes } from '../providers/attributes-provider.ts'
import { encodeRfc3986 } from './addressing.ts'

/** A write's attributes as OSS's headers (OSS documentation, "PutObject"). */
export function attributeHeaders({ headers = {}, userMetadata = {}, tags = {}, storageClass, acl, encryption }: WriteAttributes): Record<string, string> {
  const tagging = Object.entries(tags).map(([name, value]) => `${encodeRfc3986(name)}=${encodeRfc3986(value)}`).join('&')
  return {
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, textToWire(value)])),
    ...Object.fromEntries(Object.entries(userMetadata).map(([name, value]) => [`x-oss-meta-${name}`, textToWire(value)])),
    ...(tagging === '' ? {} : { 'x-oss-tagging': tagging }),
    ...(storageClass === undefined ? {} : { 'x-oss-storage-class': storageClass }),
    ...(acl === undefined || acl === 'default' ? {} : { 'x-oss-object-acl': acl }),
    ...(encryption === undefined ? {} : { 'x-oss-server-side-encryption': encryption.algorithm }),
    ...(encryption?.keyId === undefined ? {} : { 'x-oss-server-side-encryption-key-id': encryption.keyId }),
  }
}

/** The parameter that names one version; nothing for the current one. */
export const versionQuery = (versionId: string | undefined): Readonly<Record<string, string>> => (versionId === undefined ? {} : { versionId })

/** Value of `x-oss-copy-source` (OSS documentation, "CopyObject"). */
export function copySourceHeader({ bucket, key, versionId }: CopySource): string {
  const path = `/${bucket}/${key.split('/').map(encodeRfc3986).join('/')}`
  return versionId === undefined ? path : `${path}?versionId=${encodeRfc3986(versionId)}`
}

export const forbidHeader = (forbidOverwrite: boolean): Record<string, string> => (forbidOverwrite ? { 'x-oss-forbid-overwrite': 'true' } : {})

/** Amazon S3 User Guide, "Checking object integrity"; base64. */
export const crc32Header = (crc32: string | undefined): Record<string, string> => (crc32 === undefined ? {} : { 'x-oss-checksum-crc32': crc32 })

/** Begins an upload whose object is to have a CRC32 of all its bytes. */
export const wholeCrc32 = { 'x-oss-checksum-algorithm': 'CRC32', 'x-oss-checksum-type': 'FULL_OBJECT' } as const

/** What an upload's object must have when it is completed. */
export const wholeCrc32Headers = (crc32: string | undefined): Record<string, string> =>
  crc32 === undefined ? {} : { ...crc32Header(crc32), 'x-oss-checksum-type': 'FULL_OBJECT' }
