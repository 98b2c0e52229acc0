import { limits } from '../model/limits.ts'
import { ossError, type OssError } from '../model/oss-error.ts'
import { readCredential } from './authentication.ts'
import { readCredential as readAwsCredential } from './aws-authentication.ts'
import { algorithmAws } from './aws-v4.ts'
import { parseSigningDate } from './dates.ts'
import { signatureMismatch } from './mismatch.ts'
import { sameText } from './same-text.ts'
import { requireKey } from './signing-key.ts'
import { skewed } from './signing-time.ts'
import { signV1 } from './v1.ts'
import { algorithmV4, signV4, type ScopeV4 } from './v4.ts'
import type { VerifyOptions } from './verify.ts'

/** Fields of a form by lower-case name. */
export type FormFields = ReadonlyMap<string, string>

/** Who signed the form. What was signed is the policy, in base64 as it was sent; the caller holds the form against it. */
export type VerifiedForm =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'signed'
      readonly accessKeyId: string
      readonly policy: string
      /**
       * What the policy's conditions must name is not the same: OSS V4 wants the fields of the signature itself, S3 wants
       * every field of the form.
       */
      readonly dialect: 'oss' | 's3'
      readonly version: 'v1' | 'v2' | 'v4'
    }

const maxAgeMs = 7 * 24 * 60 * 60 * 1000

type Scheme = 'v1' | 'v4' | 'aws-v2' | 'aws-v4'
const schemes: Readonly<Record<string, Scheme>> = {
  ossaccesskeyid: 'v1',
  'x-oss-signature-version': 'v4',
  'x-oss-signature': 'v4',
  'x-oss-credential': 'v4',
  awsaccesskeyid: 'aws-v2',
  'x-amz-algorithm': 'aws-v4',
  'x-amz-signature': 'aws-v4',
  'x-amz-credential': 'aws-v4',
}

/**
 * Checks the signature in the fields of a PostObject form (OSS documentation, "PostObject" and "Signature version 4"; AWS
 * documentation, "Authenticating Requests: Browser-Based Uploads Using POST"). A bad signature is an error and never makes
 * the form anonymous, and neither do parts of one.
 * @throws OssError InvalidArgument for fields that are missing or malformed, those of `requireKey`, AccessDenied for an old
 * date, RequestTimeTooSkewed, SignatureDoesNotMatch
 */
export function verifyForm(fields: FormFields, options: VerifyOptions): VerifiedForm {
  switch (schemeOf(fields)) {
    case 'v1':
      return verifyWithoutDate(fields, 'OSSAccessKeyId', options)
    case 'aws-v2':
      return verifyWithoutDate(fields, 'AWSAccessKeyId', options)
    case 'v4':
      return verifyOssV4(fields, options)
    case 'aws-v4':
      return verifyAwsV4(fields, options)
    case undefined:
      if (fields.has('policy')) throw missing('OSSAccessKeyId', '0002-00000706')
      return { kind: 'anonymous' }
  }
}

function schemeOf(fields: FormFields): Scheme | undefined {
  let scheme: Scheme | undefined
  for (const name of fields.keys()) {
    const part = Object.hasOwn(schemes, name) ? schemes[name] : undefined
    if (part === undefined) continue
    if (scheme !== undefined && scheme !== part) {
      throw ossError('InvalidArgument', { message: 'Only one auth mechanism allowed.', details: { ArgumentName: name } })
    }
    scheme = part
  }
  return scheme ?? (fields.has('signature') ? 'v1' : undefined)
}

/** OSS V1 and AWS V2: the same HMAC-SHA1 over the policy. */
function verifyWithoutDate(fields: FormFields, keyField: 'OSSAccessKeyId' | 'AWSAccessKeyId', options: VerifyOptions): VerifiedForm {
  const accessKeyId = required(fields, keyField, '0002-00000706')
  const signature = required(fields, 'Signature', '0002-00000702')
  const policy = required(fields, 'policy', '0002-00000709')
  const isOss = keyField === 'OSSAccessKeyId'
  const secret = findSecret(fields, accessKeyId, isOss ? 'x-oss-security-token' : 'x-amz-security-token', options)
  if (!sameText(signV1(secret, policy), signature)) throw signatureMismatch({ accessKeyId, signature, stringToSign: policy })
  return { kind: 'signed', accessKeyId, policy, dialect: isOss ? 'oss' : 's3', version: isOss ? 'v1' : 'v2' }
}

function verifyOssV4(fields: FormFields, options: VerifyOptions): VerifiedForm {
  const version = required(fields, 'x-oss-signature-version')
  if (version !== algorithmV4) throw badField('x-oss-signature-version', version)
  const { accessKeyId, scope } = readCredential(required(fields, 'x-oss-credential'))
  return { ...verifyDated(fields, 'x-oss-', { accessKeyId, scope }, options), dialect: 'oss' }
}

function verifyAwsV4(fields: FormFields, options: VerifyOptions): VerifiedForm {
  const algorithm = required(fields, 'x-amz-algorithm')
  if (algorithm !== algorithmAws) throw badField('x-amz-algorithm', algorithm)
  const text = required(fields, 'x-amz-credential')
  const credential = readAwsCredential(text, () => badField('x-amz-credential', text))
  return { ...verifyDated(fields, 'x-amz-', credential, options), dialect: 's3' }
}

function verifyDated(
  fields: FormFields,
  prefix: 'x-oss-' | 'x-amz-',
  { accessKeyId, scope }: { readonly accessKeyId: string; readonly scope: ScopeV4 },
  options: VerifyOptions,
) {
  const date = required(fields, `${prefix}date`)
  const signature = required(fields, `${prefix}signature`)
  const policy = required(fields, 'policy')
  const timeMs = parseSigningDate(date)
  if (timeMs === undefined || !date.startsWith(scope.date)) throw badField(`${prefix}date`, date)
  const secret = findSecret(fields, accessKeyId, `${prefix}security-token`, options)
  if (options.nowMs - timeMs > maxAgeMs) throw ossError('AccessDenied', { message: 'Request has expired.' })
  if (timeMs - options.nowMs > limits.clockSkewMaxMs) throw skewed(timeMs, options.nowMs)
  const key = options.signingKey(secret, scope)
  if (!sameText(signV4(key, policy), signature)) throw signatureMismatch({ accessKeyId, signature, stringToSign: policy })
  return { kind: 'signed', accessKeyId, policy, version: 'v4' } as const
}

function findSecret(fields: FormFields, accessKeyId: string, tokenField: string, options: VerifyOptions): string {
  const token = fields.get(tokenField)
  return requireKey(accessKeyId, token === undefined ? [] : [token], options).accessKeySecret
}

function required(fields: FormFields, name: string, ec?: string): string {
  const value = fields.get(name.toLowerCase())
  if (value === undefined || value === '') throw missing(name, ec)
  return value
}

function missing(name: string, ec?: string): OssError {
  return ossError('InvalidArgument', {
    message: `Bucket POST must contain a field named '${name}'. If it is specified, please check the order of the fields.`,
    details: { ArgumentName: name, ArgumentValue: '' },
    ...(ec === undefined ? {} : { ec }),
  })
}

function badField(name: string, value: string): OssError {
  return ossError('InvalidArgument', { details: { ArgumentName: name, ArgumentValue: value } })
}
