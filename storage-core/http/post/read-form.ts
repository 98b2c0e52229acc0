import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isOssError, ossError } from '../../model/oss-error.ts'
import type { FormFields } from '../../signature/post-policy.ts'

/** OSS documentation, "PostObject": 8 KB for a name, 2 MB for a value. */
const fieldNameMaxBytes = 8 * 1024
const fieldMaxBytes = 2 * 1024 * 1024
/** Of all fields before the file. OSS has such a limit and does not name it. */
const allFieldsMaxBytes = 4 * 1024 * 1024

export interface PostForm {
  readonly fields: FormFields
  readonly file: {
    /** Empty when the client names none. */
    readonly name: string
    readonly contentType: string | undefined
    /**
     * The file's bytes, to be read once. Ends only when the form has ended as it should, so that whoever stores them has
     * seen every mistake before it commits.
     */
    readonly body: AsyncIterable<Uint8Array>
  }
  /** Call it in any case; drops what was not read. */
  close(): void
}

/**
 * Reads a form up to its file (RFC 7578). What comes behind the file is ignored, as OSS has it, but for a second file.
 * @throws OssError RequestIsNotMultiPartContent, MalformedPOSTRequest, FieldItemTooLong, MaxPOSTPreDataLengthExceededError,
 * IncorrectNumberOfFilesInPOSTRequest, IncompleteBody, RequestTimeout
 */
export async function readForm(headers: IncomingHttpHeaders, body: AsyncIterable<Uint8Array>): Promise<PostForm> {
  const contentType = headers['content-type'] ?? ''
  if (!/^multipart\/form-data\s*(;|$)/i.test(contentType)) throw ossError('RequestIsNotMultiPartContent')
  // Loaded on first use: forms are rare, and start-up should not wait for them.
  const { Busboy } = await import('@fastify/busboy')
  const parser = newParser(() =>
    new Busboy({
      headers: { 'content-type': contentType },
      isPartAFile: (name) => name?.toLowerCase() === 'file',
      limits: { fieldNameSize: fieldNameMaxBytes, fieldSize: fieldMaxBytes, headerPairs: 100 },
    }),
  )
  const fields = new Map<string, string>()
  let sizeBytes = 0
  let failure: Error | undefined
  let hasFile = false
  const source = Readable.from(body)
  const fail = (error: Error) => {
    failure ??= error
    source.destroy(error)
    parser.destroy(error)
  }

  const file = await new Promise<PostForm['file']>((resolve, reject) => {
    parser.on('field', (name, value, nameTruncated, valueTruncated) => {
      if (hasFile) return
      sizeBytes += name.length + value.length
      if (nameTruncated || valueTruncated) fail(ossError('FieldItemTooLong'))
      else if (sizeBytes > allFieldsMaxBytes) fail(ossError('MaxPOSTPreDataLengthExceededError'))
      else fields.set(name.toLowerCase(), value)
    })
    parser.on('file', (_, stream, name, __, type) => {
      // Whoever reads the body sees the failure; nobody may be reading yet.
      stream.on('error', () => undefined)
      if (hasFile) {
        stream.resume()
        fail(ossError('IncorrectNumberOfFilesInPOSTRequest'))
        return
      }
      hasFile = true
      resolve({ name: typeof name === 'string' ? name : '', contentType: type, body: bytesOf(stream) })
    })
    const ended = pipeline(source, parser).then(
      () => {
        if (!hasFile) throw ossError('IncorrectNumberOfFilesInPOSTRequest')
      },
      (cause: unknown) => {
        throw failure ?? (isOssError(cause) ? cause : ossError('MalformedPOSTRequest', { cause }))
      },
    )
    ended.catch(reject)

    async function* bytesOf(stream: Readable): AsyncGenerator<Uint8Array, void, undefined> {
      // A form that breaks off never ends the file's own stream.
      ended.catch((error: unknown) => stream.destroy(error as Error))
      try {
        for await (const chunk of stream) yield chunk as Uint8Array
      } catch (cause) {
        // The parser tells the file's stream first; what the whole form fails with says more.
        await ended
        throw ossError('MalformedPOSTRequest', { cause })
      }
      await ended
    }
  })
  return {
    fields,
    file,
    close() {
      fail(new DOMException('The form is no longer wanted.', 'AbortError'))
    },
  }
}

function newParser<T>(make: () => T): T {
  try {
    return make()
  } catch (cause) {
    // Without a boundary, for example.
    throw ossError('MalformedPOSTRequest', { cause })
  }
}
