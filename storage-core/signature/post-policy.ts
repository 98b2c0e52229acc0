import { createHmac } from 'node:crypto'
import { limits } from '../model/limits.ts'
import { ossError, type OssError } from '../model/oss-error.ts'
import { readCredential } from './authentication.ts'
import { parseSigningDate } from './dates.ts'
import { sameText } from './same-text.ts'
import { requireKey } from './signing-key.ts'
import { algorithmV4, signV4 } from './v4.ts'
import type { VerifyOptions } from './verify.ts'

/** Fields of a form by lower-case name. */
export type FormFields = ReadonlyMap<string, string>

/** Who signed the form. What was signed is the policy, in base64 as it was sent; the caller holds the form against it. */
export type VerifiedForm =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'signed'; readonly accessKeyId: string; readonly policy: string; readonly version: 'v1' | 'v4' }

const maxAgeMs = 7 * 24 * 60 * 60 * 1000

/**
 * Checks the signature in the fields of a PostObject form (OSS documentation, "PostObject" and "Signature version 4"). A bad
 * signature is an error and never makes the form anonymous.
 * @throws OssError InvalidArgument for fields that are missing or malformed, those of `requireKey`,
 * AccessDenied for an old date, SignatureDoesNotMatch
 */
export function verifyForm(fields: FormFields, options: VerifyOptions): VerifiedForm {
  const isV4 = fields.has('x-oss-signature-version') || fields.has('x-oss-signature') || fields.has('x-oss-credential')
  const isV1 = fields.has('ossaccesskeyid') || fields.has('signature')
  if (!isV1 && !isV4) {
    if (fields.has('policy')) throw missing('OSSAccessKeyId', '0002-00000706')
    return { kind: 'anonymous' }
  }
  return isV4 ? verifyV4(fields, options) : verifyV1(fields, options)
}

function verifyV1(fields: FormFields, options: VerifyOptions): VerifiedForm {
  const accessKeyId = required(fields, 'OSSAccessKeyId', '0002-00000706')
  const signature = required(fields, 'Signature', '0002-00000702')
  const policy = required(fields, 'policy', '0002-00000709')
  const secret = findSecret(fields, accessKeyId, options)
  if (!sameText(createHmac('sha1', secret).update(policy).digest('base64'), signature)) throw mismatch(accessKeyId, signature, policy)
  return { kind: 'signed', accessKeyId, policy, version: 'v1' }
}

function verifyV4(fields: FormFields, options: VerifyOptions): VerifiedForm {
  const version = required(fields, 'x-oss-signature-version')
  if (version !== algorithmV4) throw badField('x-oss-signature-version', version)
  const { accessKeyId, scope } = readCredential(required(fields, 'x-oss-credential'))
  const date = required(fields, 'x-oss-date')
  const signature = required(fields, 'x-oss-signature')
  const policy = required(fields, 'policy')
  const timeMs = parseSigningDate(date)
  if (timeMs === undefined || !date.startsWith(scope.date)) throw badField('x-oss-date', date)
  const secret = findSecret(fields, accessKeyId, options)
  if (options.nowMs - timeMs > maxAgeMs) throw ossError('AccessDenied', { message: 'Request has expired.' })
  if (timeMs - options.nowMs > limits.clockSkewMaxMs) throw ossError('RequestTimeTooSkewed')
  if (!sameText(signV4(options.signingKey(secret, scope), policy), signature)) throw mismatch(accessKeyId, signature, policy)
  return { kind: 'signed', accessKeyId, policy, version: 'v4' }
}

function findSecret(fields: FormFields, accessKeyId: string, options: VerifyOptions): string {
  const token = fields.get('x-oss-security-token')
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

function mismatch(accessKeyId: string, signature: string, policy: string): OssError {
  return ossError('SignatureDoesNotMatch', {
    details: { OSSAccessKeyId: accessKeyId, SignatureProvided: signature, StringToSign: policy },
  })
}
