import type { IncomingHttpHeaders } from 'node:http'
import { createGzip } from 'node:zlib'
import type { ByteSink } from '../blobs/blob-store.ts'
import type { ObjectBody } from '../engine/object-engine.ts'

/** OSS documentation, "GetObject": what is sent compressed to clients that take gzip. */
const compressibleTypes: ReadonlySet<string> = new Set([
  'text/cache-manifest',
  'text/xml',
  'text/plain',
  'text/css',
  'application/javascript',
  'application/x-javascript',
  'application/rss+xml',
  'application/json',
  'text/json',
])
const minBytes = 1024

/** Whether a whole object of this type and size goes out compressed. `contentEncoding` is what the answer would say itself. */
export function shouldCompress(
  headers: IncomingHttpHeaders,
  object: { readonly contentType: string; readonly contentEncoding: string | undefined; readonly sizeBytes: number },
): boolean {
  const accepted = headers['accept-encoding']
  if (accepted === undefined || object.sizeBytes < minBytes || object.contentEncoding !== undefined) return false
  const type = object.contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return compressibleTypes.has(type) && acceptsGzip(accepted)
}

/** RFC 9110, section 12.5.3. */
function acceptsGzip(header: string): boolean {
  let byWildcard = false
  for (const part of header.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((text) => text.trim())
    const refused = parameters.some((parameter) => /^q=0(\.0{0,3})?$/.test(parameter))
    if (coding === 'gzip' || coding === 'x-gzip') return !refused
    if (coding === '*') byWildcard = !refused
  }
  return byWildcard
}

/** Sends a body compressed. The sink is the slow side: nothing piles up before it. */
export async function copyCompressed(body: ObjectBody, sink: ByteSink, signal: AbortSignal): Promise<void> {
  const gzip = createGzip()
  const fill = async () => {
    try {
      await body.copyTo({ write: (chunk) => writeTo(gzip, chunk) }, signal)
      gzip.end()
    } catch (error) {
      gzip.destroy(error as Error)
      throw error
    }
  }
  const drain = async () => {
    for await (const chunk of gzip) await sink.write(chunk as Uint8Array)
  }
  // When either fails the other does too, since `gzip` is destroyed. Nothing of the body is in use any more afterwards.
  const [drained, filled] = await Promise.allSettled([drain(), fill()])
  if (drained.status === 'rejected') throw drained.reason
  if (filled.status === 'rejected') throw filled.reason
}

/** Resolves when the bytes are compressed, so that the caller may reuse its buffer. */
function writeTo(gzip: ReturnType<typeof createGzip>, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    gzip.write(chunk, (error) => {
      if (error) reject(error)
      else resolve()
    })
  })
}
