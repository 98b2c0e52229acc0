import type { SeededRandom } from './seeded-random.ts'

/**
 * What a disk may hold after the power goes, as pessimistic as POSIX allows: bytes are certain once the file was synced, a
 * name once its folder was. Everything newer survives wholly, partly or not at all, each piece by its own.
 */
interface PendingWrite {
  readonly position: number
  readonly bytes: Uint8Array
  /** Its sync failed: the system forgets that the page is dirty, so no later sync makes it certain. */
  lost: boolean
}

export class SimFile {
  visible: Uint8Array
  durable: Uint8Array
  private pending: PendingWrite[] = []

  constructor(bytes: Uint8Array = new Uint8Array(0)) {
    this.visible = bytes
    this.durable = bytes
  }

  write(bytes: Uint8Array, position: number): void {
    // A copy, as the system takes one: the caller may reuse its buffer.
    const copy = bytes.slice()
    this.visible = overlaid(this.visible, copy, position)
    this.pending.push({ position, bytes: copy, lost: false })
  }

  sync(): void {
    for (const write of this.pending) if (!write.lost) this.durable = overlaid(this.durable, write.bytes, write.position)
    this.pending = this.pending.filter((write) => write.lost)
  }

  failSync(): void {
    for (const write of this.pending) write.lost = true
  }

  afterCrash(random: SeededRandom): SimFile {
    let bytes = this.durable
    for (const write of this.pending) {
      const fate = random.below(4)
      if (fate === 0) continue
      if (fate === 1) bytes = overlaid(bytes, write.bytes, write.position)
      // Half a write, or its size without its bytes, as delayed allocation leaves it.
      else if (fate === 2) bytes = overlaid(bytes, write.bytes.subarray(0, random.below(write.bytes.length + 1)), write.position)
      else bytes = overlaid(bytes, new Uint8Array(write.bytes.length), write.position)
    }
    return new SimFile(bytes)
  }
}

function overlaid(base: Uint8Array, bytes: Uint8Array, position: number): Uint8Array {
  if (bytes.length === 0) return base
  const result = new Uint8Array(Math.max(base.length, position + bytes.length))
  result.set(base)
  result.set(bytes, position)
  return result
}

export type SimNode = SimFile | SimDirectory

export class SimDirectory {
  readonly visible = new Map<string, SimNode>()
  private readonly durable = new Map<string, SimNode>()
  /** Per name, what it came to stand for since the last sync, oldest first; undefined for "removed". */
  private readonly pending = new Map<string, (SimNode | undefined)[]>()

  set(name: string, node: SimNode | undefined): void {
    if (node === undefined) this.visible.delete(name)
    else this.visible.set(name, node)
    const changes = this.pending.get(name)
    if (changes === undefined) this.pending.set(name, [node])
    else changes.push(node)
  }

  sync(): void {
    for (const [name, changes] of this.pending) setOrDelete(this.durable, name, changes.at(-1))
    this.pending.clear()
  }

  /** `survivors` keeps one file one file when two of its names survive. */
  afterCrash(random: SeededRandom, survivors: Map<SimNode, SimNode>): SimDirectory {
    const names = new Map(this.durable)
    for (const [name, changes] of this.pending) {
      const reached = random.below(changes.length + 1)
      if (reached > 0) setOrDelete(names, name, changes[reached - 1])
    }
    const result = new SimDirectory()
    for (const [name, node] of names) {
      const survivor = survivors.get(node) ?? (node instanceof SimFile ? node.afterCrash(random) : node.afterCrash(random, survivors))
      survivors.set(node, survivor)
      result.visible.set(name, survivor)
      result.durable.set(name, survivor)
    }
    return result
  }
}

function setOrDelete(names: Map<string, SimNode>, name: string, node: SimNode | undefined): void {
  if (node === undefined) names.delete(name)
  else names.set(name, node)
}
