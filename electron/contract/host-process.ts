/** Threads of a host process that wait for disks. Node's four would all wait for syncs while nothing else moves. */
export const hostThreads = '16'

/**
 * How V8 keeps the client host's memory, as flags of V8. Transfers make garbage all the time and keep little: with V8's own
 * measure the heap of a host that fetched 5,000 files of 10 KiB grew by 40 MiB that nobody used. The young generation is not
 * smaller than 4 MiB: with 2 MiB what a page of a listing was made of outlived it, and reading 100,000 versions took 3.0 s
 * instead of 2.2 s and 107 MiB instead of 84 MiB. With 8 MiB it takes 1.8 s, and transfers take 12 MiB more.
 */
export const clientHostEngineFlags: readonly string[] = ['--max-semi-space-size=4', '--heap-growing-percent=50']
