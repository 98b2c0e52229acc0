import { createHash } from 'node:crypto'
import type { ChunkChain } from '../signature/body-claim.ts'
import type { QueryPair } from '../signature/request.ts'
import { awsPath, presignAwsUrl, signAwsRequest, type AwsSignInput } from '../signature/sign-aws.ts'
import { queryOf, sendWire, type RawAnswer } from './raw-client.ts'
import { accessKey } from './test-store.ts'

export interface AwsRequest extends Partial<Pick<AwsSignInput, 'method' | 'bucket' | 'key' | 'query' | 'headers' | 'credential' | 'now' | 'version' | 'addressing' | 'host' | 'payload'>> {
  /** Bytes, or how to make them once the request is signed. */
  readonly body?: string | Uint8Array | ((chain: ChunkChain | undefined) => Promise<Uint8Array>)
  /** Last word on the headers, after signing. */
  readonly change?: (headers: Record<string, string>) => Record<string, string>
  readonly path?: string
}

export const sha256 = (body: string | Uint8Array) => createHash('sha256').update(body).digest('hex')

function inputOf(port: number, request: AwsRequest): AwsSignInput {
  const { method = 'GET', version = 'v4', addressing = 'path', credential = accessKey, now = Date.now() } = request
  const { bucket, key, query, headers, payload } = request
  const host = request.host ?? (addressing === 'host' && bucket !== undefined ? `${bucket}.localhost:${port}` : `127.0.0.1:${port}`)
  return {
    method,
    version,
    addressing,
    credential,
    now,
    host,
    region: 'us-east-1',
    ...(bucket === undefined ? {} : { bucket }),
    ...(key === undefined ? {} : { key }),
    ...(query === undefined ? {} : { query }),
    ...(headers === undefined ? {} : { headers }),
    ...(payload === undefined ? {} : { payload }),
  }
}

/** One request signed by AWS's rules in its header. */
export async function sendAws(port: number, request: AwsRequest): Promise<RawAnswer> {
  const input = inputOf(port, request)
  const { headers, chain } = signAwsRequest(input)
  const body = typeof request.body === 'function' ? await request.body(chain) : request.body
  const { change = (same) => same, path = awsPath(input) } = request
  const wire = { method: input.method, path: path + queryOf(input.query ?? []), headers: change(headers) }
  return sendWire(port, body === undefined ? wire : { ...wire, body })
}

export interface AwsLinkRequest extends AwsRequest {
  readonly expiresSeconds: number
  readonly body?: string | Uint8Array
  /** Last word on the query, after signing. */
  readonly bend?: (query: readonly QueryPair[]) => readonly QueryPair[]
}

/** One request signed by AWS's rules in its query. */
export function sendAwsLink(port: number, request: AwsLinkRequest): Promise<RawAnswer> {
  const input = inputOf(port, request)
  const query = presignAwsUrl({ ...input, expiresSeconds: request.expiresSeconds })
  const { change = (same) => same, path = awsPath(input), body, bend = (same) => same } = request
  const wire = { method: input.method, path: path + queryOf(bend(query)), headers: change({ ...input.headers, host: input.host }) }
  return sendWire(port, body === undefined ? wire : { ...wire, body })
}
