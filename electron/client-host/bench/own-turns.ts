import { openSync, readSync, statSync, writeFileSync } from 'node:fs'

/** Environment variable with the file that a host measured here writes its longest turn into. */
export const turnsFileVariable = 'OSSIA_BENCH_TURNS'

/**
 * Watches how long the loop of this thread is kept by one turn, in processor time of the thread, and leaves the longest in the
 * file. Unlike the time an answer takes this does not grow when other programs have the processor. Linux only.
 */
export function watchOwnTurns(file: string): void {
  // Nanoseconds on the processor, nanoseconds in line for it, slices (Linux, Documentation/scheduler/sched-stats.rst).
  const schedule = openSync('/proc/thread-self/schedstat', 'r')
  const text = Buffer.alloc(100)
  const cpuMs = (): number => Number(text.toString('latin1', 0, readSync(schedule, text, 0, text.length, 0)).split(' ')[0]) / 1e6
  let last = cpuMs()
  let longest = 0
  const look = (): void => {
    const now = cpuMs()
    // Whoever empties the file asks for the longest from then on.
    if (now - last > longest || statSync(file, { throwIfNoEntry: false })?.size === 0) {
      longest = now - last
      writeFileSync(file, longest.toFixed(2))
    }
    // What it cost to write that down is not counted.
    last = cpuMs()
    setTimeout(look, 1)
  }
  // Loading the program is not what anybody waits for.
  setTimeout(() => {
    last = cpuMs()
    look()
  }, 500)
}
