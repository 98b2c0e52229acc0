import type { Server, Socket } from 'node:net'

/**
 * The world outside the storage core, as parameters. Nothing in the core imports `node:fs`, reads the clock or draws
 * randomness by itself: the composition root hands in the real ones, tests hand in simulated ones.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}

export interface Random {
  /** Cryptographically strong bytes in production, seeded in simulations. */
  bytes(count: number): Uint8Array
}

export interface OpenFile {
  /** Reads up to `length` bytes at `position` into `buffer` at `offset`; resolves with the count, 0 at the end. */
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<number>
  /** Writes all of `chunks` one after the other from `position`. Resolves when the operating system has them, not the disk. */
  write(chunks: readonly Uint8Array[], position: number): Promise<void>
  /** Resolves when data and size are on disk. */
  sync(): Promise<void>
  size(): Promise<number>
  close(): Promise<void>
}

/**
 * The few file operations the core needs, with POSIX meaning: bytes are durable after `OpenFile.sync`, names after
 * `syncDirectory` of the folder that holds them. Errors carry Node's `code` (`ENOSPC`, `EIO`, `ENOENT`, …).
 */
export interface FileSystem {
  /** `createNew` fails when the path exists; `read` never creates. */
  open(path: string, mode: 'read' | 'createNew'): Promise<OpenFile>
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Creates the folder and its parents; fine when it exists. */
  makeDirectory(path: string): Promise<void>
  syncDirectory(path: string): Promise<void>
  /** Names in a folder, any order; empty when the folder does not exist. */
  list(path: string): Promise<string[]>
  /** Room left for this user on the disk that holds the path. */
  availableBytes(path: string): Promise<number>
}

export interface Network {
  /**
   * Binds a server to one address and resolves with its port; port 0 takes any free one. Rejects with Node's errors
   * (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`, `EAFNOSUPPORT`), after which the server may be closed and forgotten.
   */
  listen(server: Server, address: { readonly host: string; readonly port: number }): Promise<number>
  /**
   * Connects to a host by name or address. Resolving the name and judging what it stands for is one step, so that it cannot
   * stand for something else a moment later. When `isAllowed` refuses one of the addresses, nothing is sent to any: the
   * socket emits an error, or, for a host that is an address, this throws one.
   */
  connect(target: ConnectTarget): Socket
}

export interface ConnectTarget {
  readonly host: string
  readonly port: number
  readonly isAllowed: (address: string) => boolean
}

export interface Platform {
  readonly clock: Clock
  readonly random: Random
  readonly files: FileSystem
  readonly network: Network
}
