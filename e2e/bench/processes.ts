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
