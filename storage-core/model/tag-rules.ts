import { limits } from './limits.ts'
import { utf8Length } from './utf8.ts'

/** What the tags of an object may be, or those of a bucket. */
export interface TagRules {
  readonly maxCount: number
  readonly keyMaxBytes: number
  readonly valueMaxBytes: number
  readonly isAllowed: (key: string, value: string) => boolean
}

const tagText = /^[\p{L}\p{N} +\-=._:/]*$/u

/** OSS documentation, "PutObjectTagging". */
export const objectTagRules: TagRules = {
  maxCount: limits.objectTagsMax,
  keyMaxBytes: 128,
  valueMaxBytes: 256,
  isAllowed: (key, value) => tagText.test(key) && tagText.test(value),
}

/** OSS documentation, "PutBucketTags". */
export const bucketTagRules: TagRules = {
  maxCount: limits.bucketTagsMax,
  keyMaxBytes: limits.bucketTagKeyMaxBytes,
  valueMaxBytes: limits.bucketTagValueMaxBytes,
  isAllowed: (key) => !/^(https?:\/\/|aliyun)/i.test(key),
}

export type TagProblem = 'emptyKey' | 'longKey' | 'longValue' | 'notAllowed'

/** Why a tag cannot be one; undefined when it can. */
export function tagProblem(rules: TagRules, key: string, value: string): TagProblem | undefined {
  if (key === '') return 'emptyKey'
  if (utf8Length(key) > rules.keyMaxBytes) return 'longKey'
  if (utf8Length(value) > rules.valueMaxBytes) return 'longValue'
  return rules.isAllowed(key, value) ? undefined : 'notAllowed'
}
