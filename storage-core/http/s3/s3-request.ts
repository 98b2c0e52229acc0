import type { WriteCondition } from '../../engine/object-engine.ts'
import { readUnsignedBodyClaim, type BodyClaim } from '../../signature/body-claim.ts'
import { claimedBody } from '../../signature/claimed-body.ts'
import type { Verified } from '../../signature/verify.ts'
import { queryValue } from '../../signature/request.ts'
import { AllowedRequest } from '../allowed-request.ts'
import type { RequestChecksums } from '../request-context.ts'
import { claimedChecksum, wantedOfUpload, withChecksum } from './checksums.ts'
import { readWriteCondition, translateHeaders, translateQuery, type RequestText } from './translate-request.ts'

/** What the listener knows of a request beside what every dialect needs. */
export interface S3Facts extends Pick<RequestText, 'method' | 'scope' | 'headers'> {
  readonly verified: Verified
}

/** An S3 request as OSS's operations read it. What the signature and the headers claim of the body is held against it. */
export class S3Request extends AllowedRequest {
  private readonly claim: BodyClaim | undefined
  private readonly accessKeyId: string
  private readonly condition: WriteCondition | undefined
  /** Then a checksum in the headers is that of the object, not of the document that is their body. */
  private readonly completes: boolean

  constructor({ verified, ...text }: S3Facts, ...request: ConstructorParameters<typeof AllowedRequest>) {
    super(...request)
    const own = { ...text, query: this.query, bucketRecord: this.bucketRecord }
    this.condition = readWriteCondition(own)
    this.completes = own.method === 'POST' && queryValue(own.query, 'uploadId') !== undefined
    this.query = translateQuery(own)
    this.headers = translateHeaders(own)
    this.claim = verified.kind === 'signed' ? verified.body : readUnsignedBodyClaim(own.headers)
    this.accessKeyId = verified.kind === 'signed' ? verified.accessKeyId : ''
  }

  override get writeCondition(): WriteCondition | undefined {
    return this.condition
  }

  override get checksums(): RequestChecksums {
    const { headers } = this
    return {
      ofBody: () => {
        const claimed = claimedChecksum(headers)
        return claimed && { algorithm: claimed.algorithm, type: 'FULL_OBJECT', value: claimed.value }
      },
      get ofUpload() {
        return wantedOfUpload(headers)
      },
    }
  }

  override body(): AsyncIterable<Uint8Array> {
    const claimed = this.completes ? undefined : claimedChecksum(this.headers)
    const body = this.decodedBody()
    return claimed === undefined ? body : withChecksum(body, claimed)
  }

  private decodedBody(): AsyncIterable<Uint8Array> {
    const body = super.body()
    if (this.claim === undefined) return body
    // Said again in the answer, as one that came in front of the body is.
    const onChecksum = (header: string, value: string) => {
      this.headers[header] = value
    }
    return claimedBody(body, this.claim, { accessKeyId: this.accessKeyId, onChecksum })
  }
}
