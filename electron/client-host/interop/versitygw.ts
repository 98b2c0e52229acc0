import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { Connection } from '../../contract/host-messages.ts'

/** Where `npm run interop -- --install` puts it; one on the PATH will do as well. */
const own = path.resolve(import.meta.dirname, '../../../out/interop-go/bin/versitygw')

/** The program, or undefined. Says so in one line when it is not there: a suite that is left out must be seen. */
export function findVersityGateway(): string | undefined {
  const found = [own, 'versitygw'].find((program) => (program === own ? existsSync(own) : spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0))
  if (found === undefined) process.stderr.write('SKIPPED: versitygw is not installed; npm run interop -- --install builds it where Go is\n')
  return found
}

export interface Gateway {
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

/** An S3 server that is not ours: the Versity S3 Gateway over a folder. */
export async function startGateway(program: string): Promise<Gateway> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'ossia-versitygw-'))
  const data = path.join(root, 'data')
  const metadata = path.join(root, 'metadata')
  await Promise.all([mkdir(data), mkdir(metadata)])
  const port = await freePort()
  const credential = { accessKeyId: 'interop-key', accessKeySecret: 'interop-secret' }
  const child = spawn(program, ['--quiet', '--port', `127.0.0.1:${String(port)}`, '--health', '/health', 'posix', '--sidecar', metadata, data], {
    env: { ...process.env, ROOT_ACCESS_KEY: credential.accessKeyId, ROOT_SECRET_KEY: credential.accessKeySecret },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve()
    })
  })
  const endpoint = `http://127.0.0.1:${String(port)}`
  for (let isReady = false; !isReady; ) {
    if (child.exitCode !== null) throw new Error(`versitygw ended: ${errors}`)
    isReady = await fetch(`${endpoint}/health`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (!isReady) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    connection: { profileId: 'versitygw', name: 'versitygw', kind: 's3', endpoint, region: 'us-east-1', credential },
    folder: (name) => mkdtemp(path.join(root, `${name}-`)),
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      await rm(root, { recursive: true, force: true })
    },
  }
}
