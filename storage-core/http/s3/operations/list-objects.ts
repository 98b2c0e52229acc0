import type { ListObjectsOutput } from '../../../engine/object-engine.ts'
import { listObjects as ossListObjects, readListing } from '../../operations/list-objects.ts'
import { element, keyWriter, optionalElement } from '../../xml/write-xml.ts'
import { nothingListed } from '../nothing-listed.ts'
import { asS3, s3Xml } from '../s3-operation.ts'
import { listedXml } from '../listed-xml.ts'

/** ListObjects, version 1. */
export const listObjects = asS3(ossListObjects, {
  name: 'ListObjects',
  parse: ({ query }) => readListing(query, 0),
  run: async (context, input): Promise<ListObjectsOutput> => (input.maxKeys === 0 ? nothingListed(context) : ossListObjects.run(context, input)),
  serialize({ bucket }, output, input) {
    const write = keyWriter(input.encodingType)
    return s3Xml(
      'ListBucketResult',
      `${element('Name', bucket)}<Prefix>${write(input.prefix)}</Prefix><Marker>${write(input.marker)}</Marker>` +
        element('MaxKeys', input.maxKeys) +
        optionalElement('Delimiter', input.delimiter || undefined, write) +
        optionalElement('EncodingType', input.encodingType) +
        element('IsTruncated', output.isTruncated) +
        optionalElement('NextMarker', output.next, write) +
        listedXml(output, write, true),
    )
  },
})
