/** One section of a configuration file. Keys are in lower case without `-` and `_`: tools differ in nothing else. */
export interface IniSection {
  readonly name: string
  readonly values: ReadonlyMap<string, string>
  /** As they are written, for sections whose keys are names. */
  readonly entries: readonly (readonly [string, string])[]
}

const longestText = 1024 * 1024
const mostSections = 1000
const mostEntries = 1000

export const plainKey = (key: string): string => key.trim().toLowerCase().replaceAll(/[-_]/g, '')

/**
 * Reads the kind of file that ossutil, the AWS tools and rclone share: sections in brackets, `key = value`, comments after `#`
 * or `;` at the beginning of a line. An indented line below an empty value belongs to it: `s3 =` and `  endpoint_url = …`
 * become `s3.endpointurl`. Whatever is none of this is left out; a file beyond all measure is read in part.
 */
export function parseIni(text: string): IniSection[] {
  const sections: { name: string; values: Map<string, string>; entries: (readonly [string, string])[] }[] = []
  let parent = ''
  for (const raw of text.slice(0, longestText).replace(/^\ufeff/, '').split(/\r\n|[\r\n]/)) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue
    const heading = /^\[([^\]]*)\]/.exec(line)
    if (heading !== null) {
      if (sections.length === mostSections) break
      sections.push({ name: (heading[1] ?? '').trim(), values: new Map(), entries: [] })
      parent = ''
      continue
    }
    const section = sections.at(-1)
    const equals = line.indexOf('=')
    if (section === undefined || equals <= 0 || section.entries.length === mostEntries) continue
    const key = line.slice(0, equals).trim()
    const value = line.slice(equals + 1).trim()
    const isNested = /^\s/.test(raw) && parent !== ''
    if (!isNested) parent = value === '' ? plainKey(key) : ''
    section.values.set(isNested ? `${parent}.${plainKey(key)}` : plainKey(key), value)
    section.entries.push([key, value])
  }
  return sections
}
