import { presignUrl, signRequest, type SignInput } from '../../../storage-core/signature/sign.ts'
import type { Credential } from '../../contract/host-messages.ts'
import type { RequestSigner, UnsignedRequest } from './request-signer.ts'

export interface V4SignerOptions {
  readonly credential: Credential
  /** Short region id. */
  readonly region: string
  readonly now?: () => number
}

/** Signs with V4, by the clock of the service as far as it is known. */
export function createV4Signer({ credential, region, now = Date.now }: V4SignerOptions): RequestSigner {
  let offsetMs = 0
  const input = ({ method, bucket, key, query, headers }: UnsignedRequest): SignInput => ({
    method,
    ...(bucket === undefined ? {} : { bucket }),
    ...(key === undefined ? {} : { key }),
    query: Object.entries(query),
    headers,
    region,
    credential,
    version: 'v4',
    now: now() + offsetMs,
  })
  return {
    sign: (request) => signRequest(input(request)),
    presign: (request, expiresSeconds) => Object.fromEntries(presignUrl({ ...input(request), expiresSeconds })),
    correctClock: (serverTimeMs) => {
      offsetMs = serverTimeMs - now()
    },
  }
}
