import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { utf8Length } from '../../model/utf8.ts'
import { decodePathText } from '../target.ts'

const tagText = /^[\p{L}\p{N} +\-=._:/]*$/u

/**
 * Reads `x-oss-tagging`: `k=v&k2=v2`, each part URL-encoded. OSS documentation, "PutObjectTagging".
 * @throws OssError InvalidTag, RepeatedTags
 */
export function parseTags(text: string): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {}
  let count = 0
  for (const part of text.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const key = decode(equals < 0 ? part : part.slice(0, equals))
    const value = equals < 0 ? '' : decode(part.slice(equals + 1))
    if (key === '' || utf8Length(key) > 128 || utf8Length(value) > 256 || !tagText.test(key) || !tagText.test(value)) {
      throw ossError('InvalidTag', { details: { TagKey: key, TagValue: value } })
    }
    if (Object.hasOwn(tags, key)) throw ossError('RepeatedTags', { details: { TagKey: key } })
    // `__proto__` is a legal tag.
    Object.defineProperty(tags, key, { value, enumerable: true, configurable: true, writable: true })
    if (++count > limits.objectTagsMax) {
      throw ossError('InvalidTag', { message: `Object tags cannot be greater than ${limits.objectTagsMax}` })
    }
  }
  return tags
}

function decode(raw: string): string {
  const text = decodePathText(raw.replaceAll('+', ' '))
  if (text === undefined) throw ossError('InvalidTag', { details: { TagKey: raw } })
  return text
}
