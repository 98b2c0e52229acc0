import { limits } from '../../model/limits.ts'
import { ossError, type OssError } from '../../model/oss-error.ts'
import { bucketTagRules, objectTagRules, tagProblem, type TagRules } from '../../model/tag-rules.ts'
import { decodePathText } from '../target.ts'
import { childElement, childElements, childText, type XmlElement } from '../xml/parse-xml.ts'

export type Tags = Readonly<Record<string, string>>

/** The rules of a kind of tags, with how a list that is too long is refused. */
interface RefusingRules extends TagRules {
  tooMany(): OssError
}

const ofObjects: RefusingRules = {
  ...objectTagRules,
  tooMany: () => ossError('InvalidTag', { message: `Object tags cannot be greater than ${limits.objectTagsMax}` }),
}

const ofBuckets: RefusingRules = {
  ...bucketTagRules,
  tooMany: () => ossError('TooManyTags', { message: `Bucket tags cannot be greater than ${limits.bucketTagsMax}` }),
}

/**
 * Reads `x-oss-tagging`: `k=v&k2=v2`, each part URL-encoded. OSS documentation, "PutObjectTagging".
 * @throws OssError InvalidTag, RepeatedTags
 */
export function parseTags(text: string): Tags {
  return parseTagText(text, ofObjects)
}

/**
 * Reads `x-oss-bucket-tagging`, which has the same form (OSS documentation, "PutBucket").
 * @throws OssError InvalidTag, RepeatedTags, TooManyTags
 */
export function parseBucketTags(text: string): Tags {
  return parseTagText(text, ofBuckets)
}

function parseTagText(text: string, rules: RefusingRules): Tags {
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
  return readTagSet(root, ofObjects)
}

/**
 * The same of a bucket.
 * @throws OssError MalformedXML, InvalidTag, RepeatedTags, TooManyTags
 */
export function readBucketTagging(root: XmlElement): Tags {
  return readTagSet(root, ofBuckets)
}

/**
 * Reads the `Tag{Key,Value}` children of an element that speaks of objects' tags.
 * @throws OssError MalformedXML, InvalidTag, RepeatedTags
 */
export function readTags(parent: XmlElement): Tags {
  return readTagList(parent, ofObjects)
}

function readTagSet(root: XmlElement, rules: RefusingRules): Tags {
  const set = childElement(root, 'TagSet')
  if (set === undefined) throw ossError('MalformedXML')
  return readTagList(set, rules)
}

function readTagList(parent: XmlElement, rules: RefusingRules): Tags {
  return collectTags(
    childElements(parent, 'Tag').map((tag) => {
      const key = childText(tag, 'Key')
      if (key === undefined) throw ossError('MalformedXML')
      return [key, childText(tag, 'Value') ?? ''] as const
    }),
    rules,
  )
}

function collectTags(pairs: readonly (readonly [string, string])[], rules: RefusingRules): Tags {
  const tags: Record<string, string> = {}
  for (const [key, value] of pairs) {
    if (tagProblem(rules, key, value) !== undefined) {
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
