import { limits } from '../../model/limits.ts'
import { assertObjectKey } from '../../model/names.ts'
import { ossError } from '../../model/oss-error.ts'
import { percentEncodePath } from '../../signature/percent.ts'
import type { FormFields } from '../../signature/post-policy.ts'
import { type Callback, isVariableName, readCallback } from '../callback/parse-callback.ts'
import { callbackReply, runCallback } from '../callback/run-callback.ts'
import { authorizeAttributes } from '../authorize-attributes.ts'
import { writtenBy } from '../author.ts'
import { operation } from '../operation.ts'
import { flagHeader } from '../parse/arguments.ts'
import { bodyClaims } from '../parse/body-headers.ts'
import { objectAttributes, refuseUnbuiltWriteHeaders } from '../parse/object-attributes.ts'
import { formHeaders } from '../post/form-headers.ts'
import type { LengthRange } from '../post/form-policy.ts'
import { findFormSender } from '../post/form-sender.ts'
import { type PostForm, readForm } from '../post/read-form.ts'
import { emptyReply, xmlReply } from '../reply.ts'
import type { RequestContext } from '../request-context.ts'
import { versionHeader } from '../version-header.ts'
import { element, xmlDeclaration } from '../xml/write-xml.ts'

/** PostObject: an upload by an HTML form, which is authenticated by its fields. */
export const postObject = operation({
  name: 'PostObject',
  match: { method: 'POST', scope: 'bucket' },
  action: 'oss:PutObject',
  authenticatesInBody: true,
  parse({ headers }) {
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) throw ossError('MissingContentLength')
  },
  async run(context) {
    const form = await readForm(context.headers, context.body())
    try {
      return await store(context, form)
    } finally {
      form.close()
    }
  },
  serialize({ bucket, endpoint }, { key, output, fields, answer }) {
    const headers = ['ETag', `"${output.etag}"`, 'x-oss-hash-crc64ecma', output.crc64.toString(), ...versionHeader(output)]
    if (answer !== undefined) return callbackReply(answer, headers)
    const redirect = redirectTarget(fields.get('success_action_redirect'), { bucket, key, etag: `"${output.etag}"` })
    if (redirect !== undefined) return emptyReply(303, ['Location', redirect, ...headers])
    const location = `http://${endpoint}${percentEncodePath(`/${bucket}/${key}`)}`
    switch (fields.get('success_action_status') ?? '204') {
      case '200':
        return emptyReply(200, headers)
      case '201': {
        const result = element('Bucket', bucket) + element('ETag', `"${output.etag}"`) + element('Key', key) + element('Location', location)
        return { ...xmlReply(`${xmlDeclaration}<PostResponse>${result}</PostResponse>\n`, [...headers, 'Location', location]), status: 201 }
      }
      default:
        return emptyReply(204, headers)
    }
  },
})

async function store(context: RequestContext, form: PostForm) {
  const { fields, file } = form
  const template = fields.get('key')
  if (template === undefined || template === '') {
    throw ossError('InvalidArgument', {
      message: "Bucket POST must contain a field named 'key'. If it is specified, please check the order of the fields.",
      details: { ArgumentName: 'key', ArgumentValue: '' },
    })
  }
  const key = template.replaceAll('${filename}', () => file.name)
  assertObjectKey(key)
  const { identity, dialect, lengthRange } = findFormSender(context, form, key)
  const { engine, bucket, signal } = context
  const headers = formHeaders(form, dialect)
  const attributes = objectAttributes(headers)
  const { tags, acl } = attributes
  await context.authorizeAs(identity, 'oss:PutObject', { bucket, key }, { requestObjectTags: tags, ...(acl === 'default' ? {} : { requestedObjectAcl: acl }) })
  refuseUnbuiltWriteHeaders(headers)
  const callback = formCallback(fields, context.allowLocalCallbacks)
  await authorizeAttributes(context, { tags, acl }, { identity, key })
  const output = await engine.putObject({
    bucket,
    key,
    ...attributes,
    ...writtenBy(identity),
    // The length that is known is the form's, not the file's.
    claims: bodyClaims({ ...headers, 'transfer-encoding': 'chunked' }, limits.putObjectMaxBytes),
    forbidOverwrite: flagHeader(headers, 'x-oss-forbid-overwrite'),
    signal,
    body: lengthRange === undefined ? file.body : withinRange(file.body, lengthRange),
  })
  if (callback === undefined) return { key, output, fields, answer: undefined }
  const mimeType = attributes.headers['content-type'] ?? ''
  const contentMd5 = Buffer.from(output.md5).toString('base64')
  const answer = await runCallback(context, callback, { ...output, key, mimeType, contentMd5, operation: 'PostObject' }, identity)
  return { key, output, fields, answer }
}

/** In a form each variable is a field of its own. */
function formCallback(fields: FormFields, allowLocal: boolean): Callback | undefined {
  const encoded = fields.get('callback')
  if (encoded === undefined) return undefined
  return readCallback(encoded, new Map([...fields].filter(([name]) => isVariableName(name))), { allowLocal })
}

/** @throws OssError EntityTooLarge as soon as it is, EntityTooSmall at the end */
async function* withinRange(body: AsyncIterable<Uint8Array>, { min, max }: LengthRange): AsyncGenerator<Uint8Array, void, undefined> {
  let sizeBytes = 0
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > max) throw ossError('EntityTooLarge')
    yield chunk
  }
  if (sizeBytes < min) throw ossError('EntityTooSmall')
}

/** Text that is no web address is ignored, as it would leave a browser nowhere. */
function redirectTarget(text: string | undefined, facts: Readonly<Record<string, string>>): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  for (const [name, value] of Object.entries(facts)) url.searchParams.set(name, value)
  return url.href
}
