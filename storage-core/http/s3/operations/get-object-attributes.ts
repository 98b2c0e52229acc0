import type { IncomingHttpHeaders } from 'node:http'
import type { ObjectHead } from '../../../model/object.ts'
import { checksumElement } from '../../../model/object-checksum.ts'
import { ossError } from '../../../model/oss-error.ts'
import { headObject } from '../../operations/head-object.ts'
import { invalidArgument } from '../../parse/arguments.ts'
import { versionIdQuery } from '../../parse/version-id.ts'
import { httpDate } from '../../serialize-object.ts'
import { versionHeader } from '../../version-header.ts'
import { element } from '../../xml/write-xml.ts'
import { storedElements } from '../checksums.ts'
import { s3Operation, s3Xml } from '../s3-operation.ts'
import { s3StorageClass } from '../storage-classes.ts'

const known = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'] as const

/**
 * GetObjectAttributes. Of the parts only their number is kept, unless each has a checksum that the object's is made of; an object
 * whose checksum nobody asked for has none.
 */
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
    const maxParts = Math.min(count(headers, 'x-amz-max-parts', maxPartsOfPage), maxPartsOfPage)
    return { version: versionIdQuery(query), wanted, after: count(headers, 'x-amz-part-number-marker', 0), maxParts }
  },
  run: (context, { version }) => headObject.run(context, { version, conditions: {}, overrides: new Map() }),
  serialize(_, output, { wanted, after, maxParts }) {
    const { head } = output
    const parts: Partial<Record<string, string>> = {
      ETag: element('ETag', head.etag.toLowerCase()),
      Checksum: head.checksum === undefined ? '' : `<Checksum>${storedElements(head.checksum)}</Checksum>`,
      ObjectParts: partsXml(head, after, maxParts),
      StorageClass: element('StorageClass', s3StorageClass(head.storageClass)),
      ObjectSize: element('ObjectSize', head.sizeBytes),
    }
    const content = Object.entries(parts).map(([name, xml]) => (wanted.includes(name) ? xml : ''))
    return s3Xml('GetObjectAttributesResponse', content.join(''), ['Last-Modified', httpDate(head.lastModifiedMs), ...versionHeader(output)])
  },
})

const maxPartsOfPage = 1000

/** @throws OssError InvalidArgument */
function count(headers: IncomingHttpHeaders, name: string, usual: number): number {
  const text = headers[name]
  if (text === undefined) return usual
  if (/^\d{1,9}$/.test(String(text))) return Number(text)
  throw invalidArgument(name, String(text))
}

function partsXml({ etag, checksum }: ObjectHead, after: number, maxParts: number): string {
  const total = /-(\d{1,5})$/.exec(etag)?.[1]
  if (checksum?.parts === undefined) return total === undefined ? '' : `<ObjectParts>${element('PartsCount', total)}</ObjectParts>`
  const { algorithm, parts } = checksum
  const page = parts.slice(after, after + maxParts)
  const rows = page.map(
    ({ sizeBytes, value }, index) =>
      `<Part>${element('PartNumber', after + index + 1)}${element('Size', sizeBytes)}${element(checksumElement(algorithm), value)}</Part>`,
  )
  return (
    `<ObjectParts>${element('PartsCount', parts.length)}${element('PartNumberMarker', after)}` +
    `${element('NextPartNumberMarker', after + page.length)}${element('MaxParts', maxParts)}` +
    `${element('IsTruncated', after + page.length < parts.length)}${rows.join('')}</ObjectParts>`
  )
}
