import type { VersionChange, VersionFacts } from '../../contract/versions.ts'
import { codeOf, localError } from '../errors.ts'
import type { Provider } from '../providers/object-provider.ts'

type FactsProvider = Pick<Provider, 'service' | 'headObject' | 'getObjectAcl' | 'getObjectTagging'>

/** Everything of a version that can be compared with another, in two or three short requests. @throws RemoteError NoSuchVersion */
export async function readVersionFacts(provider: FactsProvider, address: { readonly bucket: string; readonly key: string; readonly versionId: string; readonly signal?: AbortSignal | undefined }): Promise<VersionFacts> {
  const unknown: VersionFacts['unknown'] = []
  const unlessDenied = async <T>(aspect: 'acl' | 'tags', ask: () => Promise<T>, none: T): Promise<T> => {
    try {
      return await ask()
    } catch (error) {
      const code = codeOf(error)
      if (code === 'AccessDenied') unknown.push(aspect)
      // A service without such a thing has nothing of it to differ in.
      else if (code !== 'NotImplemented' && code !== 'AccessControlListNotSupported') throw error
      return none
    }
  }
  const [head, acl] = await Promise.all([provider.headObject(address), unlessDenied('acl', () => provider.getObjectAcl(address), '')])
  // S3 counts tags in the answers of some operations only.
  const tags = head.tagCount > 0 || provider.service === 's3' ? await unlessDenied('tags', () => provider.getObjectTagging(address), {}) : {}
  const { crc64, encryption, etag, headers, lastModifiedMs, sizeBytes, storageClass, type, userMetadata } = head
  return {
    sizeBytes,
    etag,
    ...(crc64 === undefined ? {} : { crc64 }),
    lastModifiedMs,
    storageClass,
    type,
    ...(encryption === undefined ? {} : { encryption: encryption.keyId === undefined ? encryption.algorithm : `${encryption.algorithm} ${encryption.keyId}` }),
    headers,
    userMetadata,
    tags,
    acl,
    unknown,
  }
}

/** Whether two versions hold the same bytes, by their checksums or else their ETags. */
function isSameContent(before: VersionFacts, after: VersionFacts): boolean {
  if (before.sizeBytes !== after.sizeBytes) return false
  return before.crc64 !== undefined && after.crc64 !== undefined ? before.crc64 === after.crc64 : before.etag.toLowerCase() === after.etag.toLowerCase()
}

function* changesByName(aspect: VersionChange['aspect'], before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): Generator<VersionChange> {
  for (const name of [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()) {
    if (before[name] !== after[name]) yield { aspect, name, ...sides(before[name], after[name]) }
  }
}

const sides = (before: string | undefined, after: string | undefined): Pick<VersionChange, 'before' | 'after'> => ({
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
})

/** What differs, in the order it is told. Of the content the sizes in bytes are told. What one side could not ask is left out. */
export function changesBetween(before: VersionFacts, after: VersionFacts): VersionChange[] {
  const isKnown = (aspect: 'acl' | 'tags'): boolean => !before.unknown.includes(aspect) && !after.unknown.includes(aspect)
  const changes: VersionChange[] = []
  if (!isSameContent(before, after)) changes.push({ aspect: 'content', before: String(before.sizeBytes), after: String(after.sizeBytes) })
  for (const aspect of ['type', 'storageClass', 'encryption'] as const) if (before[aspect] !== after[aspect]) changes.push({ aspect, ...sides(before[aspect], after[aspect]) })
  changes.push(...changesByName('header', before.headers, after.headers), ...changesByName('metadata', before.userMetadata, after.userMetadata))
  if (isKnown('tags')) changes.push(...changesByName('tag', before.tags, after.tags))
  if (isKnown('acl') && before.acl !== after.acl) changes.push({ aspect: 'acl', ...sides(before.acl, after.acl) })
  return changes
}

/** The comparison of two versions of one key. @throws OssError InvalidInput for a version with itself */
export async function compareVersions(
  provider: FactsProvider,
  { beforeId, afterId, ...address }: { readonly bucket: string; readonly key: string; readonly beforeId: string; readonly afterId: string; readonly signal?: AbortSignal | undefined },
): Promise<{ before: VersionFacts; after: VersionFacts; changes: VersionChange[] }> {
  if (beforeId === afterId) throw localError('InvalidInput', { Argument: 'afterId' })
  const [before, after] = await Promise.all([beforeId, afterId].map((versionId) => readVersionFacts(provider, { ...address, versionId })))
  if (before === undefined || after === undefined) throw new Error('Two were asked for')
  return { before, after, changes: changesBetween(before, after) }
}
