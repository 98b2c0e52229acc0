import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { utf8Length } from '../../model/utf8.ts'
import { decodePathText } from '../target.ts'
import { childElements, childText, type XmlElement } from '../xml/parse-xml.ts'

export type Tags = Readonly<Record<string, string>>

const tagText = /^[\p{L}\p{N} +\-=._:/]*$/u

/**
 * Reads `x-oss-tagging`: `k=v&k2=v2`, each part URL-encoded. OSS documentation, "PutObjectTagging".
 * @throws OssError InvalidTag, RepeatedTags
 */
export function parseTags(text: string): Tags {
  const pairs: (readonly [string, string])[] = []
  for (const part of text.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    pairs.push([decode(equals < 0 ? part : part.slice(0, equals)), equals < 0 ? '' : decode(part.slice(equals + 1))])
  }
  return collectTags(pairs)
}

/**
 * Reads `Tagging{TagSet{Tag{Key,Value}}}`.
 * @throws OssError MalformedXML, InvalidTag, RepeatedTags
 */
export function readTagging(root: XmlElement): Tags {
  const [set, second] = childElementsOrEmpty(root, 'TagSet')
  if (set === undefined || second !== undefined) throw ossError('MalformedXML')
  return collectTags(
    childElements(set, 'Tag').map((tag) => {
      const key = childText(tag, 'Key')
      if (key === undefined) throw ossError('MalformedXML')
      return [key, childText(tag, 'Value') ?? ''] as const
    }),
  )
}

/** An element without children has come out of the parser as empty text. */
function childElementsOrEmpty(parent: XmlElement, name: string): readonly XmlElement[] {
  const value = parent[name]
  return typeof value === 'string' && value.trim() === '' ? [{}] : childElements(parent, name)
}

function collectTags(pairs: readonly (readonly [string, string])[]): Tags {
  const tags: Record<string, string> = {}
  for (const [key, value] of pairs) {
    if (key === '' || utf8Length(key) > 128 || utf8Length(value) > 256 || !tagText.test(key) || !tagText.test(value)) {
      throw ossError('InvalidTag', { details: { TagKey: key, TagValue: value } })
    }
    if (Object.hasOwn(tags, key)) throw ossError('RepeatedTags', { details: { TagKey: key } })
    // `__proto__` is a legal tag.
    Object.defineProperty(tags, key, { value, enumerable: true, configurable: true, writable: true })
  }
  if (pairs.length > limits.objectTagsMax) {
    throw ossError('InvalidTag', { message: `Object tags cannot be greater than ${limits.objectTagsMax}` })
  }
  return tags
}

function decode(raw: string): string {
  const text = decodePathText(raw.replaceAll('+', ' '))
  if (text === undefined) throw ossError('InvalidTag', { details: { TagKey: raw } })
  return text
}
