import { createHash } from 'node:crypto'
import { lookup } from 'node:dns'
import { request as httpRequest, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isPrivateHost } from './private-host.ts'
import type { Callback } from './parse-callback.ts'

const timeoutMs = 5000
const answerMaxBytes = 1024 * 1024
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export interface CallbackMessage {
  readonly callback: Callback
  /** With its placeholders filled in. */
  readonly body: string
  /** `x-oss-*` of the message. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether names may resolve to addresses of this machine or a private network. */
  readonly allowLocal: boolean
}

/**
 * Tells the first address that takes it (OSS documentation, "Callback"): each is tried once, for five seconds.
 * @returns the answer, which is JSON
 * @throws Error of the last address when all fail
 */
export async function sendCallback(message: CallbackMessage): Promise<Buffer> {
  let failure: unknown
  for (const url of message.callback.urls) {
    try {
      return checkedJson(await post(url, message))
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

function post(url: URL, { callback, body, headers, allowLocal }: CallbackMessage): Promise<Buffer> {
  const bytes = Buffer.from(body, 'utf8')
  const options: RequestOptions = {
    method: 'POST',
    agent: false,
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      ...headers,
      host: callback.host ?? url.host,
      'content-type': callback.bodyType,
      'content-length': bytes.length,
      'content-md5': createHash('md5').update(bytes).digest('base64'),
      'user-agent': 'aliyun-oss-callback',
    },
    // Resolved and judged in one step: a name cannot point elsewhere between the two.
    ...(allowLocal ? {} : { lookup: publicLookup }),
  }
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
      const length = response.headers['content-length']
      if (response.statusCode !== 200 || length === undefined || Number(length) > answerMaxBytes) {
        response.destroy()
        reject(new Error(`the callback was answered with ${response.statusCode ?? 0} and ${length ?? 'no'} bytes`))
        return
      }
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        resolve(Buffer.concat(chunks))
      })
    })
    request.on('error', reject)
    request.end(bytes)
  })
}

const publicLookup: NonNullable<RequestOptions['lookup']> = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error !== null) callback(error, '', 4)
    else if (first === undefined || addresses.some(({ address }) => isPrivateHost(address))) {
      callback(new Error(`${hostname} is no public address`), '', 4)
    } else if (options.all === true) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

function checkedJson(answer: Buffer): Buffer {
  // A byte order mark is no JSON, as OSS has it too.
  JSON.parse(strictUtf8.decode(answer))
  return answer
}
