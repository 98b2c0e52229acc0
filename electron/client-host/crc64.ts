import { createCRC64 } from 'hash-wasm'

/** Running CRC-64/XZ of one stream of bytes; the value OSS sends as `x-oss-hash-crc64ecma`. */
export interface Crc64 {
  update(bytes: Uint8Array): void
  /** Unsigned decimal, as on the wire. The hasher must not be used afterwards. */
  finish(): string
}

type Hasher = Awaited<ReturnType<typeof createCRC64>>
/** WebAssembly instances are costly to make and each holds state, so finished ones are used again. */
const idle: Hasher[] = []

export async function startCrc64(): Promise<Crc64> {
  const hasher = idle.pop() ?? (await createCRC64())
  hasher.init()
  let finished = false
  return {
    update: (bytes) => {
      hasher.update(bytes)
    },
    finish: () => {
      const value = BigInt(`0x${hasher.digest('hex')}`).toString()
      if (!finished && idle.length < 64) idle.push(hasher)
      finished = true
      return value
    },
  }
}
