import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

const runner = path.resolve(import.meta.dirname, '../../build/run-ts.mjs')

export const keyId = 'interop-key'
export const keySecret = 'interop-secret'

export interface StoreProcess {
  readonly port: number
  /** `127.0.0.1:PORT` */
  readonly host: string
  /** Of this suite alone; gone after `stop`. */
  readonly folder: string
  stop(): Promise<void>
}

/** The store in a process of its own, started as a user would start it. */
export async function startStoreProcess(): Promise<StoreProcess> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ossia-interop-'))
  const child = spawn(process.execPath, [runner, 'storage-core/tools/store.ts', '--port', '0', '--data', path.join(folder, 'data')], {
    env: { ...process.env, OSSIA_ACCESS_KEY_ID: keyId, OSSIA_ACCESS_KEY_SECRET: keySecret },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve()
    })
  })
  const port = await new Promise<number>((resolve, reject) => {
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += String(chunk)
      const found = /^ready http:\/\/127\.0\.0\.1:(\d+)\n$/.exec(output)?.[1]
      if (found !== undefined) resolve(Number(found))
    })
    void ended.then(() => {
      reject(new Error(`the store ended: ${errors}`))
    })
  })
  return {
    port,
    host: `127.0.0.1:${port}`,
    folder,
    async stop() {
      child.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
