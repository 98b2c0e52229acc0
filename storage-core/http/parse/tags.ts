import { limits } from '../../model/limits.ts'
import { ossError, type OssError } from '../../model/oss-error.ts'
import { utf8Length } from '../../model/utf8.ts'
import { decodePathText } from '../target.ts'
import { childElement, childElements, childText, type XmlElement } from '../xml/parse-xml.ts'

export type Tags = Readonly<Record<string, string>>

/** What an object's tags may be, or a bucket's. */
interface TagRules {
  readonly maxCount: number
  readonly keyMaxBytes: number
  readonly valueMaxBytes: number
  isAllowed(key: string, value: string): boolean
  tooMany(): OssError
}

const tagText = /^[\p{L}\p{N} +\-=._:/]*$/u

const objectTagRules: TagRules = {
  maxCount: limits.objectTagsMax,
  keyMaxBytes: 128,
  valueMaxBytes: 256,
  isAllowed: (key, value) => tagText.test(key) && tagText.test(value),
  tooMany: () => ossError('InvalidTag', { message: `Object tags cannot be greater than ${limits.objectTagsMax}` }),
}

/** OSS documentation, "PutBucketTags". */
const bucketTagRules: TagRules = {
  maxCount: limits.bucketTagsMax,
  keyMaxBytes: limits.bucketTagKeyMaxBytes,
  valueMaxBytes: limits.bucketTagValueMaxBytes,
  isAllowed: (key) => !/^(https?:\/\/|aliyun)/i.test(key),
  tooMany: () => ossError('TooManyTags', { message: `Bucket tags cannot be greater than ${limits.bucketTagsMax}` }),
}

/**
 * Reads `x-oss-tagging`: `k=v&k2=v2`, each part URL-encoded. OSS documentation, "PutObjectTagging".
 * @throws OssError InvalidTag, RepeatedTags
 */
export function parseTags(text: string): Tags {
  return parseTagText(text, objectTagRules)
}

/**
 * Reads `x-oss-bucket-tagging`, which has the same form (OSS documentation, "PutBucket").
 * @throws OssError InvalidTag, RepeatedTags, TooManyTags
 */
export function parseBucketTags(text: string): Tags {
  return parseTagText(text, bucketTagRules)
}

function parseTagText(text: string, rules: TagRules): Tags {
  const pairs: (readonly [string, string])[] = []
  for (const part of text.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    pairs.push([decode(equals < 0 ? part : part.slice(0, equals)), equals < 0 ? '' : decode(part.slice(equals + 1))])
  }
  return collectTags(pairs, rules)
}

/**
 * Reads `Tagging{TagSet{Tag{Key,Value}}}` of an object.
 * @throws OssError MalformedXML, InvalidTag, RepeatedTags
 */
export function readTagging(root: XmlElement): Tags {
  return readTagSet(root, objectTagRules)
}

/**
 * The same of a bucket.
 * @throws OssError MalformedXML, InvalidTag, RepeatedTags, TooManyTags
 */
export function readBucketTagging(root: XmlElement): Tags {
  return readTagSet(root, bucketTagRules)
}

/**
 * Reads the `Tag{Key,Value}` children of an element that speaks of objects' tags.
 * @throws OssError MalformedXML, InvalidTag, RepeatedTags
 */
export function readTags(parent: XmlElement): Tags {
  return readTagList(parent, objectTagRules)
}

function readTagSet(root: XmlElement, rules: TagRules): Tags {
  const set = childElement(root, 'TagSet')
  if (set === undefined) throw ossError('MalformedXML')
  return readTagList(set, rules)
}

function readTagList(parent: XmlElement, rules: TagRules): Tags {
  return collectTags(
    childElements(parent, 'Tag').map((tag) => {
      const key = childText(tag, 'Key')
      if (key === undefined) throw ossError('MalformedXML')
      return [key, childText(tag, 'Value') ?? ''] as const
    }),
    rules,
  )
}

function collectTags(pairs: readonly (readonly [string, string])[], rules: TagRules): Tags {
  const tags: Record<string, string> = {}
  for (const [key, value] of pairs) {
    if (key === '' || utf8Length(key) > rules.keyMaxBytes || utf8Length(value) > rules.valueMaxBytes || !rules.isAllowed(key, value)) {
      throw ossError('InvalidTag', { details: { TagKey: key, TagValue: value } })
    }
    if (Object.hasOwn(tags, key)) throw ossError('RepeatedTags', { details: { TagKey: key } })
    // `__proto__` is a legal tag.
    Object.defineProperty(tags, key, { value, enumerable: true, configurable: true, writable: true })
  }
  if (pairs.length > rules.maxCount) throw rules.tooMany()
  return tags
}

function decode(raw: string): string {
  const text = decodePathText(raw.replaceAll('+', ' '))
  if (text === undefined) throw ossError('InvalidTag', { details: { TagKey: raw } })
  return text
}
