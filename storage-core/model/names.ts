import { limits } from './limits.ts'
import { ossError } from './oss-error.ts'
import { hasLoneSurrogate, utf8Length } from './utf8.ts'

const bucketNamePattern = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/

/** OSS documentation, "Bucket naming conventions": 3 to 63 of `a-z 0-9 -`, first and last not a hyphen. */
export function isBucketName(name: string): boolean {
  return (
    name.length >= limits.bucketNameMinLength && name.length <= limits.bucketNameMaxLength && bucketNamePattern.test(name)
  )
}

/** @throws OssError InvalidBucketName */
export function assertBucketName(name: string): void {
  if (!isBucketName(name)) throw ossError('InvalidBucketName', { details: { BucketName: name } })
}

/** Why a string cannot be an object key, or undefined when it can. */
export function objectKeyProblem(key: string): 'empty' | 'too-long' | 'leading-slash' | 'not-unicode' | 'nul' | undefined {
  if (key.length === 0) return 'empty'
  if (key.startsWith('/') || key.startsWith('\\')) return 'leading-slash'
  if (key.includes('\0')) return 'nul'
  if (hasLoneSurrogate(key)) return 'not-unicode'
  if (utf8Length(key) > limits.objectKeyMaxBytes) return 'too-long'
  return undefined
}

/**
 * OSS documentation, "Object naming conventions": 1 to 1,023 bytes of UTF-8, not starting with `/` or `\`. NUL is refused
 * as well, which the on-disk order relies on. `.` and `..` segments are ordinary text and are kept literally.
 * @throws OssError InvalidObjectName
 */
export function assertObjectKey(key: string): void {
  if (objectKeyProblem(key) !== undefined) throw ossError('InvalidObjectName', { details: { Key: key } })
}
