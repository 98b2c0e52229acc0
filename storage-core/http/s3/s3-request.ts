import { AllowedRequest } from '../allowed-request.ts'
import { claimedChecksum, withChecksum } from './checksums.ts'
import { translateHeaders, translateQuery, type RequestText } from './translate-request.ts'

/** An S3 request as OSS's operations read it. A checksum that the headers claim of the body is held against it. */
export class S3Request extends AllowedRequest {
  constructor(text: Pick<RequestText, 'method' | 'scope'>, ...request: ConstructorParameters<typeof AllowedRequest>) {
    super(...request)
    const own = { ...text, headers: this.headers, query: this.query, bucketRecord: this.bucketRecord }
    this.query = translateQuery(own)
    this.headers = translateHeaders(own)
  }

  override body(): AsyncIterable<Uint8Array> {
    const claimed = claimedChecksum(this.headers)
    const body = super.body()
    return claimed === undefined ? body : withChecksum(body, claimed)
  }
}
