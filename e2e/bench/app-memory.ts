import { readFile, writeFile } from 'node:fs/promises'
import type { ElectronApplication } from '@playwright/test'
import { proportionalMemoryMb } from './processes.ts'

/** Memory of a running app in MB of 10^6 bytes: all its processes in proportion (PSS), and what single ones have resident. */
export interface AppMemory {
  readonly allMb: number
  readonly clientHostMb: number
  readonly storeHostMb: number
  readonly windowMb: number
}

const mebibyteInMb = 1024 ** 2 / 1e6

type Name = 'clientHostMb' | 'storeHostMb' | 'windowMb'

async function processIds(electron: ElectronApplication): Promise<Readonly<Record<Name, number>>> {
  const metrics = await electron.evaluate(({ app, BrowserWindow }) => ({
    named: app.getAppMetrics().map(({ name, pid }) => ({ name, pid })),
    window: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  }))
  const named = (name: string): number => metrics.named.find((one) => one.name === name)?.pid ?? 0
  return { clientHostMb: named('Ossia connections'), storeHostMb: named('Ossia store'), windowMb: metrics.window }
}

async function residentMb(pid: number, which: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '')
  return (Number(new RegExp(`^${which}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024) * mebibyteInMb
}

/** As it is now. Linux only. */
export async function appMemory(electron: ElectronApplication): Promise<AppMemory> {
  const pids = await processIds(electron)
  const [allMebibytes, clientHostMb, storeHostMb, windowMb] = await Promise.all([
    proportionalMemoryMb(electron.process().pid ?? 0),
    residentMb(pids.clientHostMb, 'VmRSS'),
    residentMb(pids.storeHostMb, 'VmRSS'),
    residentMb(pids.windowMb, 'VmRSS'),
  ])
  return { allMb: allMebibytes * mebibyteInMb, clientHostMb, storeHostMb, windowMb }
}

export interface MemoryWatch {
  /** The most there was: of all processes at one of the looks, of the single ones as the kernel noted it. */
  stop(): Promise<AppMemory>
}

const lookEveryMs = 2000

/** Looks at the memory until it is stopped. The kernel's own peaks start anew now. */
export async function watchMemory(electron: ElectronApplication): Promise<MemoryWatch> {
  const pids = await processIds(electron)
  // 5 sets the peak back to what is resident now (proc_pid_clear_refs).
  await Promise.all(Object.values(pids).map((pid) => writeFile(`/proc/${String(pid)}/clear_refs`, '5')))
  const root = electron.process().pid ?? 0
  let mostMebibytes = await proportionalMemoryMb(root)
  const look = async (): Promise<void> => {
    mostMebibytes = Math.max(mostMebibytes, await proportionalMemoryMb(root))
  }
  let looking: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    looking = look()
  }, lookEveryMs)
  return {
    stop: async () => {
      clearInterval(timer)
      await looking
      await look()
      const [clientHostMb, storeHostMb, windowMb] = await Promise.all([residentMb(pids.clientHostMb, 'VmHWM'), residentMb(pids.storeHostMb, 'VmHWM'), residentMb(pids.windowMb, 'VmHWM')])
      return { allMb: mostMebibytes * mebibyteInMb, clientHostMb, storeHostMb, windowMb }
    },
  }
}
