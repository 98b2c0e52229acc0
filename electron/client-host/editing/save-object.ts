import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import mime from 'mime'
import { isBeyondCanned } from '../../contract/acl-grants.ts'
import type { SavedObject, SaveTarget } from '../../contract/editing.ts'
import type { LostAspect } from '../../contract/object-jobs.ts'
import type { ObjectHeadView } from '../../contract/objects.ts'
import { codeOf, localError } from '../errors.ts'
import type { WriteAttributes } from '../providers/attributes-provider.ts'
import type { Provider } from '../providers/object-provider.ts'

type EditingProvider = Pick<Provider, 'service' | 'headObject' | 'getObjectGrants' | 'getObjectTagging' | 'putObject' | 'openObject'>

interface ObjectPlace {
  readonly bucket: string
  readonly key: string
  readonly signal: AbortSignal
}

async function headIfThere(provider: EditingProvider, address: ObjectPlace): Promise<ObjectHeadView | undefined> {
  try {
    return await provider.headObject(address)
  } catch (error) {
    if (codeOf(error) === 'NoSuchKey') return undefined
    throw error
  }
}

/** The ACL that what is written can be given, and whether it says less than the object's. A service that has no ACLs of objects leaves nothing to keep. */
async function keptAcl(provider: Pick<EditingProvider, 'getObjectGrants'>, at: ObjectPlace): Promise<{ readonly acl: string | undefined; readonly lost: readonly LostAspect[] }> {
  try {
    const { acl, grants } = await provider.getObjectGrants(at)
    return { acl, lost: grants.some(isBeyondCanned) ? ['acl'] : [] }
  } catch (error) {
    if (codeOf(error) === 'NotImplemented') return { acl: undefined, lost: [] }
    throw error
  }
}

/** What of an object would be lost by writing over it. OSS's ACLs name nobody, and are kept whole. */
export async function previewSave(provider: Pick<EditingProvider, 'service' | 'getObjectGrants'>, at: ObjectPlace): Promise<readonly LostAspect[]> {
  return provider.service === 'oss' ? [] : (await keptAcl(provider, at)).lost
}

/** Everything an object has besides its bytes, as far as it can be written anew. */
async function attributesOf(provider: EditingProvider, head: ObjectHeadView, address: { readonly bucket: string; readonly signal: AbortSignal }): Promise<{ readonly attributes: WriteAttributes; readonly lost: readonly LostAspect[] }> {
  const at = { ...address, key: head.key }
  const [{ acl, lost }, tags] = await Promise.all([keptAcl(provider, at), head.tagCount === 0 ? {} : provider.getObjectTagging(at)])
  return { attributes: { headers: head.headers, userMetadata: head.userMetadata, tags, storageClass: head.storageClass, acl, encryption: head.encryption }, lost }
}

/**
 * Writes a local file over an object and keeps what else the object has. OSS's PutObject has no condition on what it
 * replaces, so the object is looked at immediately before.
 * @throws OssError ObjectChangedMeanwhile when another object is there than the one that was opened, or none
 * @throws RemoteError FileAlreadyExists for `create` where something is
 */
export async function saveObject(provider: EditingProvider, target: SaveTarget, file: string, signal: AbortSignal): Promise<SavedObject> {
  const { bucket, key, mode } = target
  const { size } = await stat(file)
  const source = mode === 'create' ? target.like : key
  const head = source === undefined ? undefined : await headIfThere(provider, { bucket, key: source, signal })
  if (mode === 'ifUnchanged') {
    if (head === undefined) throw localError('ObjectChangedMeanwhile', { Key: key, Now: 'deleted' })
    if (head.etag !== target.etag) throw localError('ObjectChangedMeanwhile', { Key: key, ETag: head.etag, LastModified: new Date(head.lastModifiedMs).toISOString() })
  }
  const { attributes, lost } = head === undefined ? { attributes: {}, lost: [] } : await attributesOf(provider, head, { bucket, signal })
  const contentType = head === undefined ? (mime.getType(key) ?? undefined) : undefined
  const { etag, versionId } = await provider.putObject({ bucket, key, sizeBytes: size, contentType, attributes, forbidOverwrite: mode === 'create', body: () => createReadStream(file), signal })
  return { etag, sizeBytes: size, ...(versionId === undefined ? {} : { versionId }), ...(lost.length === 0 ? {} : { lost: [...lost] }) }
}

/** Writes an object's bytes to a file that must not exist yet. @returns the ETag of what was read */
export async function fetchObject(provider: EditingProvider, address: { readonly bucket: string; readonly key: string }, file: string, signal: AbortSignal): Promise<{ etag: string }> {
  const { body, etag } = await provider.openObject({ ...address, signal })
  await pipeline(body, createWriteStream(file, { flags: 'wx', mode: 0o600 }), { signal })
  return { etag }
}
