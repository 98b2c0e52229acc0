/**
 * Syncs folders, one sync serving everyone who asked before it began. A caller never shares a sync that was already under
 * way: that one may have missed its rename.
 */
export interface SharedDirectorySync {
  sync(path: string): Promise<void>
}

interface Turns {
  running: Promise<void>
  /** Begins when `running` ends; whoever asks meanwhile joins it. */
  next: Promise<void> | undefined
}

export function sharedDirectorySync(syncDirectory: (path: string) => Promise<void>): SharedDirectorySync {
  const turnsByPath = new Map<string, Turns>()

  const begin = (path: string, turns: Turns): Promise<void> => {
    turns.next = undefined
    const running = syncDirectory(path).finally(() => {
      if (turns.next === undefined) turnsByPath.delete(path)
    })
    turns.running = running
    return running
  }

  return {
    sync: (path) => {
      const turns = turnsByPath.get(path)
      if (turns === undefined) {
        const first: Turns = { running: Promise.resolve(), next: undefined }
        turnsByPath.set(path, first)
        return begin(path, first)
      }
      const start = () => begin(path, turns)
      turns.next ??= turns.running.then(start, start)
      return turns.next
    },
  }
}
