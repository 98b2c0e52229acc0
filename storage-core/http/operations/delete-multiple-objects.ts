import { limits } from '../../model/limits.ts'
import { assertObjectKey } from '../../model/names.ts'
import { ossError } from '../../model/oss-error.ts'
import { operation } from '../operation.ts'
import { encodingTypeQuery } from '../parse/arguments.ts'
import { contentLength, contentMd5 } from '../parse/body-headers.ts'
import { xmlReply } from '../reply.ts'
import { readXmlBody } from '../xml-body.ts'
import { childElements, childText, type XmlElement } from '../xml/parse-xml.ts'
import { element, keyWriter, xmlDeclaration } from '../xml/write-xml.ts'

/** DeleteMultipleObjects. Quiet mode answers nothing; a document that OSS would not take deletes nothing. */
export const deleteMultipleObjects = operation({
  name: 'DeleteMultipleObjects',
  match: { method: 'POST', scope: 'bucket', subResource: 'delete' },
  action: 'oss:DeleteObject',
  parse({ headers, query }) {
    const md5 = contentMd5(headers)
    if (md5 === undefined) throw ossError('MissingArgument', { details: { ArgumentName: 'Content-MD5' } })
    const length = contentLength(headers)
    if (length === undefined && headers['transfer-encoding'] === undefined) throw ossError('MissingContentLength')
    if (length !== undefined && length > limits.deleteMultipleMaxBodyBytes) throw malformed()
    return { md5, encodingType: encodingTypeQuery(query) }
  },
  async run(context, { md5 }) {
    const root = await readXmlBody(context.body(), { root: 'Delete', maxBytes: limits.deleteMultipleMaxBodyBytes, md5 })
    if (!root) throw malformed()
    const { keys, quiet } = readDelete(root)
    const deleted = keys.length === 0 ? [] : await context.engine.deleteMultipleObjects({ bucket: context.bucket, keys })
    return { deleted, quiet }
  },
  serialize(_, { deleted, quiet }, { encodingType }) {
    if (quiet) return { status: 200, headers: [], body: undefined }
    const write = keyWriter(encodingType)
    let xml = `${xmlDeclaration}<DeleteResult>${encodingType === undefined ? '' : element('EncodingType', encodingType)}`
    for (const key of deleted) xml += `<Deleted><Key>${write(key)}</Key></Deleted>`
    return xmlReply(`${xml}</DeleteResult>\n`)
  },
})

function readDelete(root: XmlElement): { readonly keys: readonly string[]; readonly quiet: boolean } {
  const quiet = childText(root, 'Quiet')?.trim().toLowerCase() ?? 'false'
  if (quiet !== 'true' && quiet !== 'false') throw malformed()
  const objects = childElements(root, 'Object')
  if (objects.length === 0 || objects.length > limits.deleteMultipleMaxKeys) throw malformed()
  const keys: string[] = []
  for (const object of objects) {
    const key = childText(object, 'Key')
    if (key === undefined || key === '') throw malformed()
    assertObjectKey(key)
    const versionId = childText(object, 'VersionId')?.trim()
    // A bucket without versioning has no other version than `null`: there is nothing to delete.
    if (versionId === undefined || versionId === '' || versionId === 'null') keys.push(key)
  }
  return { keys, quiet: quiet === 'true' }
}

function malformed(): Error {
  return ossError('MalformedXML', { ec: '0016-00000608' })
}
