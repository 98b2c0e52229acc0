import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { request as httpRequest, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect as connectTls } from 'node:tls'
import type { Network } from '../../platform/platform.ts'
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
  readonly network: Network
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

function post(url: URL, { callback, body, headers, allowLocal, network }: CallbackMessage): Promise<Buffer> {
  const bytes = Buffer.from(body, 'utf8')
  const options: RequestOptions = {
    method: 'POST',
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      ...headers,
      host: callback.host ?? url.host,
      'content-type': callback.bodyType,
      'content-length': bytes.length,
      'content-md5': createHash('md5').update(bytes).digest('base64'),
      'user-agent': 'aliyun-oss-callback',
    },
    createConnection: () => {
      // An IPv6 address stands in brackets in a URL.
      const host = url.hostname.replace(/^\[|\]$/g, '')
      const isSecure = url.protocol === 'https:'
      const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port)
      const socket = network.connect({ host, port, isAllowed: (address) => allowLocal || !isPrivateHost(address) })
      return isSecure ? connectTls({ socket, ...(isIP(host) === 0 ? { servername: host } : {}) }) : socket
    },
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

function checkedJson(answer: Buffer): Buffer {
  // A byte order mark is no JSON, as OSS has it too.
  JSON.parse(strictUtf8.decode(answer))
  return answer
}
