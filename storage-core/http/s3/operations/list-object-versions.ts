import type { ListObjectVersionsOutput, VersionEntry } from '../../../engine/object-engine.ts'
import { listObjectVersions as ossListObjectVersions, readVersionListing } from '../../operations/list-object-versions.ts'
import { commonPrefixXml, ownerXml } from '../../xml/list-xml.ts'
import { element, keyWriter, optionalElement, xmlTime, type KeyWriter } from '../../xml/write-xml.ts'
import { listedObjectXml } from '../listed-xml.ts'
import { nothingListed } from '../nothing-listed.ts'
import { asS3, s3Xml } from '../s3-operation.ts'

/** ListObjectVersions. */
export const listObjectVersions = asS3(ossListObjectVersions, {
  name: 'ListObjectVersions',
  parse: ({ query }) => readVersionListing(query, 0),
  run: async (context, input): Promise<ListObjectVersionsOutput> => (input.maxKeys === 0 ? nothingListed(context) : ossListObjectVersions.run(context, input)),
  serialize({ bucket }, output, input) {
    const write = keyWriter(input.encodingType)
    const owner = ownerXml(output.owner)
    let versions = ''
    let prefixes = ''
    for (const entry of output.entries) {
      if (entry.kind === 'prefix') prefixes += commonPrefixXml(entry.prefix, write)
      else versions += versionXml(entry, write, owner)
    }
    return s3Xml(
      'ListVersionsResult',
      `${element('Name', bucket)}<Prefix>${write(input.prefix)}</Prefix><KeyMarker>${write(input.keyMarker)}</KeyMarker>` +
        `${element('VersionIdMarker', input.versionIdMarker ?? '')}${element('MaxKeys', input.maxKeys)}` +
        optionalElement('Delimiter', input.delimiter || undefined, write) +
        optionalElement('EncodingType', input.encodingType) +
        element('IsTruncated', output.isTruncated) +
        optionalElement('NextKeyMarker', output.nextKeyMarker, write) +
        optionalElement('NextVersionIdMarker', output.nextVersionIdMarker) +
        versions +
        prefixes,
    )
  },
})

function versionXml(entry: Exclude<VersionEntry, { readonly kind: 'prefix' }>, write: KeyWriter, owner: string): string {
  const { key, versionId, isLatest, lastModifiedMs } = entry.kind === 'version' ? entry.version : entry.marker
  const start = `<Key>${write(key)}</Key><VersionId>${versionId}</VersionId><IsLatest>${isLatest}</IsLatest>`
  return entry.kind === 'version'
    ? `<Version>${start}${listedObjectXml(entry.version)}${owner}</Version>`
    : `<DeleteMarker>${start}<LastModified>${xmlTime(lastModifiedMs)}</LastModified>${owner}</DeleteMarker>`
}
