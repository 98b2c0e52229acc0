import { presignUrl, signRequest, type SignInput } from '../../../storage-core/signature/sign.ts'
import type { Credential } from '../../contract/host-messages.ts'
import { createCorrectedClock } from './corrected-clock.ts'
import type { RequestSigner, UnsignedRequest } from './request-signer.ts'
import { signingCredential } from './signing-credential.ts'

export interface OssSignerOptions {
  readonly credential: Credential
  /** Short region id; only V4 uses it. */
  readonly region: string
  readonly version: 'v1' | 'v4'
  readonly now?: () => number
}

/** Signs with OSS's V1 or V4, by the clock of the service as far as it is known. */
export function createOssSigner({ credential, region, version, now = Date.now }: OssSignerOptions): RequestSigner {
  const { clockMs, correctClock } = createCorrectedClock(now)
  const signedWith = signingCredential(credential)
  const input = ({ method, bucket, key, query, headers, region: place = region }: UnsignedRequest): SignInput => ({
    method,
    bucket,
    key,
    query: Object.entries(query),
    headers,
    region: place,
    credential: signedWith,
    version,
    now: clockMs(),
  })
  return {
    sign: (request) => signRequest(input(request)),
    presign: (request, expiresSeconds) => Object.fromEntries(presignUrl({ ...input(request), expiresSeconds })),
    correctClock,
    clockMs,
  }
}
