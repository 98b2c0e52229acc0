import type { DeletedObject } from '../../../engine/object-engine.ts'
import { limits } from '../../../model/limits.ts'
import { assertObjectKey } from '../../../model/names.ts'
import { isOssError, ossError, type OssError } from '../../../model/oss-error.ts'
import { writtenBy } from '../../author.ts'
import { encodingTypeQuery } from '../../parse/arguments.ts'
import { contentMd5 } from '../../parse/body-headers.ts'
import { assertVersionId } from '../../parse/version-id.ts'
import type { RequestContext } from '../../request-context.ts'
import { readXmlBody } from '../../xml-body.ts'
import { childElements, childText, type XmlElement } from '../../xml/parse-xml.ts'
import { readPlainDelete } from '../../xml/plain-delete.ts'
import { element, keyWriter, optionalElement, type KeyWriter } from '../../xml/write-xml.ts'
import { hasChecksum } from '../checksums.ts'
import { shownError } from '../s3-error.ts'
import { s3Operation, s3Xml } from '../s3-operation.ts'

interface Named {
  readonly key: string
  readonly versionId?: string
}
interface Refused extends Named {
  readonly error: OssError
}

/**
 * DeleteObjects. Each key succeeds or fails by itself; quiet mode names the failures only. What may be deleted goes in one
 * commit. Either Content-MD5 or a checksum has to vouch for the document.
 */
export const deleteObjects = s3Operation({
  name: 'DeleteObjects',
  match: { method: 'POST', scope: 'bucket', subResource: 'delete' },
  action: 'oss:DeleteObject',
  authorizesItself: true,
  parse({ headers, query }) {
    const md5 = contentMd5(headers)
    if (md5 === undefined && !hasChecksum(headers)) {
      throw ossError('InvalidRequest', { message: 'Missing required header for this request: Content-MD5' })
    }
    return { md5, encodingType: encodingTypeQuery(query) }
  },
  async run(context, { md5 }) {
    const maxBytes = limits.deleteMultipleMaxBodyBytes
    const root = await readXmlBody(context.body(), { root: 'Delete', maxBytes, md5, readPlain: readPlainDelete })
    if (root === undefined) throw ossError('MalformedXML')
    const { objects, quiet } = readDelete(root)
    const refused: Refused[] = []
    const allowed: Named[] = []
    for (const object of objects) {
      const error = await problemOf(context, object)
      if (error === undefined) allowed.push(object)
      else refused.push({ ...object, error })
    }
    const { engine, bucket, identity } = context
    const deleted = allowed.length === 0 ? [] : await engine.deleteMultipleObjects({ bucket, objects: allowed, ...writtenBy(identity) })
    return { deleted, refused, quiet }
  },
  serialize(_, { deleted, refused, quiet }, { encodingType }) {
    const write = keyWriter(encodingType)
    const shown = quiet ? '' : deleted.map((each) => deletedXml(each, write)).join('')
    return s3Xml('DeleteResult', shown + refused.map((each) => refusedXml(each, write)).join(''))
  },
})

function readDelete(root: XmlElement): { readonly objects: readonly Named[]; readonly quiet: boolean } {
  const elements = childElements(root, 'Object')
  if (elements.length === 0 || elements.length > limits.deleteMultipleMaxKeys) throw ossError('MalformedXML')
  const objects = elements.map((object) => {
    const key = childText(object, 'Key')
    if (key === undefined || key === '') throw ossError('MalformedXML')
    for (const name of ['ETag', 'LastModifiedTime', 'Size']) {
      // Deleting whatever is there would not be what was asked for.
      if (object[name] !== undefined) throw ossError('NotImplemented', { details: { ArgumentName: name } })
    }
    const versionId = childText(object, 'VersionId')?.trim()
    return versionId === undefined || versionId === '' ? { key } : { key, versionId }
  })
  return { objects, quiet: childText(root, 'Quiet')?.trim().toLowerCase() === 'true' }
}

/** Why this one object cannot be deleted. */
async function problemOf(context: RequestContext, { key, versionId }: Named): Promise<OssError | undefined> {
  try {
    assertObjectKey(key)
    if (versionId !== undefined) assertVersionId(versionId, 'VersionId')
    if (context.isUnquestioned) return undefined
    if (versionId === undefined) await context.authorize('oss:DeleteObject', { bucket: context.bucket, key })
    else await context.authorize('oss:DeleteObjectVersion', { bucket: context.bucket, key, versionId })
    return undefined
  } catch (error) {
    if (isOssError(error) && error.status < 500) return error
    throw error
  }
}

function deletedXml({ key, versionId, deleteMarkerVersionId }: DeletedObject, write: KeyWriter): string {
  const marker = deleteMarkerVersionId === undefined ? '' : element('DeleteMarker', true)
  return (
    `<Deleted><Key>${write(key)}</Key>${optionalElement('VersionId', versionId)}${marker}` +
    `${optionalElement('DeleteMarkerVersionId', deleteMarkerVersionId)}</Deleted>`
  )
}

function refusedXml({ key, versionId, error }: Refused, write: KeyWriter): string {
  const { code, message } = shownError(error)
  return `<Error><Key>${write(key)}</Key>${optionalElement('VersionId', versionId)}${element('Code', code)}${element('Message', message)}</Error>`
}
