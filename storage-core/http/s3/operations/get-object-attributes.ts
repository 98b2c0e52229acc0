import { ossError } from '../../../model/oss-error.ts'
import { headObject } from '../../operations/head-object.ts'
import { invalidArgument } from '../../parse/arguments.ts'
import { versionIdQuery } from '../../parse/version-id.ts'
import { httpDate } from '../../serialize-object.ts'
import { versionHeader } from '../../version-header.ts'
import { element } from '../../xml/write-xml.ts'
import { s3Operation, s3Xml } from '../s3-operation.ts'
import { s3StorageClass } from '../storage-classes.ts'

const known = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'] as const

/** GetObjectAttributes. Checksums and parts are not kept with an object, so they are left out, as S3 has it. */
export const getObjectAttributes = s3Operation({
  name: 'GetObjectAttributes',
  match: { method: 'GET', scope: 'object', subResource: 'attributes' },
  action: headObject.action,
  versionAction: 'oss:GetObjectVersion',
  parse({ headers, query }) {
    const header = 'x-amz-object-attributes'
    const text = String(headers[header] ?? '')
    if (text === '') throw ossError('InvalidRequest', { message: `Missing required header for this request: ${header}` })
    const wanted = text.split(',').map((name) => name.trim())
    const other = wanted.find((name) => !known.some((each) => each === name))
    if (other !== undefined) throw invalidArgument(header, other, 'Invalid attribute name specified.')
    return { version: versionIdQuery(query), wanted }
  },
  run: (context, { version }) => headObject.run(context, { version, conditions: {}, overrides: new Map() }),
  serialize(_, output, { wanted }) {
    const { head } = output
    const parts: Partial<Record<string, string>> = {
      ETag: element('ETag', head.etag.toLowerCase()),
      StorageClass: element('StorageClass', s3StorageClass(head.storageClass)),
      ObjectSize: element('ObjectSize', head.sizeBytes),
    }
    const content = Object.entries(parts).map(([name, xml]) => (wanted.includes(name) ? xml : ''))
    return s3Xml('GetObjectAttributesResponse', content.join(''), ['Last-Modified', httpDate(head.lastModifiedMs), ...versionHeader(output)])
  },
})
