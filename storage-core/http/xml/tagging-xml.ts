import { element, xmlDeclaration } from './write-xml.ts'

/** The answer of GetObjectTagging and GetBucketTags. */
export function taggingXml(tags: Readonly<Record<string, string>>): string {
  let xml = `${xmlDeclaration}<Tagging><TagSet>`
  for (const [key, value] of Object.entries(tags)) xml += `<Tag>${element('Key', key)}${element('Value', value)}</Tag>`
  return `${xml}</TagSet></Tagging>\n`
}
