/**
 * Memory that sockets read into. What a body brings are pieces of such blocks; whoever is done with one may give it back, and
 * the block is read into again. One that nobody gives back is collected like any other, so only who moves much has to care.
 */
export interface Landing {
  /** Where the next read goes. @param wantedBytes more than usual for a long body */
  next(wantedBytes: number): Buffer
  /** So many bytes of it came; some are kept by somebody until they are given back. */
  kept(readBytes: number, keptBytes: number): void
  /** The socket reads no more. */
  end(): void
}

interface Block {
  readonly memory: Buffer
  keptBytes: number
  /** A socket reads into it now. */
  landing: boolean
}

const usualBytes = 64 * 1024
export const longBlockBytes = 256 * 1024
/** A read into less would cost more than the memory is worth. */
const leastBytes = 16 * 1024
const spareMost = 32

const blocks = new WeakMap<ArrayBufferLike, Block>()
const spare = { usual: [] as Block[], long: [] as Block[] }

function takeBlock(bytes: number): Block {
  const found = (bytes === longBlockBytes ? spare.long : spare.usual).pop()
  if (found !== undefined) {
    found.landing = true
    return found
  }
  const made: Block = { memory: Buffer.allocUnsafeSlow(bytes), keptBytes: 0, landing: true }
  blocks.set(made.memory.buffer, made)
  return made
}

function leave(block: Block): void {
  block.landing = false
  if (block.keptBytes === 0) spareOne(block)
}

function spareOne(block: Block): void {
  const like = block.memory.length === longBlockBytes ? spare.long : spare.usual
  if (like.length < spareMost) like.push(block)
}

/** Of one socket, which has one read at a time. */
export function createLanding(): Landing {
  let block: Block | undefined
  let used = 0
  return {
    next: (wantedBytes) => {
      const bytes = wantedBytes >= longBlockBytes ? longBlockBytes : usualBytes
      if (block !== undefined && block.keptBytes === 0) used = 0
      if (block === undefined || block.memory.length < bytes || block.memory.length - used < leastBytes) {
        if (block !== undefined) leave(block)
        block = takeBlock(bytes)
        used = 0
      }
      return block.memory.subarray(used)
    },
    kept: (readBytes, keptBytes) => {
      if (block === undefined) return
      block.keptBytes += keptBytes
      used += readBytes
    },
    end: () => {
      if (block !== undefined) leave(block)
      block = undefined
    },
  }
}

/** The caller will not look at these bytes of a body again. Harmless for bytes from elsewhere. */
export function giveBack(chunk: Buffer): void {
  const block = blocks.get(chunk.buffer)
  if (block === undefined) return
  block.keptBytes -= chunk.length
  if (block.keptBytes === 0 && !block.landing) spareOne(block)
}
