/** One member of an archive. */
export interface ArchiveEntry {
  readonly name: string
  readonly sizeBytes: number
  readonly isFolder: boolean
  readonly modifiedMs?: number | undefined
  /** Size inside the archive, where it tells. */
  readonly packedBytes?: number | undefined
  readonly isEncrypted?: boolean
}

const blockBytes = 512
/** Pax and GNU headers hold names and times, not data. */
const maxHeaderBytes = 1024 * 1024

const decoder = new TextDecoder()
const text = (block: Uint8Array, start: number, length: number): string => {
  const field = block.subarray(start, start + length)
  const end = field.indexOf(0)
  return decoder.decode(end === -1 ? field : field.subarray(0, end))
}

/** A number in octal digits, or in base 256 when its first bit is set (GNU tar, "Basic Tar Format"). */
function number(block: Uint8Array, start: number, length: number): number {
  if (((block[start] ?? 0) & 0x80) === 0) return Number.parseInt(text(block, start, length).trim() || '0', 8)
  let value = (block[start] ?? 0) & 0x7f
  for (let at = start + 1; at < start + length; at++) value = value * 256 + (block[at] ?? 0)
  return value
}

function isHeader(block: Uint8Array): boolean {
  let sum = 0
  for (let at = 0; at < blockBytes; at++) sum += at >= 148 && at < 156 ? 32 : (block[at] ?? 0)
  return sum === number(block, 148, 8)
}

/** `27 path=some/name` lines (POSIX.1-2017, "pax Header Block"). */
function paxFields(bytes: Uint8Array): Map<string, string> {
  const fields = new Map<string, string>()
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at)
    const length = Number.parseInt(decoder.decode(bytes.subarray(at, space)), 10)
    if (space === -1 || !(length > 0)) break
    const [name = '', ...value] = decoder.decode(bytes.subarray(space + 1, at + length - 1)).split('=')
    fields.set(name, value.join('='))
    at += length
  }
  return fields
}

/** Bytes of an archive one after another; `skip` may be as cheap as adding two numbers. */
export interface ByteSource {
  /** Fewer only at the end. */
  readonly take: (length: number) => Promise<Uint8Array>
  readonly skip: (length: number) => Promise<void>
}

/** Members of a tar archive as its headers are met; ends where the headers end or make no sense. */
export async function* tarEntries(source: ByteSource): AsyncGenerator<ArchiveEntry> {
  let longName: string | undefined
  let pax = new Map<string, string>()
  for (;;) {
    const block = await source.take(blockBytes)
    if (block.length < blockBytes || block.every((byte) => byte === 0) || !isHeader(block)) return
    const type = String.fromCharCode(block[156] ?? 0)
    const size = Number(pax.get('size') ?? number(block, 124, 12))
    if (!Number.isSafeInteger(size) || size < 0) return
    const padded = Math.ceil(size / blockBytes) * blockBytes
    if (type === 'x' || type === 'L' || type === 'K' || type === 'g') {
      if (padded > maxHeaderBytes) return
      const data = (await source.take(padded)).subarray(0, size)
      if (type === 'x') pax = paxFields(data)
      else if (type === 'L') longName = text(data, 0, data.length)
      continue
    }
    const prefix = text(block, 257, 5) === 'ustar' ? text(block, 345, 155) : ''
    const short = text(block, 0, 100)
    const name = pax.get('path') ?? longName ?? (prefix === '' ? short : `${prefix}/${short}`)
    const modified = Number(pax.get('mtime') ?? number(block, 136, 12))
    yield { name, sizeBytes: size, isFolder: type === '5' || name.endsWith('/'), modifiedMs: Number.isFinite(modified) ? modified * 1000 : undefined }
    longName = undefined
    pax = new Map()
    await source.skip(padded)
  }
}
