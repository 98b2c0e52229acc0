import { element } from '../xml/write-xml.ts'

export function tagSetXml(tags: Readonly<Record<string, string>>): string {
  const rows = Object.entries(tags).map(([key, value]) => `<Tag>${element('Key', key)}${element('Value', value)}</Tag>`)
  return `<TagSet>${rows.join('')}</TagSet>`
}
