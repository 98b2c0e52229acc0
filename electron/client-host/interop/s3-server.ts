import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { Connection } from '../../contract/host-messages.ts'

const credential = { accessKeyId: 'interop-key', accessKeySecret: 'interop-secret' }

/** An S3 server that is not ours, and how it is started over an empty folder. */
interface S3Program {
  readonly name: string
  readonly arguments: (port: number, data: string) => readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Path that answers with success once it is ready. */
  readonly health: string
}

const programs: readonly S3Program[] = [
  {
    name: 'versitygw',
    arguments: (port, data) => ['--quiet', '--port', `127.0.0.1:${String(port)}`, '--health', '/health', 'posix', '--sidecar', path.join(data, 'metadata'), path.join(data, 'objects')],
    environment: { ROOT_ACCESS_KEY: credential.accessKeyId, ROOT_SECRET_KEY: credential.accessKeySecret },
    health: '/health',
  },
  {
    name: 'minio',
    arguments: (port, data) => ['server', '--quiet', '--address', `127.0.0.1:${String(port)}`, '--console-address', '127.0.0.1:0', path.join(data, 'objects')],
    // Nothing may be asked of the network, and a disk that is nearly full is no matter here.
    environment: { MINIO_ROOT_USER: credential.accessKeyId, MINIO_ROOT_PASSWORD: credential.accessKeySecret, MINIO_UPDATE: 'off', MINIO_CALLHOME_ENABLE: 'off', MINIO_BROWSER: 'off' },
    health: '/minio/health/live',
  },
]

export interface FoundServer extends S3Program {
  readonly command: string
}

/** Where `npm run interop -- --install` puts them; those on the PATH will do as well. */
const folder = path.resolve(import.meta.dirname, '../../../out/interop-go/bin')

/** Those that are there. Says so in one line of each that is not: a suite that is left out must be seen. */
export function findServers(): readonly { readonly name: string; readonly server: FoundServer | undefined }[] {
  return programs.map((program) => {
    const own = path.join(folder, program.name)
    const command = existsSync(own) ? own : spawnSync(program.name, ['--version'], { stdio: 'ignore' }).status === 0 ? program.name : undefined
    if (command === undefined) process.stderr.write(`SKIPPED: ${program.name} is not installed; npm run interop -- --install builds it where Go is\n`)
    return { name: program.name, server: command === undefined ? undefined : { ...program, command } }
  })
}

export interface RunningServer {
  readonly connection: Connection
  /** Of this suite alone; gone after `stop`. */
  readonly folder: (name: string) => Promise<string>
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export async function startServer(program: FoundServer): Promise<RunningServer> {
  const root = await mkdtemp(path.join(os.tmpdir(), `ossia-${program.name}-`))
  await Promise.all(['metadata', 'objects'].map((name) => mkdir(path.join(root, name))))
  const port = await freePort()
  const child = spawn(program.command, program.arguments(port, root), { env: { ...process.env, ...program.environment, HOME: root }, stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve()
    })
  })
  const endpoint = `http://127.0.0.1:${String(port)}`
  for (let isReady = false; !isReady; ) {
    if (child.exitCode !== null) throw new Error(`${program.name} ended: ${errors}`)
    isReady = await fetch(`${endpoint}${program.health}`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (!isReady) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    connection: { profileId: program.name, name: program.name, kind: 's3', endpoint, region: 'us-east-1', credential },
    folder: (name) => mkdtemp(path.join(root, `${name}-`)),
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      await rm(root, { recursive: true, force: true })
    },
  }
}
