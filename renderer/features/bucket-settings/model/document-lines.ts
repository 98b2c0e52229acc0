import type { SettingRequest } from '../../../../electron/contract/setting-request.ts'

/** An XML document with an element in a line, for reading: white space between elements says nothing in these documents. */
export function xmlLines(document: string): string[] {
  const tokens = document.match(/<[^>]*>|[^<]+/g)?.map((token) => token.trim()).filter((token) => token !== '') ?? []
  const lines: string[] = []
  let depth = 0
  const add = (text: string): void => {
    lines.push(`${'  '.repeat(depth)}${text}`)
  }
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? ''
    const [next = '', afterNext = ''] = tokens.slice(at + 1, at + 3)
    if (!opens(token)) {
      if (token.startsWith('</')) depth -= 1
      add(token)
    } else if (next.startsWith('</')) {
      add(token + next)
      at += 1
    } else if (!next.startsWith('<') && afterNext.startsWith('</')) {
      add(token + next + afterNext)
      at += 2
    } else {
      add(token)
      depth += 1
    }
  }
  return lines
}

function opens(token: string): boolean {
  return token.startsWith('<') && !/^<[/?!]/.test(token) && !token.endsWith('/>')
}

/** A document of a setting in lines: XML by its elements, JSON as it is written. */
export function documentLines(document: string): string[] {
  return document.trimStart().startsWith('<') ? xmlLines(document) : document.split('\n')
}

/** The request that changes a setting, as it goes out, without what signs it. */
export function requestLines({ method, subresource, headers, body }: SettingRequest): string[] {
  const names = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`${method} /?${subresource}`, ...names, ...(body === undefined ? [] : ['', ...documentLines(body)])]
}

const vocabulary: Readonly<Record<'cors' | 'referer' | 'tags', readonly string[]>> = {
  cors: ['CORSConfiguration', 'CORSRule', 'AllowedOrigin', 'AllowedMethod', 'AllowedHeader', 'ExposeHeader', 'MaxAgeSeconds', 'ResponseVary'],
  referer: ['RefererConfiguration', 'AllowEmptyReferer', 'AllowTruncateQueryString', 'TruncatePath', 'RefererList', 'RefererBlacklist', 'Referer'],
  tags: ['Tagging', 'TagSet', 'Tag', 'Key', 'Value'],
}

/** Elements of the service's document that the form does not have, which saving would take away. */
export function unknownElements(name: string, document: string): readonly string[] {
  const known = name === 'cors' || name === 'referer' || name === 'tags' ? vocabulary[name] : undefined
  if (known === undefined) return []
  const found = [...document.matchAll(/<([A-Za-z][\w.:-]*)/g)].map((match) => match[1] ?? '')
  return [...new Set(found)].filter((element) => !known.includes(element))
}
