import type { Readable } from 'node:stream'
import { isAbort } from '../errors.ts'
import { asNetworkError } from '../remote/http-client.ts'

/** What a body brings; its failures as those of the network. */
export async function* networkChunks(body: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) yield chunk
  } catch (error) {
    throw isAbort(error) ? error : asNetworkError(error)
  }
}
