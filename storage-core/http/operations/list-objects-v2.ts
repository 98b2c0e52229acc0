import { queryValue, type QueryPair } from '../../signature/request.ts'
import { operation } from '../operation.ts'
import { invalidArgument, keyQuery } from '../parse/arguments.ts'
import { decodeContinuationToken, encodeContinuationToken } from '../parse/continuation-token.ts'
import { listParameters } from '../parse/list-parameters.ts'
import { xmlReply } from '../reply.ts'
import { entriesXml } from '../xml/list-xml.ts'
import { element, keyWriter, optionalElement, xmlDeclaration } from '../xml/write-xml.ts'

/** ListObjectsV2. A continuation token wins over `start-after`. */
export const listObjectsV2 = operation({
  name: 'ListObjectsV2',
  match: { method: 'GET', scope: 'bucket', query: ['list-type', '2'] },
  action: 'oss:ListObjects',
  parse: ({ query }) => readListingV2(query, 1),
  run: ({ engine, bucket }, { prefix, delimiter, maxKeys, after }) =>
    engine.listObjects({ bucket, prefix, delimiter, maxKeys, after }),
  serialize({ bucket }, output, input) {
    const write = keyWriter(input.encodingType)
    const next = output.next === undefined ? undefined : encodeContinuationToken(output.next)
    const filled = (text: string) => (text === '' ? undefined : text)
    return xmlReply(
      xmlDeclaration +
        `<ListBucketResult>${element('Name', bucket)}<Prefix>${write(input.prefix)}</Prefix>` +
        optionalElement('StartAfter', filled(input.startAfter), write) +
        element('MaxKeys', input.maxKeys) +
        optionalElement('Delimiter', filled(input.delimiter), write) +
        optionalElement('EncodingType', input.encodingType) +
        optionalElement('ContinuationToken', input.token, write) +
        element('IsTruncated', output.isTruncated) +
        optionalElement('NextContinuationToken', next, write) +
        `${entriesXml(output, write, input.fetchOwner)}${element('KeyCount', output.entries.length)}</ListBucketResult>\n`,
    )
  },
})

export function readListingV2(query: readonly QueryPair[], minKeys: 0 | 1) {
  const token = queryValue(query, 'continuation-token') || undefined
  const startAfter = keyQuery(query, 'start-after')
  const fetchOwner = queryValue(query, 'fetch-owner') || 'false'
  if (fetchOwner !== 'true' && fetchOwner !== 'false') throw invalidArgument('fetch-owner', fetchOwner)
  return {
    ...listParameters(query, minKeys),
    token,
    startAfter,
    after: token === undefined ? startAfter : decodeContinuationToken(token),
    fetchOwner: fetchOwner === 'true',
  }
}
