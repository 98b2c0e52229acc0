/**
 * Records of a ZIP file (PKWARE, "APPNOTE.TXT - .ZIP File Format Specification"), with ZIP64 where a number needs it:
 *
 *   local header, name, extra, data     for each entry
 *   directory header, name, extra       for each entry, in the same order
 *   ZIP64 end of directory, its locator, end of directory
 *
 * Sizes and the CRC-32 stand in the local headers, so that the file can also be read from its beginning.
 */
export interface ZipEntry {
  /** With `/` between folders, and at the end of one. */
  readonly name: string
  readonly modifiedMs: number
  readonly sizeBytes: number
  /** As stored, after compression. */
  readonly storedBytes: number
  readonly isDeflated: boolean
  /** Unsigned. */
  readonly crc32: number
}

const uint32Max = 0xffff_ffff
const uint16Max = 0xffff
/** 4.5 for ZIP64, 2.0 for folders and Deflate. */
const versionNeeded = (needs64: boolean): number => (needs64 ? 45 : 20)
/** "Made by" Unix, so that the file mode below counts. */
const madeByUnix = 3 << 8
const utf8Flag = 0x0800
const fileMode = 0o100_644
const folderMode = 0o040_755
const extra64 = 0x0001
/** Info-ZIP's extended time stamp, in UTC; the DOS time knows neither zone nor odd seconds. */
const extraTime = 0x5455

/** DOS date and time in UTC; it begins in 1980 and ends in 2107. */
function dosTime(ms: number): { readonly date: number; readonly time: number } {
  const at = new Date(Math.min(Math.max(ms, Date.UTC(1980, 0, 1)), Date.UTC(2107, 11, 31)))
  return {
    date: ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  }
}

function timeExtra(ms: number): Buffer {
  const extra = Buffer.alloc(9)
  extra.writeUInt16LE(extraTime, 0)
  extra.writeUInt16LE(5, 2)
  extra.writeUInt8(1, 4)
  extra.writeInt32LE(Math.max(-0x8000_0000, Math.min(0x7fff_ffff, Math.floor(ms / 1000))), 5)
  return extra
}

function sizeExtra(numbers: readonly number[]): Buffer {
  if (numbers.length === 0) return Buffer.alloc(0)
  const extra = Buffer.alloc(4 + numbers.length * 8)
  extra.writeUInt16LE(extra64, 0)
  extra.writeUInt16LE(numbers.length * 8, 2)
  for (const [at, number] of numbers.entries()) extra.writeBigUInt64LE(BigInt(number), 4 + at * 8)
  return extra
}

/** Whether the entry's local header has room for sizes beyond four bytes. Decided by the size alone: what is stored may not be known yet. */
function isLarge({ sizeBytes }: Pick<ZipEntry, 'sizeBytes'>): boolean {
  // Deflate makes what cannot be compressed a little larger.
  return sizeBytes > uint32Max - sizeBytes / 1000 - 65_536
}

/** The same length whatever `storedBytes` is, so that it can be written again when that is known. */
export function localHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name)
  const needs64 = isLarge(entry)
  const { date, time } = dosTime(entry.modifiedMs)
  const extra = Buffer.concat([needs64 ? sizeExtra([entry.sizeBytes, entry.storedBytes]) : Buffer.alloc(0), timeExtra(entry.modifiedMs)])
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x0403_4b50, 0)
  header.writeUInt16LE(versionNeeded(needs64), 4)
  header.writeUInt16LE(utf8Flag, 6)
  header.writeUInt16LE(entry.isDeflated ? 8 : 0, 8)
  header.writeUInt16LE(time, 10)
  header.writeUInt16LE(date, 12)
  header.writeUInt32LE(entry.crc32, 14)
  header.writeUInt32LE(needs64 ? uint32Max : entry.storedBytes, 18)
  header.writeUInt32LE(needs64 ? uint32Max : entry.sizeBytes, 22)
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(extra.length, 28)
  return Buffer.concat([header, name, extra])
}

/** @param offset of the entry's local header */
export function directoryHeader(entry: ZipEntry, offset: number): Buffer {
  const name = Buffer.from(entry.name)
  const large = isLarge(entry)
  const far = offset >= uint32Max
  const { date, time } = dosTime(entry.modifiedMs)
  const extra = Buffer.concat([sizeExtra([...(large ? [entry.sizeBytes, entry.storedBytes] : []), ...(far ? [offset] : [])]), timeExtra(entry.modifiedMs)])
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x0201_4b50, 0)
  header.writeUInt16LE(madeByUnix | 45, 4)
  header.writeUInt16LE(versionNeeded(large || far), 6)
  header.writeUInt16LE(utf8Flag, 8)
  header.writeUInt16LE(entry.isDeflated ? 8 : 0, 10)
  header.writeUInt16LE(time, 12)
  header.writeUInt16LE(date, 14)
  header.writeUInt32LE(entry.crc32, 16)
  header.writeUInt32LE(large ? uint32Max : entry.storedBytes, 20)
  header.writeUInt32LE(large ? uint32Max : entry.sizeBytes, 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt32LE(((entry.name.endsWith('/') ? folderMode : fileMode) << 16) >>> 0, 38)
  header.writeUInt32LE(far ? uint32Max : offset, 42)
  return Buffer.concat([header, name, extra])
}

interface Directory {
  readonly entries: number
  readonly sizeBytes: number
  /** Where it begins. */
  readonly offset: number
}

export function endOfDirectory({ entries, sizeBytes, offset }: Directory): Buffer {
  const needs64 = entries >= uint16Max || sizeBytes >= uint32Max || offset >= uint32Max
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x0605_4b50, 0)
  end.writeUInt16LE(Math.min(entries, uint16Max), 8)
  end.writeUInt16LE(Math.min(entries, uint16Max), 10)
  end.writeUInt32LE(Math.min(sizeBytes, uint32Max), 12)
  end.writeUInt32LE(Math.min(offset, uint32Max), 16)
  if (!needs64) return end
  const end64 = Buffer.alloc(56)
  end64.writeUInt32LE(0x0606_4b50, 0)
  end64.writeBigUInt64LE(44n, 4)
  end64.writeUInt16LE(madeByUnix | 45, 12)
  end64.writeUInt16LE(45, 14)
  end64.writeBigUInt64LE(BigInt(entries), 24)
  end64.writeBigUInt64LE(BigInt(entries), 32)
  end64.writeBigUInt64LE(BigInt(sizeBytes), 40)
  end64.writeBigUInt64LE(BigInt(offset), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x0706_4b50, 0)
  locator.writeBigUInt64LE(BigInt(offset + sizeBytes), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([end64, locator, end])
}
