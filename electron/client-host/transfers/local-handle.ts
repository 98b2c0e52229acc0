import { close as closeFile, closeSync, constants, fstatSync, fsync, futimes, futimesSync, open as openFile, read as readFile, write as writeFile, writev as writeVector, type Stats } from 'node:fs'

/** The part of an open file that transfers use. */
export interface FileHandle {
  readonly fd: number
  stat(): Promise<Stats>
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>
  /** @param position null for where the last write ended */
  write(buffer: Buffer, offset: number, length: number, position: number | null): Promise<{ readonly bytesWritten: number }>
  writev(buffers: readonly Buffer[], position: number | null): Promise<{ readonly bytesWritten: number }>
  /** Undefined when it is done already. @throws what a promise would reject with */
  utimes(accessed: Date, modified: Date): Promise<void> | undefined
  sync(): Promise<void>
  /** Undefined when it is done already. @throws what a promise would reject with */
  close(): Promise<void> | undefined
}

/**
 * As `open` of node:fs/promises. Each call handed to Node's threads costs more than a small file itself, so what never waits
 * for a disk is asked at once: what the kernel knows of an open file, and to close one that has nothing left to write.
 */
export function openHandle(path: string, flags: number, mode?: number): Promise<FileHandle> {
  return new Promise((resolve, reject) => {
    openFile(path, flags, mode, (error, fd) => {
      if (error === null) resolve(handleOf(fd, writeThrough !== 0 && (flags & writeThrough) === writeThrough))
      else reject(error)
    })
  })
}

/**
 * Flag for a file whose writes are on the disk when they are done (POSIX, "open": O_DSYNC), so that no sync has to follow;
 * 0 where a sync does more. On macOS that is what makes the drive write.
 */
export const writeThrough = process.platform === 'linux' ? constants.O_DSYNC : 0

const littleBytes = 256 * 1024

function handleOf(fd: number, writesThrough: boolean): FileHandle {
  let open = true
  let hasWritten = false
  /** Bytes that a sync would bring to the disk. */
  let unsynced = 0
  const bytesOf = (run: (done: (error: NodeJS.ErrnoException | null, bytes: number) => void) => void): Promise<number> =>
    new Promise((resolve, reject) => {
      run((error, bytes) => {
        if (error === null) resolve(bytes)
        else reject(error)
      })
    })
  const settled = (run: (done: (error: NodeJS.ErrnoException | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      run((error) => {
        if (error === null) resolve()
        else reject(error)
      })
    })
  return {
    fd,
    // oxlint-disable-next-line typescript/require-await -- rejects where fstatSync throws
    stat: async () => fstatSync(fd),
    read: async (buffer, offset, length, position) => ({ bytesRead: await bytesOf((done) => readFile(fd, buffer, offset, length, position, done)) }),
    write: async (buffer, offset, length, position) => {
      hasWritten = true
      if (!writesThrough) unsynced += length
      return { bytesWritten: await bytesOf((done) => writeFile(fd, buffer, offset, length, position, done)) }
    },
    writev: async (buffers, position) => {
      hasWritten = true
      if (!writesThrough) for (const buffer of buffers) unsynced += buffer.length
      return { bytesWritten: await bytesOf((done) => (position === null ? writeVector(fd, buffers, done) : writeVector(fd, buffers, position, done))) }
    },
    utimes: (accessed, modified) => {
      // A network file system writes first what it holds back.
      if (unsynced > littleBytes) return settled((done) => futimes(fd, accessed, modified, done))
      futimesSync(fd, accessed, modified)
      return undefined
    },
    sync: async () => {
      // An empty file was not written yet.
      if (writesThrough && hasWritten) return
      const before = unsynced
      await settled((done) => fsync(fd, done))
      // What was written meanwhile may have missed it.
      unsynced -= before
    },
    close: () => {
      // A second close could hit a file that got the same number.
      if (!open) return undefined
      open = false
      if (unsynced > 0) return settled((done) => closeFile(fd, done))
      closeSync(fd)
      return undefined
    },
  }
}
