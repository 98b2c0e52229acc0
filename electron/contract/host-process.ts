/** Threads of a host process that wait for disks. Node's four would all wait for syncs while nothing else moves. */
export const hostThreads = '16'

/**
 * How V8 keeps the client host's memory, as flags of V8. Transfers make garbage all the time and keep little: with V8's own
 * measure the heap of a host that fetched 5,000 files of 10 KiB grew by 40 MiB that nobody used, at the same processor time.
 */
export const clientHostEngineFlags: readonly string[] = ['--max-semi-space-size=2', '--heap-growing-percent=50']
