import { spawn, type ChildProcess } from 'node:child_process'
import { access, constants, readFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'

export interface Server {
  readonly name: string
  readonly origin: string
  readonly port: number
  /** Processor time used so far by the process and its children, in microseconds; undefined where it cannot be read. */
  cpuMicros(): Promise<number | undefined>
  /** Memory the process has resident besides pages of the database file; undefined where it cannot be read. */
  memoryBytes(): Promise<number | undefined>
  stop(): Promise<void>
}

/** The full path of a program, or undefined. */
export async function findProgram(name: string): Promise<string | undefined> {
  for (const directory of `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`.split(':')) {
    const candidate = path.join(directory, name)
    const found = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return candidate
  }
  return undefined
}

/** A port that was free a moment ago, for servers that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Linux counts in hundredths of a second, so measure over a second at least. */
async function cpuMicrosOf(pid: number): Promise<number | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10_000
  } catch {
    return undefined
  }
}

/** What Linux says is resident of each mapping, but for those of LMDB's file: they are a cache, which goes when others need it. */
export function residentBytes(smaps: string): number {
  let total = 0
  let isDatabase = false
  for (const line of smaps.split('\n')) {
    const resident = /^Rss: +(\d+) kB/.exec(line)?.[1]
    if (resident !== undefined) total += isDatabase ? 0 : Number(resident) * 1024
    else if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) isDatabase = line.endsWith('.mdb')
  }
  return total
}

async function memoryBytesOf(pid: number): Promise<number | undefined> {
  const smaps = await readFile(`/proc/${pid}/smaps`, 'utf8').catch(() => undefined)
  return smaps === undefined ? undefined : residentBytes(smaps)
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const tooLong = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(tooLong)
}

/** Starts a program and waits for the line `ready http://…` on its standard output. */
export async function startReadyServer(name: string, command: string, parameters: readonly string[], cwd: string): Promise<Server> {
  const child = spawn(command, parameters, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const origin = await new Promise<string>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      output += chunk.toString()
      const found = /^ready (http:\/\/\S+)/m.exec(output)?.[1]
      if (found !== undefined) resolve(found)
    }
    child.stdout.on('data', look)
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`${name} ended with ${code} before it was ready: ${output.slice(-600)}`)))
  })
  return serverOf(name, child, origin.replace(/\/$/, ''))
}

export function serverOf(name: string, child: ChildProcess, origin: string): Server {
  const pid = child.pid ?? 0
  return {
    name,
    origin,
    port: Number(new URL(origin).port),
    cpuMicros: () => cpuMicrosOf(pid),
    memoryBytes: () => memoryBytesOf(pid),
    stop: () => stopChild(child),
  }
}
