/**
 * Object keys as local relative paths and back.
 *
 * A key is any text; a path is not. What a file system cannot hold, or would read as something else, is written as
 * `%` and two hex digits per UTF-8 byte, so that nothing is dropped and two keys never share a path:
 *
 *   `..` -> `%2E%2E`   `a:b` -> `a%3Ab` (Windows)   `CON.txt` -> `%43ON.txt` (Windows)   `100%25` -> `100%2525`
 *   empty segment -> `%~e`      segment over 255 bytes -> `first part%~c/second part`
 *   a name that another key of the same download already has -> `name%~2.txt`
 *
 * A `%` that could be read as one of these is escaped itself; any other stays, so `100%.txt` keeps its name.
 */
export interface NameRules {
  readonly platform: 'windows' | 'macos' | 'linux'
  /** True when the folder takes `A` and `a` for one file. */
  readonly caseInsensitive: boolean
}

export const partSuffix = '.ossia-part'
const maxSegmentBytes = 255
const continues = '%~c'
const emptySegment = '%~e'
const encoder = new TextEncoder()

// Control characters and marks that turn the direction of writing: legal in names, and used to disguise them.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const disguising = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/
const windowsForbidden = /[<>:"|?*\\]/
const windowsReserved = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])[ ]*(?:\.|$)/i
const readsAsEscape = /^%(?:[0-9a-f]{2}|~)/i

const escapeCharacter = (character: string): string =>
  Array.from(encoder.encode(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')

function escapeSegment(segment: string, rules: NameRules): string {
  if (segment === '') return emptySegment
  if (segment === '.' || segment === '..') return segment.replaceAll('.', '%2E')
  let out = ''
  let at = 0
  for (const character of segment) {
    const unsafe =
      disguising.test(character) ||
      // A backslash separates folders on Windows and is confused with it everywhere else.
      character === '\\' ||
      (character === '%' && readsAsEscape.test(segment.slice(at, at + 3))) ||
      (rules.platform === 'windows' && windowsForbidden.test(character)) ||
      // Finder shows a colon as a slash.
      (rules.platform === 'macos' && character === ':')
    out += unsafe ? escapeCharacter(character) : character
    at += character.length
  }
  if (rules.platform === 'windows') {
    if (windowsReserved.test(out)) out = escapeFirst(out)
    const last = out.at(-1)
    if (last === '.' || last === ' ') out = out.slice(0, -1) + escapeCharacter(last)
  }
  // Names of unfinished downloads belong to those alone.
  if (/^\..*\.ossia-part$/i.test(out)) out = escapeFirst(out)
  return out
}

function escapeFirst(text: string): string {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0)
  return escapeCharacter(first) + text.slice(first.length)
}

/** Cuts an escaped segment into parts of at most 255 bytes, never inside a character or an escape. */
function splitSegment(segment: string, rules: NameRules): string[] {
  if (encoder.encode(segment).length <= maxSegmentBytes) return [segment]
  const parts: string[] = []
  // Escaping an edge of a part afterwards adds up to four bytes.
  const room = maxSegmentBytes - continues.length - 4
  let part = ''
  let bytes = 0
  for (const [unit] of segment.matchAll(/(?:%[0-9A-F]{2})+|%~\w|[\s\S]/gu)) {
    for (const piece of unit.length > 60 ? (unit.match(/%[0-9A-F]{2}/g) ?? []) : [unit]) {
      const size = encoder.encode(piece).length
      if (bytes + size > room) {
        parts.push(part)
        part = ''
        bytes = 0
      }
      part += piece
      bytes += size
    }
  }
  parts.push(part)
  return parts.map((text, place) => {
    // A cut can leave `.`, a device name or a blank at an edge of a part.
    const safe = text === '.' || text === '..' ? text.replaceAll('.', '%2E') : rules.platform === 'windows' && (windowsReserved.test(text) || /[. ]$/.test(text)) ? escapeEdges(text) : text
    return place < parts.length - 1 ? safe + continues : safe
  })
}

function escapeEdges(text: string): string {
  const first = windowsReserved.test(text) ? escapeFirst(text) : text
  const last = first.at(-1)
  return last === '.' || last === ' ' ? first.slice(0, -1) + escapeCharacter(last) : first
}

/** Path segments of one segment of a key, before names that are taken already are looked at. */
export function localSegments(segment: string, rules: NameRules): string[] {
  return splitSegment(escapeSegment(segment, rules), rules)
}

/** `name%~2.txt`: the mark goes before the extension so that the file still opens with its program. */
function numbered(segment: string, number: number, rules: NameRules): string[] {
  const escaped = escapeSegment(segment, rules)
  const dot = escaped.lastIndexOf('.')
  const mark = `%~${String(number)}`
  // A `.` that comes from an escape (`%2E`) is not one; extensions are short.
  const text = dot > 0 && escaped.length - dot <= 12 ? escaped.slice(0, dot) + mark + escaped.slice(dot) : escaped + mark
  return splitSegment(text, rules)
}

/** The key, relative to the download's base, that a relative path of ours stands for. */
export function keyOfLocalPath(path: string): string {
  const segments: string[] = []
  let pending = ''
  for (const part of path.split('/')) {
    if (part.endsWith(continues)) {
      pending += part.slice(0, -continues.length)
      continue
    }
    segments.push(unescapeSegment(pending + part))
    pending = ''
  }
  return segments.join('/')
}

function unescapeSegment(segment: string): string {
  const bare = segment.replace(/%~\d+/, '')
  if (bare === emptySegment) return ''
  return bare.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
}

/**
 * Hands out paths for the keys of one download, so that no two keys share one: by letter case, by Unicode form, or because
 * one key is an object and at the same time the folder of another. Given the same keys in the same order it answers the
 * same paths.
 */
export interface LocalNames {
  /** Path with `/` for a relative key. Keys ending in `/` are folders when `folder` is set. */
  pathFor(relativeKey: string, options?: { readonly folder?: boolean }): string
}

interface Folder {
  /** Children by folded name: what holds the name, and under which key segment. */
  readonly taken: Map<string, { readonly kind: 'file' | 'folder'; readonly segment: string; readonly path: string; readonly folder: Folder | undefined }>
}

export function createLocalNames(rules: NameRules): LocalNames {
  const root: Folder = { taken: new Map() }
  const folded = (name: string): string => (rules.caseInsensitive ? name.normalize('NFC').toUpperCase().toLowerCase() : rules.platform === 'macos' ? name.normalize('NFC') : name)

  const claim = (parent: Folder, parentPath: string, segment: string, kind: 'file' | 'folder'): { readonly path: string; readonly folder: Folder } => {
    for (let number = 1; ; number++) {
      const parts = number === 1 ? localSegments(segment, rules) : numbered(segment, number, rules)
      const text = parts.join('/')
      // The parts before the last are folders that only this mapper makes, so one entry for the whole run is enough.
      const name = folded(text)
      const holder = parent.taken.get(name)
      if (holder === undefined) {
        const folder: Folder = { taken: new Map() }
        const path = parentPath === '' ? text : `${parentPath}/${text}`
        parent.taken.set(name, { kind, segment, path, folder: kind === 'folder' ? folder : undefined })
        return { path, folder }
      }
      if (kind === 'folder' && holder.folder !== undefined && holder.segment === segment) return { path: holder.path, folder: holder.folder }
      if (kind === 'file' && holder.kind === 'file' && holder.segment === segment) return { path: holder.path, folder: root }
    }
  }

  return {
    pathFor: (relativeKey, options) => {
      const segments = relativeKey.split('/')
      const isFolder = options?.folder === true
      if (isFolder) segments.pop()
      let parent = root
      let path = ''
      for (const [place, segment] of segments.entries()) {
        const kind = isFolder || place < segments.length - 1 ? 'folder' : 'file'
        const claimed = claim(parent, path, segment, kind)
        parent = claimed.folder
        path = claimed.path
      }
      return path
    },
  }
}
