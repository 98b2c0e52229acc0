import type { ListingRow } from '../../contract/listings.ts'
import type { ListedObject } from '../providers/object-provider.ts'
import { deletedType } from './deleted-rows.ts'
import { createTextColumn, type TextColumn } from './text-column.ts'

/**
 * Rows of one prefix in columns of typed arrays: a million objects as JavaScript objects would take half a gigabyte, here
 * they take about 80 MB. Rows are only ever added, so a row number stays valid for the life of the index.
 *
 *   segment (32,768 rows)   names  bytes of the names below the prefix, one after the other
 *                           ends   where each name ends in `names`
 *                           sizes, times, etags (16 bytes), parts (of a multipart ETag), classes, types
 */
export interface PackedIndex {
  /** What all keys begin with. */
  readonly prefix: string
  readonly rows: number
  readonly folders: number
  readonly objects: number
  readonly bytes: number
  /** Deleted objects; not among `objects` and `bytes`. */
  readonly deleted: number
  /** Whether folders and objects were added in the order of their keys, each by themselves: so they come of one listing. */
  readonly isInKeyOrder: boolean
  /** @param isDeleted whether nothing but deleted objects is in it */
  addFolder(prefix: string, isDeleted?: boolean): void
  addObject(object: ListedObject): void
  isFolder(row: number): boolean
  /** Whether the row stands for something deleted. */
  isDeleted(row: number): boolean
  sizeOf(row: number): number
  timeOf(row: number): number
  storageClassOf(row: number): string
  typeOf(row: number): string
  keyOf(row: number): string
  nameOf(row: number): string
  /** The name's UTF-8 bytes, a view that must not be kept. Folders end in `/`. */
  nameBytesOf(row: number): Uint8Array
  /** Lower-case text after the last dot of the name; empty for names without one and for dot files. */
  extensionOf(row: number): string
  /** The 16 bytes of an ETag, a view that must not be kept; zeros for one that is no MD5. */
  etagBytesOf(row: number): Uint8Array
  /** Undefined for folders, and for what is current now. */
  versionIdOf(row: number): string | undefined
  rowAt(row: number): ListingRow
  /** Row of a full key or prefix, or -1. */
  findKey(key: string): number
}

const segmentBits = 15
const segmentRows = 1 << segmentBits
const segmentMask = segmentRows - 1
/** `parts` of an ETag that is no MD5 with or without a part count; its text is kept beside. */
const irregularEtag = 0xffff
const folderType = 0

interface Segment {
  names: Uint8Array
  namesUsed: number
  ends: Uint32Array
  sizes: Float64Array
  times: Float64Array
  etags: Uint8Array
  parts: Uint16Array
  classes: Uint8Array
  types: Uint8Array
  rows: number
}

function newSegment(rows: number): Segment {
  return {
    names: new Uint8Array(rows * 24),
    namesUsed: 0,
    ends: new Uint32Array(rows),
    sizes: new Float64Array(rows),
    times: new Float64Array(rows),
    etags: new Uint8Array(rows * 16),
    parts: new Uint16Array(rows),
    classes: new Uint8Array(rows),
    types: new Uint8Array(rows),
    rows: 0,
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from)
  return to
}

function growRows(segment: Segment): void {
  const rows = Math.min(segmentRows, segment.ends.length * 4)
  segment.ends = grown(segment.ends, new Uint32Array(rows))
  segment.sizes = grown(segment.sizes, new Float64Array(rows))
  segment.times = grown(segment.times, new Float64Array(rows))
  segment.etags = grown(segment.etags, new Uint8Array(rows * 16))
  segment.parts = grown(segment.parts, new Uint16Array(rows))
  segment.classes = grown(segment.classes, new Uint8Array(rows))
  segment.types = grown(segment.types, new Uint8Array(rows))
}

/** Short list of texts that repeat, each by its number. */
function internTable(first: string): { codeOf(text: string): number; textOf(code: number): string } {
  const texts = [first]
  return {
    codeOf: (text) => {
      const known = texts.indexOf(text)
      if (known >= 0) return known
      // A service with so many classes does not exist; the last code then stands for "other".
      if (texts.length >= 255) return 254
      return texts.push(text) - 1
    },
    textOf: (code) => texts[code] ?? '',
  }
}

const lowerAscii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code).toLowerCase())
const etagPattern = /^([0-9A-F]{32})(?:-(\d{1,5}))?$/

export function createPackedIndex(prefix: string): PackedIndex {
  const segments: Segment[] = []
  const classNames = internTable('')
  const typeNames = internTable('')
  const oddEtags = new Map<number, string>()
  let versionIds: TextColumn | undefined
  const deletedFolders = new Set<number>()
  let deleted = 0
  let rows = 0
  let folders = 0
  let bytes = 0

  const segmentOf = (row: number): Segment => {
    const segment = segments[row >>> segmentBits]
    if (segment === undefined || row >= rows) throw new RangeError(`No row ${String(row)}`)
    return segment
  }

  const append = (name: string): { readonly segment: Segment; readonly at: number } => {
    let segment = segments.at(-1)
    if (segment === undefined || segment.rows === segmentRows) {
      segment = newSegment(segments.length === 0 ? 256 : segmentRows)
      segments.push(segment)
    }
    if (segment.rows === segment.ends.length) growRows(segment)
    const needed = segment.namesUsed + name.length * 3
    if (needed > segment.names.length) segment.names = grown(segment.names, new Uint8Array(Math.max(needed, segment.names.length * 2)))
    segment.namesUsed += Buffer.from(segment.names.buffer).write(name, segment.namesUsed)
    segment.ends[segment.rows] = segment.namesUsed
    // The last name of a full segment: give back what doubling reserved.
    if (segment.rows + 1 === segmentRows) segment.names = segment.names.slice(0, segment.namesUsed)
    const at = segment.rows
    segment.rows++
    rows++
    return { segment, at }
  }

  const nameBytesOf = (row: number): Uint8Array => {
    const segment = segmentOf(row)
    const at = row & segmentMask
    return segment.names.subarray(at === 0 ? 0 : segment.ends[at - 1], segment.ends[at])
  }
  const nameOf = (row: number): string => {
    const segment = segmentOf(row)
    const at = row & segmentMask
    return Buffer.from(segment.names.buffer).toString('utf8', at === 0 ? 0 : segment.ends[at - 1], segment.ends[at])
  }
  const etagOf = (row: number): string => {
    const segment = segmentOf(row)
    const at = row & segmentMask
    const parts = segment.parts[at] ?? 0
    if (parts === irregularEtag) return oddEtags.get(row) ?? ''
    const hex = Buffer.from(segment.etags.buffer, at * 16, 16).toString('hex').toUpperCase()
    return parts === 0 ? hex : `${hex}-${String(parts)}`
  }
  const isFolder = (row: number): boolean => segmentOf(row).types[row & segmentMask] === folderType
  const typeOf = (row: number): string => typeNames.textOf(segmentOf(row).types[row & segmentMask] ?? 0)
  const isDeleted = (row: number): boolean => (isFolder(row) ? deletedFolders.has(row) : deleted > 0 && typeOf(row) === deletedType)
  const versionIdOf = (row: number): string | undefined => versionIds?.get(row) || undefined

  return {
    prefix,
    get rows() {
      return rows
    },
    get folders() {
      return folders
    },
    get objects() {
      return rows - folders - deleted
    },
    get isInKeyOrder() {
      return deleted === 0 && deletedFolders.size === 0
    },
    get deleted() {
      return deleted
    },
    get bytes() {
      return bytes
    },
    addFolder: (folder, isDeletedFolder = false) => {
      const { segment, at } = append(folder.slice(prefix.length))
      segment.types[at] = folderType
      segment.parts[at] = irregularEtag
      if (isDeletedFolder) deletedFolders.add(rows - 1)
      folders++
    },
    addObject: (object) => {
      const { segment, at } = append(object.key.slice(prefix.length))
      segment.sizes[at] = object.sizeBytes
      segment.times[at] = object.lastModifiedMs
      segment.classes[at] = classNames.codeOf(object.storageClass)
      segment.types[at] = Math.max(1, typeNames.codeOf(object.type === '' ? 'Normal' : object.type))
      if (object.type === deletedType) deleted++
      else bytes += object.sizeBytes
      if (object.versionId !== undefined) (versionIds ??= createTextColumn()).set(rows - 1, object.versionId)
      const match = etagPattern.exec(object.etag)
      const parts = match?.[2] === undefined ? 0 : Number(match[2])
      if (match?.[1] === undefined || parts >= irregularEtag || (match[2] !== undefined && (parts === 0 || match[2].startsWith('0')))) {
        segment.parts[at] = irregularEtag
        if (object.etag !== '') oddEtags.set(rows - 1, object.etag)
      } else {
        segment.parts[at] = parts
        Buffer.from(segment.etags.buffer).write(match[1], at * 16, 'hex')
      }
    },
    isFolder,
    isDeleted,
    sizeOf: (row) => segmentOf(row).sizes[row & segmentMask] ?? 0,
    timeOf: (row) => segmentOf(row).times[row & segmentMask] ?? 0,
    storageClassOf: (row) => classNames.textOf(segmentOf(row).classes[row & segmentMask] ?? 0),
    typeOf,
    keyOf: (row) => prefix + nameOf(row),
    nameOf,
    nameBytesOf,
    extensionOf: (row) => {
      const name = nameBytesOf(row)
      let at = name.length - 1
      while (at > 0 && name[at] !== 0x2e && name[at] !== 0x2f) at--
      if (at <= 0 || name[at] !== 0x2e || name[at - 1] === 0x2f) return ''
      let text = ''
      for (let i = at + 1; i < name.length; i++) {
        const byte = name[i] ?? 0
        if (byte > 0x7f) return Buffer.from(name.subarray(at + 1)).toString('utf8').toLowerCase()
        text += lowerAscii[byte] ?? ''
      }
      return text
    },
    etagBytesOf: (row) => {
      const at = (row & segmentMask) * 16
      return segmentOf(row).etags.subarray(at, at + 16)
    },
    versionIdOf,
    rowAt: (row) => {
      const segment = segmentOf(row)
      const at = row & segmentMask
      const versionId = versionIdOf(row)
      return {
        key: prefix + nameOf(row),
        kind: isFolder(row) ? 'folder' : 'object',
        sizeBytes: segment.sizes[at] ?? 0,
        lastModifiedMs: segment.times[at] ?? 0,
        storageClass: classNames.textOf(segment.classes[at] ?? 0),
        type: typeNames.textOf(segment.types[at] ?? 0),
        etag: etagOf(row),
        ...(isDeleted(row) ? { deleted: true } : {}),
        ...(versionId === undefined ? {} : { versionId }),
      }
    },
    findKey: (key) => {
      if (!key.startsWith(prefix)) return -1
      const wanted = Buffer.from(key.slice(prefix.length), 'utf8')
      for (let row = 0; row < rows; row++) {
        const name = nameBytesOf(row)
        if (name.length === wanted.length && wanted.equals(name)) return row
      }
      return -1
    },
  }
}
