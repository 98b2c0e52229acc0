import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import mime from 'mime'
import type { SavedObject, SaveTarget } from '../../contract/editing.ts'
import type { ObjectHeadView } from '../../contract/objects.ts'
import { codeOf, localError } from '../errors.ts'
import type { WriteAttributes } from '../providers/attributes-provider.ts'
import type { Provider } from '../providers/object-provider.ts'

type EditingProvider = Pick<Provider, 'headObject' | 'getObjectAcl' | 'getObjectTagging' | 'putObject' | 'openObject'>

async function headIfThere(provider: EditingProvider, address: { readonly bucket: string; readonly key: string; readonly signal: AbortSignal }): Promise<ObjectHeadView | undefined> {
  try {
    return await provider.headObject(address)
  } catch (error) {
    if (codeOf(error) === 'NoSuchKey') return undefined
    throw error
  }
}

/** Everything an object has besides its bytes. A service that has no ACLs of objects leaves nothing to keep. */
async function attributesOf(provider: EditingProvider, head: ObjectHeadView, address: { readonly bucket: string; readonly signal: AbortSignal }): Promise<WriteAttributes> {
  const at = { ...address, key: head.key }
  const [acl, tags] = await Promise.all([
    provider.getObjectAcl(at).catch((error: unknown) => {
      if (codeOf(error) === 'NotImplemented') return undefined
      throw error
    }),
    head.tagCount === 0 ? {} : provider.getObjectTagging(at),
  ])
  return { headers: head.headers, userMetadata: head.userMetadata, tags, storageClass: head.storageClass, acl, encryption: head.encryption }
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
  const attributes = head === undefined ? {} : await attributesOf(provider, head, { bucket, signal })
  const contentType = head === undefined ? (mime.getType(key) ?? undefined) : undefined
  const { etag, versionId } = await provider.putObject({ bucket, key, sizeBytes: size, contentType, attributes, forbidOverwrite: mode === 'create', body: () => createReadStream(file), signal })
  return { etag, sizeBytes: size, ...(versionId === undefined ? {} : { versionId }) }
}

/** Writes an object's bytes to a file that must not exist yet. @returns the ETag of what was read */
export async function fetchObject(provider: EditingProvider, address: { readonly bucket: string; readonly key: string }, file: string, signal: AbortSignal): Promise<{ etag: string }> {
  const { body, etag } = await provider.openObject({ ...address, signal })
  await pipeline(body, createWriteStream(file, { flags: 'wx', mode: 0o600 }), { signal })
  return { etag }
}
