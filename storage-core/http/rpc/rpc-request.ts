import type { IncomingMessage } from 'node:http'
import { isOssError } from '../../model/oss-error.ts'
import { ramError } from '../../model/ram-error.ts'
import type { QueryPair } from '../../signature/request.ts'
import { readSmallBody } from '../request-body.ts'
import { parseQuery } from '../target.ts'

/** The longest document, percent-encoded three bytes for one, and what goes with it. */
const maxBodyBytes = 128 * 1024
const form = 'application/x-www-form-urlencoded'

export interface RpcRequest {
  readonly method: string
  readonly headers: IncomingMessage['headers']
  readonly query: readonly QueryPair[]
  readonly body: Buffer
  /** Of the query and the form together. */
  readonly pairs: readonly QueryPair[]
  readonly clientAddress: string
}

/**
 * Tells a request to RAM or STS from one to OSS: it goes to `/` of the endpoint itself, and names its action in the query,
 * in a header, or in a form. OSS has no such form there.
 */
export function isRpcRequest({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>, query: readonly QueryPair[]): boolean {
  if (method !== 'GET' && method !== 'POST') return false
  if (headers['x-acs-action'] !== undefined || query.some(([name]) => name === 'Action')) return true
  return method === 'POST' && isForm(headers)
}

function isForm(headers: IncomingMessage['headers']): boolean {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === form
}

/**
 * Reads all of a request. Its body may hold the signature, so it is read before anybody is known; it is small.
 * @throws RamError InvalidParameter
 */
export async function readRpcRequest(request: IncomingMessage, query: readonly QueryPair[], body: AsyncIterable<Uint8Array>): Promise<RpcRequest> {
  const { method = '', headers } = request
  const bytes = method === 'POST' ? await readBody(body) : Buffer.alloc(0)
  const pairs = [...query, ...(isForm(headers) ? readForm(bytes) : [])]
  const names = new Set<string>()
  for (const [name] of pairs) {
    if (names.has(name)) throw ramError('InvalidParameter', `The parameter ${name} is there twice.`)
    names.add(name)
  }
  return { method, headers, query, body: bytes, pairs, clientAddress: request.socket.remoteAddress ?? '' }
}

async function readBody(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  try {
    return await readSmallBody(body, maxBodyBytes)
  } catch (error) {
    if (isOssError(error, 'EntityTooLarge')) throw ramError('InvalidParameter', `The request is longer than ${maxBodyBytes} bytes.`)
    throw error
  }
}

function readForm(bytes: Buffer): readonly QueryPair[] {
  try {
    return parseQuery(bytes.toString('latin1'))
  } catch (error) {
    if (isOssError(error, 'InvalidArgument')) throw ramError('InvalidParameter', error.message)
    throw error
  }
}
