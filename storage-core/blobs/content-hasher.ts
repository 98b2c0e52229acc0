import { createHash, hash } from 'node:crypto'
import { createCRC64, type IHasher } from 'hash-wasm'

/** What the store knows of a body after one pass over it. */
export interface ContentDigest {
  /** 16 bytes. */
  readonly md5: Uint8Array
  /** CRC-64/XZ, the value of OSS's `x-oss-hash-crc64ecma`. */
  readonly crc64: bigint
  readonly sizeBytes: number
}

/** MD5, CRC-64 and size of bytes that arrive piece by piece. */
export interface ContentHasher {
  update(chunk: Uint8Array): void
  /** Ends the hasher; call it once. */
  digest(): ContentDigest
}

interface Crc64 {
  update(chunk: Uint8Array): void
  digest(): bigint
}

interface Turn {
  saved: Uint8Array | undefined
}

/**
 * One WebAssembly instance serves every checksum of the process, since creating one costs a hundred times what hashing a
 * small body does. Whoever hashes next puts the other's eight bytes of state aside.
 */
interface SharedEngine {
  readonly hasher: IHasher
  current: Turn | undefined
}

let engine: Promise<SharedEngine> | undefined

function sharedEngine(): Promise<SharedEngine> {
  // The default polynomial, reflected ECMA-182, with hash-wasm's all-ones start and end is CRC-64/XZ; a test holds the check value.
  engine ??= createCRC64().then((hasher) => ({ hasher, current: undefined }))
  return engine
}

function crc64On(shared: SharedEngine): Crc64 {
  const own: Turn = { saved: undefined }
  const takeTurn = () => {
    if (shared.current === own) return
    if (shared.current !== undefined) shared.current.saved = shared.hasher.save()
    shared.hasher.init()
    if (own.saved !== undefined) shared.hasher.load(own.saved)
    shared.current = own
  }
  return {
    update: (chunk) => {
      takeTurn()
      shared.hasher.update(chunk)
    },
    digest: () => {
      takeTurn()
      const bytes = shared.hasher.digest('binary')
      shared.current = undefined
      return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0)
    },
  }
}

/** Starts MD5 and CRC-64/XZ over one body. Asynchronous only for the first one of a process, which compiles the checksum. */
export async function contentHasher(): Promise<ContentHasher> {
  const crc64 = crc64On(await sharedEngine())
  const md5 = createHash('md5')
  let sizeBytes = 0
  return {
    update: (chunk) => {
      md5.update(chunk)
      crc64.update(chunk)
      sizeBytes += chunk.length
    },
    digest: () => ({ md5: md5.digest(), crc64: crc64.digest(), sizeBytes }),
  }
}

/** MD5, CRC-64/XZ and size of a body that is at hand, at a third of what a hasher costs for a small one. */
export async function digestBytes(bytes: Uint8Array): Promise<ContentDigest> {
  const crc64 = crc64On(await sharedEngine())
  crc64.update(bytes)
  return { md5: hash('md5', bytes, 'buffer'), crc64: crc64.digest(), sizeBytes: bytes.length }
}

/** CRC-64/XZ of bytes that are at hand: polynomial 0x42F0E1EBA9EA3693, reflected, starting from and ended with all ones. */
export async function crc64(bytes: Uint8Array): Promise<bigint> {
  const crc = crc64On(await sharedEngine())
  crc.update(bytes)
  return crc.digest()
}
