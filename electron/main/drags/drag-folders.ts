import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { DragLimit, FetchedDrag, PreparedDrag, PrepareDrag } from '../../contract/drags.ts'
import { wireFailure } from '../../contract/wire-error.ts'
import type { Timers } from '../hosts/host-process.ts'
import type { Log } from '../log.ts'

interface DragFoldersOptions {
  /** Ossia's alone; what is in it at the start is of an earlier run. */
  readonly folder: string
  readonly limitOf: (profileId: string) => DragLimit
  /** Writes the objects into the folder, which is there and empty. */
  readonly fetch: (input: PrepareDrag & { readonly folderPath: string; readonly limit: DragLimit }, signal: AbortSignal) => Promise<FetchedDrag>
  /** The system's drag of these paths; returns when it is over. */
  readonly startDrag: (windowId: number, paths: readonly string[]) => { readonly leftWindow: boolean }
  readonly now: () => number
  readonly timers: Timers
  readonly log: Log
}

/** Files on the disk that can be dragged to other programs. */
export interface DragFolders {
  readonly prepare: (windowId: number, input: PrepareDrag, signal: AbortSignal) => Promise<PreparedDrag>
  /** @throws WireFailure DragGone when the files are not there (any more) */
  readonly start: (windowId: number, dragId: string) => { readonly leftWindow: boolean }
  readonly discard: (windowId: number, dragId: string) => Promise<void>
  readonly forgetWindow: (windowId: number) => void
  /** Removes what an earlier run left. Before the first `prepare`. */
  readonly clear: () => Promise<void>
  /** Removes everything but what another program may be reading at this moment. */
  readonly stop: () => Promise<void>
}

/** Whoever was handed files may open them late: a file manager asks about a conflict first, a browser uploads when a form is sent. */
const keepAfterDragMs = 60 * 60_000
/** A copy that runs while Ossia ends must not lose its source. */
const mayBeReadMs = 10 * 60_000

interface Prepared {
  readonly windowId: number
  readonly folder: string
  readonly paths: readonly string[]
  handedOutMs: number | undefined
  cancelRemoval: (() => void) | undefined
}

/**
 * The path of a name directly in the folder. The names come from another process, which has made them safe; this one hands them to
 * the system and so looks itself.
 */
function pathIn(folder: string, name: string): string {
  const file = path.resolve(folder, name)
  if (path.dirname(file) !== path.resolve(folder) || path.basename(file) !== name) throw new Error('A name of a drag leads out of its folder')
  return file
}

export function createDragFolders({ folder, limitOf, fetch, startDrag, now, timers, log }: DragFoldersOptions): DragFolders {
  const drags = new Map<string, Prepared>()
  const remove = async (at: string): Promise<void> => {
    try {
      await rm(at, { recursive: true, force: true, maxRetries: 3 })
    } catch (error) {
      // Windows keeps what another program has open; the next start tries again.
      log('Files of a drag could not be removed', error)
    }
  }
  const keyOf = (windowId: number, dragId: string): string => `${String(windowId)}/${dragId}`
  const forget = async (key: string, drag: Prepared): Promise<void> => {
    drag.cancelRemoval?.()
    drags.delete(key)
    await remove(drag.folder)
  }
  const discard = async (key: string): Promise<void> => {
    const drag = drags.get(key)
    if (drag !== undefined && drag.handedOutMs === undefined) await forget(key, drag)
  }

  return {
    prepare: async (windowId, input, signal) => {
      const key = keyOf(windowId, input.dragId)
      if (drags.has(key)) throw wireFailure('InvalidInput', { details: { Argument: 'dragId' } })
      const own = path.join(folder, randomUUID())
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await mkdir(own, { mode: 0o700 })
      let kept = false
      try {
        const fetched = await fetch({ ...input, folderPath: own, limit: limitOf(input.profileId) }, signal)
        if (fetched.state !== 'ready') return fetched
        const paths = fetched.names.map((name) => pathIn(own, name))
        signal.throwIfAborted()
        drags.set(key, { windowId, folder: own, paths, handedOutMs: undefined, cancelRemoval: undefined })
        kept = true
        return { ...fetched, names: paths.length }
      } finally {
        if (!kept) await remove(own)
      }
    },
    start: (windowId, dragId) => {
      const key = keyOf(windowId, dragId)
      const drag = drags.get(key)
      // Nothing here may wait: the button is down, and on Linux a drag that began late ends with somebody's next click.
      if (drag === undefined || !drag.paths.every((file) => existsSync(file))) throw wireFailure('DragGone')
      drag.handedOutMs = now()
      try {
        return startDrag(windowId, drag.paths)
      } finally {
        // Counted from its end: who drags may take a while.
        drag.handedOutMs = now()
        drag.cancelRemoval?.()
        drag.cancelRemoval = timers.after(keepAfterDragMs, () => void forget(key, drag))
      }
    },
    discard: (windowId, dragId) => discard(keyOf(windowId, dragId)),
    forgetWindow: (windowId) => {
      for (const [key, drag] of drags) if (drag.windowId === windowId) void discard(key)
    },
    clear: async () => {
      for (const name of await readdir(folder).catch(() => [])) await remove(path.join(folder, name))
    },
    stop: async () => {
      const over = [...drags].filter(([, { handedOutMs }]) => handedOutMs === undefined || now() - handedOutMs >= mayBeReadMs)
      for (const drag of drags.values()) drag.cancelRemoval?.()
      await Promise.all(over.map(([key, drag]) => forget(key, drag)))
    },
  }
}
