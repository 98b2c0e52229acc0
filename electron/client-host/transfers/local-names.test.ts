import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLocalNames, keyOfLocalPath, type NameRules } from './local-names.ts'

const platforms: readonly NameRules[] = [
  { platform: 'linux', caseInsensitive: false },
  { platform: 'linux', caseInsensitive: true },
  { platform: 'macos', caseInsensitive: true },
  { platform: 'windows', caseInsensitive: true },
]

const hostile = [
  '..', '.', '../x', 'a/../../b', './a', 'a//b', 'a///', 'a/', 'C:', 'C:/x', 'C:\\x', '\\\\server\\share', 'a\\..\\b',
  'CON', 'con.txt', 'NUL', 'aux.tar.gz', 'COM1', 'COM¹.txt', 'LPT9', 'CONIN$', 'nul .txt', 'x.', 'x ', 'x. .', ' x', '...',
  'a\0b', 'a\nb', 'a\r\nb', 'a\u202Egpj.exe', '\u200F', '%', '%%', '100%', '100%.txt', '%2E', '%2e%2e', '%~e', '%~c', '%~2', 'a%~2.txt', '%4%3A',
  'A', 'a', 'a/b', 'A/b', 'a/B', 'é', 'e\u0301', 'ß', 'SS', '😀'.repeat(100), 'x'.repeat(1023), `${'y'.repeat(254)}..`, '..'.repeat(300), '%2F'.repeat(200),
  '.a.ossia-part', '.A.OSSIA-PART', 'q<>:"|?*', 'tab\tname', '中文/文件 名.txt', '+ +', '#hash?query', '~', '-rf', `${'d'.repeat(252)}CON`, `${'e'.repeat(252)}.`,
]

const segment = fc.oneof(
  fc.constantFrom('..', '.', '', 'CON', 'con', 'a', 'A', '%', '%2E', '%~2', 'x.', 'x ', 'a:b', '\\', 'nul.txt', 'é', 'e\u0301', 'z'.repeat(300), '.x.ossia-part'),
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => text.isWellFormed()),
  fc.string({ unit: fc.constantFrom('%', '2', 'E', '~', 'c', '.', 'A', 'a', ' '), maxLength: 8 }),
)
const key = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')).filter((text) => text !== '')

const foldedPath = (path: string, rules: NameRules): string => (rules.caseInsensitive ? path.normalize('NFC').toUpperCase().toLowerCase() : path)

function problemOf(path: string, rules: NameRules): string | undefined {
  if (path.startsWith('/')) return 'absolute'
  for (const part of path.split('/')) {
    if (part === '' || part === '.' || part === '..') return `segment ${JSON.stringify(part)}`
    if (Buffer.byteLength(part) > 255) return 'too long'
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\u0000-\u001f\\\u202e]/.test(part)) return 'forbidden character'
    if (/^\..*\.ossia-part$/i.test(part)) return 'name of an unfinished download'
    if (rules.platform === 'windows' && (/[<>:"|?*]/.test(part) || /[. ]$/.test(part) || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(part))) return `windows: ${part}`
  }
  return undefined
}

describe.each(platforms)('local names on %o', (rules) => {
  it('gives every hostile key its own path inside the folder, and the key back', () => {
    const names = createLocalNames(rules)
    const seen = new Map<string, string>()
    for (const one of hostile) {
      const path = names.pathFor(one)
      expect(problemOf(path, rules), `${JSON.stringify(one)} as ${path}`).toBeUndefined()
      expect(keyOfLocalPath(path)).toBe(one)
      const folded = foldedPath(path, rules)
      expect(seen.get(folded), path).toBeUndefined()
      seen.set(folded, one)
    }
  })

  it('stays inside, injective and reversible for any set of keys', () => {
    fc.assert(
      fc.property(fc.uniqueArray(key, { minLength: 1, maxLength: 30 }), (keys) => {
        const names = createLocalNames(rules)
        const files = new Set<string>()
        const folders = new Set<string>()
        for (const one of keys) {
          const path = names.pathFor(one)
          expect(problemOf(path, rules), path).toBeUndefined()
          expect(keyOfLocalPath(path)).toBe(one)
          const folded = foldedPath(path, rules)
          expect(files.has(folded)).toBe(false)
          files.add(folded)
          const parts = folded.split('/')
          for (let depth = 1; depth < parts.length; depth++) folders.add(parts.slice(0, depth).join('/'))
        }
        for (const file of files) expect(folders.has(file), `${file} is a file and a folder`).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})

describe('local names', () => {
  it('keeps ordinary names as they are', () => {
    const names = createLocalNames({ platform: 'windows', caseInsensitive: true })
    for (const plain of ['photo.jpg', '100%.txt', 'a b/中文 (1).pdf', '.hidden', 'x~y', 'a+b#c', 'emoji 😀.png']) expect(names.pathFor(plain)).toBe(plain)
  })

  it('marks the second of two names that differ only in case where case does not count', () => {
    const names = createLocalNames({ platform: 'macos', caseInsensitive: true })
    expect(names.pathFor('Readme.md')).toBe('Readme.md')
    expect(names.pathFor('README.md')).toBe('README%~2.md')
    expect(names.pathFor('Readme.md')).toBe('Readme.md')
  })

  it('keeps an object and the folder of the same name apart, whichever comes first', () => {
    const fileFirst = createLocalNames({ platform: 'linux', caseInsensitive: false })
    expect([fileFirst.pathFor('a'), fileFirst.pathFor('a/b'), fileFirst.pathFor('a/c')]).toEqual(['a', 'a%~2/b', 'a%~2/c'])
    const folderFirst = createLocalNames({ platform: 'linux', caseInsensitive: false })
    expect([folderFirst.pathFor('a/b'), folderFirst.pathFor('a')]).toEqual(['a/b', 'a%~2'])
  })

  it('maps a folder marker onto the folder its objects are in', () => {
    const names = createLocalNames({ platform: 'linux', caseInsensitive: false })
    expect(names.pathFor('d/', { folder: true })).toBe('d')
    expect(names.pathFor('d/x')).toBe('d/x')
  })
})
