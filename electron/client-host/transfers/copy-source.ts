import { isBeyondCanned } from '../../contract/acl-grants.ts'
import type { LostAspect } from '../../contract/object-jobs.ts'
import type { ObjectHeadView } from '../../contract/objects.ts'
import { codeOf } from '../errors.ts'
import type { WriteAttributes } from '../providers/attributes-provider.ts'
import { md5Etag } from './conflict.ts'
import type { JobContext } from './job-context.ts'

/** The attributes a copy gets, and what of the source's cannot be among them. */
export interface KeptAttributes {
  readonly attributes: WriteAttributes
  readonly lost: readonly LostAspect[]
}

const s3MetadataMaxBytes = 2048
const ossMetadataName = /^[a-z0-9-]+$/
/** Classes that mean the same to both services. */
const commonClasses = new Set(['Standard', 'IA'])

/** Whether two objects hold the same bytes, by size and CRC64 or else MD5; undefined when the services do not tell. */
export function isSameBytes(a: ObjectHeadView, b: ObjectHeadView): boolean | undefined {
  if (a.sizeBytes !== b.sizeBytes) return false
  if (a.crc64 !== undefined && b.crc64 !== undefined) return a.crc64 === b.crc64
  const told = sameChecksum(a, b)
  if (told !== undefined) return told
  if (a.etag.toLowerCase() === b.etag.toLowerCase()) return true
  const areMd5 = [a, b].every((head) => md5Etag.test(head.etag) && head.encryption === undefined && head.type === 'Normal')
  return areMd5 ? false : undefined
}

/** What S3 keeps of both, when it is of the same kind. Composite ones differ as well where only the parts were others. */
function sameChecksum({ checksum: a }: ObjectHeadView, { checksum: b }: ObjectHeadView): boolean | undefined {
  if (a === undefined || a.algorithm !== b?.algorithm || a.type !== b.type) return undefined
  if (a.value === b.value) return true
  return a.type === 'FULL_OBJECT' ? false : undefined
}

/**
 * Everything an object has, as another service can take it. @param whole false where the service copies headers, metadata and
 * tags by itself @param versionId of which it is the head, where that need not be the current one
 */
export async function keptAttributes(context: JobContext, bucket: string, head: ObjectHeadView, whole: boolean, versionId?: string): Promise<KeptAttributes> {
  const { provider, target, signal } = context
  const { key } = head
  const lost: LostAspect[] = []
  // Who may not ask what an object has may still copy it.
  const unlessDenied = async <T>(aspect: LostAspect, ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask()
    } catch (error) {
      const code = codeOf(error)
      if (code !== 'AccessDenied' && code !== 'NotImplemented') throw error
      // A service without such a thing has nothing of it to lose.
      if (code === 'AccessDenied') lost.push(aspect)
      return undefined
    }
  }
  const sameService = provider.service === target.service
  const askAcl = async (): Promise<string> => {
    const address = { bucket, key, versionId, signal }
    if (provider.service === 'oss') return provider.getObjectAcl(address)
    const { acl: canned, grants } = await provider.getObjectGrants(address)
    // A copy is given one of S3's canned ACLs, and none of them names anybody.
    if (grants.some(isBeyondCanned)) lost.push('acl')
    return canned
  }
  const [acl, tags] = await Promise.all([
    unlessDenied('acl', askAcl),
    whole && (head.tagCount > 0 || provider.service === 's3') ? unlessDenied('tags', () => provider.getObjectTagging({ bucket, key, versionId, signal })) : undefined,
  ])
  const keepsClass = sameService || commonClasses.has(head.storageClass)
  if (!keepsClass) lost.push('storageClass')
  const ownKey = head.encryption?.keyId !== undefined && provider !== target
  if (ownKey) lost.push('encryption')
  const { encryption } = head
  const userMetadata = whole ? metadataFor(target.service, head.userMetadata, lost) : undefined
  return {
    attributes: {
      ...(whole ? { headers: head.headers } : {}),
      ...(userMetadata === undefined ? {} : { userMetadata }),
      ...(whole && tags !== undefined && Object.keys(tags).length > 0 ? { tags } : {}),
      ...(keepsClass ? { storageClass: head.storageClass } : {}),
      ...(acl === undefined || acl === 'default' ? {} : { acl }),
      ...(encryption === undefined ? {} : { encryption: ownKey ? { algorithm: encryption.algorithm } : encryption }),
    },
    lost,
  }
}

function metadataFor(service: 'oss' | 's3', metadata: Readonly<Record<string, string>>, lost: LostAspect[]): Readonly<Record<string, string>> {
  const entries = Object.entries(metadata)
  const fitting = service === 'oss' ? entries.filter(([name]) => ossMetadataName.test(name)) : entries
  const bytes = fitting.reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0)
  const fits = service === 'oss' || bytes <= s3MetadataMaxBytes
  if (!fits || fitting.length < entries.length) lost.push('userMetadata')
  return fits ? Object.fromEntries(fitting) : {}
}

/**
 * Attributes without the one that a service may have refused, so that an object is stored with less rather than not at all.
 * Undefined when the failure is about something else.
 */
export function withoutRefused({ attributes, lost }: KeptAttributes, error: unknown): KeptAttributes | undefined {
  const code = codeOf(error)
  const drop = (aspect: LostAspect, rest: WriteAttributes): KeptAttributes => ({ attributes: rest, lost: lost.includes(aspect) ? lost : [...lost, aspect] })
  const { acl, encryption, storageClass, ...others } = attributes
  const withClass = storageClass === undefined ? others : { ...others, storageClass }
  if (encryption !== undefined && (code === 'NotImplemented' || code?.startsWith('KMS') === true)) return drop('encryption', acl === undefined ? withClass : { ...withClass, acl })
  // A bucket that blocks public access refuses the ACL; without it the copy is as private as the bucket.
  if (acl !== undefined && (code === 'AccessControlListNotSupported' || code === 'AccessDenied' || code === 'NotImplemented')) {
    return drop('acl', encryption === undefined ? withClass : { ...withClass, encryption })
  }
  if (storageClass !== undefined && code === 'InvalidStorageClass') return drop('storageClass', { ...others, ...(acl === undefined ? {} : { acl }), ...(encryption === undefined ? {} : { encryption }) })
  return undefined
}
