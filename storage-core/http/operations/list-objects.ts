import { operation } from '../operation.ts'
import { invalidArgument, keyQuery } from '../parse/arguments.ts'
import { queryValue, type QueryPair } from '../../signature/request.ts'
import { listParameters } from '../parse/list-parameters.ts'
import { xmlReply } from '../reply.ts'
import { entriesXml } from '../xml/list-xml.ts'
import { element, keyWriter, optionalElement, xmlDeclaration } from '../xml/write-xml.ts'

/** ListObjects (GetBucket), version 1. */
export const listObjects = operation({
  name: 'ListObjects',
  match: { method: 'GET', scope: 'bucket' },
  action: 'oss:ListObjects',
  parse: ({ query }) => readListing(query, 1),
  run: ({ engine, bucket }, { prefix, delimiter, maxKeys, marker }) =>
    engine.listObjects({ bucket, prefix, delimiter, maxKeys, after: marker }),
  serialize({ bucket }, output, input) {
    const write = keyWriter(input.encodingType)
    return xmlReply(
      xmlDeclaration +
        `<ListBucketResult>${element('Name', bucket)}<Prefix>${write(input.prefix)}</Prefix>` +
        `<Marker>${write(input.marker)}</Marker>${element('MaxKeys', input.maxKeys)}` +
        `<Delimiter>${write(input.delimiter)}</Delimiter>` +
        optionalElement('EncodingType', input.encodingType) +
        element('IsTruncated', output.isTruncated) +
        optionalElement('NextMarker', output.next, write) +
        `${entriesXml(output, write, true)}</ListBucketResult>\n`,
    )
  },
})

export function readListing(query: readonly QueryPair[], minKeys: 0 | 1) {
  const listType = queryValue(query, 'list-type')
  if (listType !== undefined && listType !== '1') throw invalidArgument('list-type', listType)
  return { ...listParameters(query, minKeys), marker: keyQuery(query, 'marker') }
}
