import { ossError, type OssError } from '../model/oss-error.ts'

/** What the error document says so that whoever wrote the client can find the difference. The secret is not part of it. */
export interface MismatchFacts {
  readonly accessKeyId: string
  readonly signature: string
  readonly stringToSign: string
  /** Only V4 signatures have one. */
  readonly canonicalRequest?: string
}

/** SignatureDoesNotMatch with the strings the server computed (OSS documentation, "Error responses"). */
export function signatureMismatch({ accessKeyId, signature, stringToSign, canonicalRequest }: MismatchFacts): OssError {
  return ossError('SignatureDoesNotMatch', {
    details: {
      OSSAccessKeyId: accessKeyId,
      SignatureProvided: signature,
      StringToSign: stringToSign,
      StringToSignBytes: spacedHex(stringToSign),
      ...(canonicalRequest === undefined ? {} : { CanonicalRequest: canonicalRequest }),
    },
  })
}

function spacedHex(text: string): string {
  return Buffer.from(text, 'utf8').toString('hex').toUpperCase().replaceAll(/(..)(?=.)/g, '$1 ')
}
