import { readdir, readFile } from 'node:fs/promises'

/** Ids of a process and of everything it started, by `/proc`. */
async function processTree(root: number): Promise<number[]> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    // The command in brackets may hold blanks; the parent is the second field after it.
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
    if (parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const isInside = (pid: number | undefined): boolean => pid === root || (pid !== undefined && pid > 1 && isInside(parents.get(pid)))
  return [root, ...[...parents.keys()].filter((pid) => pid !== root && isInside(pid))]
}

/** Memory of a process and all its children in MB, shared pages counted in proportion (PSS). Linux only. */
export async function proportionalMemoryMb(root: number): Promise<number> {
  let kilobytes = 0
  for (const pid of await processTree(root)) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
    kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0)
  }
  return kilobytes / 1024
}

/** Clock ticks a second of `/proc/<pid>/stat`; 100 on every Linux that Electron runs on (`getconf CLK_TCK`). */
const ticksPerSecond = 100

async function processorTicks(root: number): Promise<ReadonlyMap<number, number>> {
  const ticks = new Map<number, number>()
  for (const pid of await processTree(root)) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // User and system time: fields 14 and 15 of the line, 12 and 13 after the command.
    ticks.set(pid, Number(fields[11] ?? 0) + Number(fields[12] ?? 0))
  }
  return ticks
}

/** Processor time that a process and all its children use in a while, in percent of one core. Linux only. */
export async function processorPercent(root: number, pause: () => Promise<void>): Promise<number> {
  const before = await processorTicks(root)
  const startedMs = performance.now()
  await pause()
  const seconds = (performance.now() - startedMs) / 1000
  let used = 0
  // A process that ended meanwhile is not counted: none does in an app at rest.
  for (const [pid, ticks] of await processorTicks(root)) used += ticks - (before.get(pid) ?? 0)
  return (used / ticksPerSecond / seconds) * 100
}
