import type { DeletedObject, DeleteMultipleObjectsInput } from '../../engine/object-engine.ts'
import { limits } from '../../model/limits.ts'
import { assertObjectKey } from '../../model/names.ts'
import { isOssError, ossError } from '../../model/oss-error.ts'
import { writtenBy } from '../author.ts'
import { operation } from '../operation.ts'
import { encodingTypeQuery } from '../parse/arguments.ts'
import { contentLength, contentMd5 } from '../parse/body-headers.ts'
import { assertVersionId } from '../parse/version-id.ts'
import { xmlReply } from '../reply.ts'
import type { RequestContext } from '../request-context.ts'
import { readXmlBody } from '../xml-body.ts'
import { childElements, childText, type XmlElement } from '../xml/parse-xml.ts'
import { readPlainDelete } from '../xml/plain-delete.ts'
import { element, type KeyWriter, keyWriter, optionalElement, xmlDeclaration } from '../xml/write-xml.ts'

/** DeleteMultipleObjects. Quiet mode answers nothing; a document that OSS would not take deletes nothing. */
export const deleteMultipleObjects = operation({
  name: 'DeleteMultipleObjects',
  match: { method: 'POST', scope: 'bucket', subResource: 'delete' },
  action: 'oss:DeleteObject',
  authorizesItself: true,
  parse({ headers, query }) {
    const md5 = contentMd5(headers)
    if (md5 === undefined) throw ossError('MissingArgument', { details: { ArgumentName: 'Content-MD5' } })
    const length = contentLength(headers)
    if (length === undefined && headers['transfer-encoding'] === undefined) throw ossError('MissingContentLength')
    if (length !== undefined && length > limits.deleteMultipleMaxBodyBytes) throw malformed()
    return { md5, encodingType: encodingTypeQuery(query) }
  },
  async run(context, { md5 }) {
    const maxBytes = limits.deleteMultipleMaxBodyBytes
    const root = await readXmlBody(context.body(), { root: 'Delete', maxBytes, md5, readPlain: readPlainDelete })
    if (!root) throw malformed()
    const { objects, quiet } = readDelete(root)
    const allowed = context.isUnquestioned ? objects : await chooseAllowed(context, objects)
    return { deleted: await context.engine.deleteMultipleObjects({ bucket: context.bucket, objects: allowed, ...writtenBy(context.identity) }), quiet }
  },
  serialize(_, { deleted, quiet }, { encodingType }) {
    if (quiet) return { status: 200, headers: [], body: undefined }
    const write = keyWriter(encodingType)
    let xml = `${xmlDeclaration}<DeleteResult>${encodingType === undefined ? '' : element('EncodingType', encodingType)}`
    for (const each of deleted) xml += deletedXml(each, write)
    return xmlReply(`${xml}</DeleteResult>\n`)
  },
})

type Named = DeleteMultipleObjectsInput['objects'][number]

/** Each key is a permission of its own. Those that may not go stay, and are not in the answer. @throws OssError AccessDenied for all */
async function chooseAllowed(context: RequestContext, objects: readonly Named[]): Promise<readonly Named[]> {
  const allowed: Named[] = []
  let refusal: unknown
  for (const object of objects) {
    try {
      const action = object.versionId === undefined ? 'oss:DeleteObject' : 'oss:DeleteObjectVersion'
      await context.authorize(action, { bucket: context.bucket, ...object })
      allowed.push(object)
    } catch (error) {
      if (!isOssError(error, 'AccessDenied')) throw error
      refusal ??= error
    }
  }
  if (allowed.length === 0) throw refusal
  return allowed
}

function deletedXml({ key, versionId, deleteMarkerVersionId }: DeletedObject, write: KeyWriter): string {
  const marker = deleteMarkerVersionId === undefined ? '' : element('DeleteMarker', true)
  return (
    `<Deleted><Key>${write(key)}</Key>${optionalElement('VersionId', versionId)}${marker}` +
    `${optionalElement('DeleteMarkerVersionId', deleteMarkerVersionId)}</Deleted>`
  )
}

function readDelete(root: XmlElement): Pick<DeleteMultipleObjectsInput, 'objects'> & { readonly quiet: boolean } {
  const quiet = childText(root, 'Quiet')?.trim().toLowerCase() ?? 'false'
  if (quiet !== 'true' && quiet !== 'false') throw malformed()
  const elements = childElements(root, 'Object')
  if (elements.length === 0 || elements.length > limits.deleteMultipleMaxKeys) throw malformed()
  const objects = elements.map((object) => {
    const key = childText(object, 'Key')
    if (key === undefined || key === '') throw malformed()
    assertObjectKey(key)
    const versionId = childText(object, 'VersionId')?.trim()
    // Some clients send the element empty for "none".
    return versionId === undefined || versionId === '' ? { key } : { key, versionId: assertVersionId(versionId, 'VersionId') }
  })
  return { objects, quiet: quiet === 'true' }
}

function malformed(): Error {
  return ossError('MalformedXML', { ec: '0016-00000608' })
}
