import type { ListObjectsOutput } from '../../../engine/object-engine.ts'
import { listObjectsV2 as ossListObjectsV2, readListingV2 } from '../../operations/list-objects-v2.ts'
import { encodeContinuationToken } from '../../parse/continuation-token.ts'
import { element, keyWriter, optionalElement } from '../../xml/write-xml.ts'
import { nothingListed } from '../nothing-listed.ts'
import { asS3, s3Xml } from '../s3-operation.ts'
import { listedXml } from '../listed-xml.ts'

/** ListObjectsV2. */
export const listObjectsV2 = asS3(ossListObjectsV2, {
  name: 'ListObjectsV2',
  parse: ({ query }) => readListingV2(query, 0),
  run: async (context, input): Promise<ListObjectsOutput> => (input.maxKeys === 0 ? nothingListed(context) : ossListObjectsV2.run(context, input)),
  serialize({ bucket }, output, input) {
    const write = keyWriter(input.encodingType)
    const next = output.next === undefined ? undefined : encodeContinuationToken(output.next)
    return s3Xml(
      'ListBucketResult',
      `${element('Name', bucket)}<Prefix>${write(input.prefix)}</Prefix>${element('KeyCount', output.entries.length)}` +
        element('MaxKeys', input.maxKeys) +
        optionalElement('Delimiter', input.delimiter || undefined, write) +
        optionalElement('EncodingType', input.encodingType) +
        element('IsTruncated', output.isTruncated) +
        optionalElement('ContinuationToken', input.token) +
        optionalElement('NextContinuationToken', next) +
        optionalElement('StartAfter', input.startAfter || undefined, write) +
        listedXml(output, write, input.fetchOwner),
    )
  },
})
