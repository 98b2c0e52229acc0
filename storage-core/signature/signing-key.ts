import { ossError } from '../model/oss-error.ts'
import { sameText } from './same-text.ts'

/** What a verifier has to know of a key pair. */
export interface SigningKeyRecord {
  readonly accessKeySecret: string
  /** Only of temporary (STS) key pairs, which are good together with this token and no longer than it. */
  readonly securityToken?: { readonly value: string; readonly expiresMs: number }
  /** Known and switched off. A key that was deleted is simply not found. */
  readonly isDisabled?: boolean
}

export type FindKey = (accessKeyId: string) => SigningKeyRecord | undefined

export interface KeyLookup {
  /** Milliseconds since the epoch. */
  readonly nowMs: number
  readonly findKey: FindKey
}

const temporaryPrefix = 'STS.'

/**
 * Finds the key pair that a request names and holds the security tokens it brings against it (OSS documentation, "Use STS
 * temporary access credentials" and "Error responses"). A signed link ends with its token, whatever its own expiry says.
 * @param tokens every token the request carries, wherever it carries it: all of them must be the right one
 * @throws OssError InvalidAccessKeyId (unknown, disabled, or temporary and without its token), InvalidSecurityToken (a token
 * nobody was given), AccessKeyIdAndSecurityTokenNotMatch (not the token of this temporary key), SecurityTokenExpired
 */
export function requireKey(accessKeyId: string, tokens: readonly string[], { findKey, nowMs }: KeyLookup): SigningKeyRecord {
  const key = findKey(accessKeyId)
  const details = { OSSAccessKeyId: accessKeyId }
  if (key === undefined) {
    // Whoever forgets the tokens of yesterday no longer knows the temporary keys that came with them.
    if (tokens.length > 0 && accessKeyId.startsWith(temporaryPrefix)) throw ossError('InvalidSecurityToken', { details })
    throw ossError('InvalidAccessKeyId', { details })
  }
  if (key.isDisabled === true) {
    throw ossError('InvalidAccessKeyId', { message: 'The OSS Access Key Id you provided is disabled.', details })
  }
  const { securityToken } = key
  if (securityToken === undefined) {
    if (tokens.length > 0) throw ossError('InvalidSecurityToken', { details })
    return key
  }
  if (tokens.length === 0) throw ossError('InvalidAccessKeyId', { details })
  for (const token of tokens) {
    if (!sameText(securityToken.value, token)) throw ossError('AccessKeyIdAndSecurityTokenNotMatch', { details })
  }
  if (nowMs >= securityToken.expiresMs) throw ossError('SecurityTokenExpired', { details })
  return key
}
