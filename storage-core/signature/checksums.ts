import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { createCRC32, createCRC64, type IHasher } from 'hash-wasm'
import { checksumAlgorithms, checksumLengths, isChecksumAlgorithm, type ChecksumAlgorithm } from '../model/object-checksum.ts'

export { checksumAlgorithms, isChecksumAlgorithm, type ChecksumAlgorithm }

export interface Checksum {
  update(chunk: Uint8Array): void
  /** Base64. Ends the checksum; call it once. */
  digest(): string
}

/** Whether the text is base64 of as many bytes as the algorithm makes. */
export function isChecksumOf(algorithm: ChecksumAlgorithm, base64: string): boolean {
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length === checksumLengths[algorithm] && bytes.toString('base64') === base64
}

/** Starts a checksum. Asynchronous for those that run as WebAssembly. */
export function createChecksum(algorithm: ChecksumAlgorithm): Promise<Checksum> {
  switch (algorithm) {
    case 'crc32':
      return Promise.resolve(zlibCrc32())
    case 'sha1':
    case 'sha256': {
      const hash = createHash(algorithm)
      return Promise.resolve({ update: (chunk) => void hash.update(chunk), digest: () => hash.digest('base64') })
    }
    case 'crc32c':
    case 'crc64nvme':
      return pooled(algorithm)
  }
}

function zlibCrc32(): Checksum {
  let value = 0
  return {
    update: (chunk) => {
      value = crc32(chunk, value)
    },
    digest: () => {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(value)
      return bytes.toString('base64')
    },
  }
}

/** Polynomials, reflected. */
const makers = { crc32c: () => createCRC32(0x82f63b78), crc64nvme: () => createCRC64('9a6c9329ac4bc9b5') } as const
const idle: Record<keyof typeof makers, IHasher[]> = { crc32c: [], crc64nvme: [] }
const idleMax = 8

/** Compiling one costs more than checking a small body, so those that are done wait for the next. */
async function pooled(algorithm: keyof typeof makers): Promise<Checksum> {
  const hasher = idle[algorithm].pop() ?? (await makers[algorithm]())
  hasher.init()
  return {
    update: (chunk) => void hasher.update(chunk),
    digest: () => {
      const bytes = hasher.digest('binary')
      if (idle[algorithm].length < idleMax) idle[algorithm].push(hasher)
      return Buffer.from(bytes).toString('base64')
    },
  }
}
