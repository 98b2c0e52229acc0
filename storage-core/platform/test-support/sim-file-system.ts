import type { FileSystem, OpenFile } from '../platform.ts'
import { seededRandom, type SeededRandom } from './seeded-random.ts'
import { SimDirectory, SimFile, type SimNode } from './sim-nodes.ts'

export type SimCall = 'open' | 'read' | 'write' | 'sync' | 'size' | 'close' | 'rename' | 'remove' | 'makeDirectory' | 'syncDirectory' | 'list'

export interface SimFault {
  /** Counting every call from 1. */
  readonly callNumber: number
  /** Only this call, or this one and all that follow until `clearFault`. */
  readonly lasting: 'once' | 'forever'
  /**
   * `EIO`, `ENOSPC` and `EMFILE` fail without effect. `short` writes half and then fails with ENOSPC; for other calls the
   * effect happens and EIO is answered all the same.
   */
  readonly kind: 'EIO' | 'ENOSPC' | 'EMFILE' | 'short'
}

export interface SimFileSystemOptions {
  readonly seed?: number
  /** The power goes just before this call (from 1): it and everything after it stays unanswered forever. */
  readonly crashAtCall?: number
  readonly fault?: SimFault
}

/** A FileSystem in memory whose power can be cut. Paths are POSIX ones; `/` exists. */
export interface SimFileSystem extends FileSystem {
  /** Calls made so far, for loops over every call site. */
  readonly callCount: number
  readonly calls: readonly SimCall[]
  readonly openFileCount: number
  /** Resolves when `crashAtCall` is reached. */
  readonly crashed: Promise<void>
  /** What a fresh mount may show if the power goes now. Any number of different futures can be drawn from one moment. */
  crash(seed: number, options?: SimFileSystemOptions): SimFileSystem
  clearFault(): void
}

export function simError(code: string, call: string, path: string): Error {
  return Object.assign(new Error(`${code}: simulated failure, ${call} '${path}'`), { code })
}

export function createSimFileSystem(options: SimFileSystemOptions = {}): SimFileSystem {
  return simFileSystemOn(new SimDirectory(), options)
}

function simFileSystemOn(root: SimDirectory, options: SimFileSystemOptions): SimFileSystem {
  const random = seededRandom(options.seed ?? 1)
  const calls: SimCall[] = []
  let fault = options.fault
  let openFileCount = 0
  let announceCrash: () => void = () => undefined
  const crashed = new Promise<void>((resolve) => {
    announceCrash = resolve
  })

  /** Which fault, if any, this call meets. Also lets other callers run a random while, so that runs interleave by seed. */
  const enter = async (call: SimCall): Promise<SimFault | undefined> => {
    for (let turns = random.below(4); turns > 0; turns--) await Promise.resolve()
    calls.push(call)
    if (options.crashAtCall !== undefined && calls.length >= options.crashAtCall) {
      announceCrash()
      await new Promise<never>(() => undefined)
    }
    if (fault === undefined) return undefined
    const meets = fault.lasting === 'once' ? calls.length === fault.callNumber : calls.length >= fault.callNumber
    return meets ? fault : undefined
  }

  /** Runs `effect` unless the fault prevents it. */
  const perform = async <T>(call: SimCall, path: string, effect: () => T): Promise<T> => {
    const met = await enter(call)
    if (met === undefined) return effect()
    if (met.kind !== 'short') throw simError(met.kind, call, path)
    effect()
    throw simError('EIO', call, path)
  }

  const openFile = (file: SimFile, path: string, mode: 'read' | 'createNew'): OpenFile => {
    openFileCount += 1
    let open = true
    const use = (call: SimCall) => {
      if (!open) throw simError('EBADF', call, path)
    }
    return {
      read: (buffer, offset, length, position) =>
        perform('read', path, () => {
          use('read')
          const bytes = file.visible.subarray(position, position + length)
          buffer.set(bytes, offset)
          return bytes.length
        }),
      write: async (chunks, position) => {
        const met = await enter('write')
        use('write')
        if (mode === 'read') throw simError('EBADF', 'write', path)
        const bytes = Buffer.concat(chunks)
        if (met === undefined) file.write(bytes, position)
        else if (met.kind === 'short') {
          file.write(bytes.subarray(0, bytes.length >> 1), position)
          throw simError('ENOSPC', 'write', path)
        } else throw simError(met.kind, 'write', path)
      },
      sync: async () => {
        const met = await enter('sync')
        use('sync')
        if (met === undefined) file.sync()
        else {
          file.failSync()
          throw simError(met.kind === 'short' ? 'EIO' : met.kind, 'sync', path)
        }
      },
      size: () =>
        perform('size', path, () => {
          use('size')
          return file.visible.length
        }),
      close: async () => {
        const met = await enter('close')
        use('close')
        // Linux gives the descriptor back even when close fails.
        open = false
        openFileCount -= 1
        if (met !== undefined) throw simError('EIO', 'close', path)
      },
    }
  }

  return {
    availableBytes: () => Promise.resolve(Number.MAX_SAFE_INTEGER),
    get callCount() {
      return calls.length
    },
    calls,
    get openFileCount() {
      return openFileCount
    },
    crashed,
    crash: (seed, next = {}) => simFileSystemOn(root.afterCrash(seededRandom(seed), new Map()), { seed, ...next }),
    clearFault: () => {
      fault = undefined
    },
    open: (path, mode) =>
      performOpen(enter, path, () => {
        const { parent, name } = parentOf(root, path, 'open')
        const found = parent.visible.get(name)
        if (found instanceof SimDirectory) throw simError('EISDIR', 'open', path)
        if (mode === 'read') {
          if (found === undefined) throw simError('ENOENT', 'open', path)
          return openFile(found, path, mode)
        }
        if (found !== undefined) throw simError('EEXIST', 'open', path)
        const file = new SimFile()
        parent.set(name, file)
        return openFile(file, path, mode)
      }),
    rename: (from, to) =>
      perform('rename', from, () => {
        const source = parentOf(root, from, 'rename')
        const target = parentOf(root, to, 'rename')
        const node = source.parent.visible.get(source.name)
        if (node === undefined) throw simError('ENOENT', 'rename', from)
        source.parent.set(source.name, undefined)
        target.parent.set(target.name, node)
      }),
    remove: (path) =>
      perform('remove', path, () => {
        const { parent, name } = parentOf(root, path, 'remove')
        const node = parent.visible.get(name)
        if (node === undefined) throw simError('ENOENT', 'remove', path)
        if (node instanceof SimDirectory) throw simError('EISDIR', 'remove', path)
        parent.set(name, undefined)
      }),
    makeDirectory: (path) =>
      perform('makeDirectory', path, () => {
        let directory = root
        for (const name of segments(path)) {
          const found = directory.visible.get(name)
          if (found instanceof SimFile) throw simError('ENOTDIR', 'makeDirectory', path)
          const next = found ?? new SimDirectory()
          if (found === undefined) directory.set(name, next)
          directory = next
        }
      }),
    syncDirectory: (path) =>
      perform('syncDirectory', path, () => {
        const node = find(root, path)
        if (!(node instanceof SimDirectory)) throw simError(node === undefined ? 'ENOENT' : 'ENOTDIR', 'syncDirectory', path)
        node.sync()
      }),
    list: (path) =>
      perform('list', path, () => {
        const node = find(root, path)
        if (node instanceof SimFile) throw simError('ENOTDIR', 'list', path)
        return shuffled([...(node?.visible.keys() ?? [])], random)
      }),
  }
}

/** Opening never half-happens: a descriptor nobody received could not be closed by anybody. */
async function performOpen(
  enter: (call: SimCall) => Promise<SimFault | undefined>,
  path: string,
  effect: () => OpenFile,
): Promise<OpenFile> {
  const met = await enter('open')
  if (met !== undefined) throw simError(met.kind === 'short' ? 'EIO' : met.kind, 'open', path)
  return effect()
}

function segments(path: string): string[] {
  return path.split('/').filter((name) => name !== '')
}

function find(root: SimDirectory, path: string): SimNode | undefined {
  let node: SimNode | undefined = root
  for (const name of segments(path)) {
    if (!(node instanceof SimDirectory)) return undefined
    node = node.visible.get(name)
  }
  return node
}

function parentOf(root: SimDirectory, path: string, call: SimCall): { readonly parent: SimDirectory; readonly name: string } {
  const names = segments(path)
  const name = names.pop()
  const parent = find(root, names.join('/'))
  if (name === undefined || !(parent instanceof SimDirectory)) throw simError('ENOENT', call, path)
  return { parent, name }
}

function shuffled(names: string[], random: SeededRandom): string[] {
  for (let i = names.length - 1; i > 0; i--) {
    const other = random.below(i + 1)
    const name = names[i]
    const swap = names[other]
    if (name !== undefined && swap !== undefined) {
      names[i] = swap
      names[other] = name
    }
  }
  return names
}
