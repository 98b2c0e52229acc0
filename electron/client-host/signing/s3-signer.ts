import { presignAwsUrl, signAwsRequest, type AwsSignInput } from '../../../storage-core/signature/sign-aws.ts'
import type { Credential } from '../../contract/host-messages.ts'
import { createCorrectedClock } from './corrected-clock.ts'
import type { RequestSigner, UnsignedRequest } from './request-signer.ts'
import { signingCredential } from './signing-credential.ts'

export interface S3SignerOptions {
  readonly credential: Credential
  readonly region: string
  readonly version: 'v2' | 'v4'
  /** AWS's signatures cover the path on the wire: whether the bucket is in it. */
  readonly addressing: 'path' | 'host'
  readonly now?: () => number
}

/** Signs with AWS's V2 or V4, by the clock of the service as far as it is known. Every request must carry its `host`. */
export function createS3Signer({ credential, region, version, addressing, now = Date.now }: S3SignerOptions): RequestSigner {
  const { clockMs, correctClock } = createCorrectedClock(now)
  const input = ({ method, bucket, key, query, headers: { host = '', ...headers }, region: place = region }: UnsignedRequest): AwsSignInput => ({
    method,
    ...(bucket === undefined ? {} : { bucket }),
    ...(key === undefined ? {} : { key }),
    query: Object.entries(query),
    headers,
    host,
    addressing,
    region: place,
    credential: signingCredential(credential),
    version,
    now: clockMs(),
  })
  return {
    sign: (request) => signAwsRequest(input(request)).headers,
    presign: (request, expiresSeconds) => Object.fromEntries(presignAwsUrl({ ...input(request), expiresSeconds })),
    correctClock,
    clockMs,
  }
}
