import type { VersionEntry } from '../../engine/object-engine.ts'
import { queryValue, type QueryPair } from '../../signature/request.ts'
import { operation } from '../operation.ts'
import { keyQuery } from '../parse/arguments.ts'
import { listParameters } from '../parse/list-parameters.ts'
import { assertVersionId } from '../parse/version-id.ts'
import { xmlReply } from '../reply.ts'
import { commonPrefixXml, ownerXml, summaryXml } from '../xml/list-xml.ts'
import { element, keyWriter, optionalElement, xmlDeclaration, xmlTime, type KeyWriter } from '../xml/write-xml.ts'

/** ListObjectVersions (GetBucketVersions). Some clients send both markers empty for "none". */
export const listObjectVersions = operation({
  name: 'ListObjectVersions',
  match: { method: 'GET', scope: 'bucket', subResource: 'versions' },
  action: 'oss:ListObjectVersions',
  parse: ({ query }) => readVersionListing(query, 1),
  run: ({ engine, bucket }, input) => engine.listObjectVersions({ bucket, ...input }),
  serialize({ bucket }, output, input) {
    const write = keyWriter(input.encodingType)
    const owner = ownerXml(output.owner)
    let versions = ''
    let prefixes = ''
    for (const entry of output.entries) {
      if (entry.kind === 'prefix') prefixes += commonPrefixXml(entry.prefix, write)
      else versions += versionXml(entry, write, owner)
    }
    return xmlReply(
      xmlDeclaration +
        `<ListVersionsResult>${element('Name', bucket)}<Prefix>${write(input.prefix)}</Prefix>` +
        `<KeyMarker>${write(input.keyMarker)}</KeyMarker>${element('VersionIdMarker', input.versionIdMarker ?? '')}` +
        `${element('MaxKeys', input.maxKeys)}<Delimiter>${write(input.delimiter)}</Delimiter>` +
        optionalElement('EncodingType', input.encodingType) +
        element('IsTruncated', output.isTruncated) +
        optionalElement('NextKeyMarker', output.nextKeyMarker, write) +
        optionalElement('NextVersionIdMarker', output.nextVersionIdMarker) +
        `${versions}${prefixes}</ListVersionsResult>\n`,
    )
  },
})

export function readVersionListing(query: readonly QueryPair[], minKeys: 0 | 1) {
  const versionIdMarker = queryValue(query, 'version-id-marker') || undefined
  return {
    ...listParameters(query, minKeys),
    keyMarker: keyQuery(query, 'key-marker'),
    ...(versionIdMarker === undefined ? {} : { versionIdMarker: assertVersionId(versionIdMarker, 'version-id-marker') }),
  }
}

function versionXml(entry: Exclude<VersionEntry, { readonly kind: 'prefix' }>, write: KeyWriter, owner: string): string {
  const { key, versionId, isLatest, lastModifiedMs } = entry.kind === 'version' ? entry.version : entry.marker
  const start = `<Key>${write(key)}</Key><VersionId>${versionId}</VersionId><IsLatest>${isLatest}</IsLatest>`
  return entry.kind === 'version'
    ? `<Version>${start}${summaryXml(entry.version)}${owner}</Version>`
    : `<DeleteMarker>${start}<LastModified>${xmlTime(lastModifiedMs)}</LastModified>${owner}</DeleteMarker>`
}
