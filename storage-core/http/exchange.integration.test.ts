import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type OpenStore } from '../server.ts'
import { signRequest } from '../signature/sign.ts'

let folder = ''
let store: OpenStore
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-exchange-'))
  store = await openStore({ dataFolder: folder, region: 'cn-hangzhou', port: 0 })
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const agent = new Agent({ keepAlive: true, maxSockets: 1 })
afterAll(() => agent.destroy())

function send(method: 'GET' | 'PUT', key?: string, body?: Buffer): Promise<{ status: number | undefined; bytes: number }> {
  const bucket = 'exchange-bucket'
  const headers = signRequest({
    method,
    bucket,
    ...(key === undefined ? {} : { key }),
    region: 'cn-hangzhou',
    credential: store.user,
    version: 'v4',
    now: Date.now(),
  })
  return new Promise((resolve, reject) => {
    const sent = request(`${store.url}/${bucket}/${key ?? ''}`, { agent, method, headers: { ...headers, 'content-length': body?.length ?? 0 } }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => (bytes += chunk.length))
      response.on('error', reject)
      response.on('end', () => {
        resolve({ status: response.statusCode, bytes })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

describe('a connection that serves many requests', () => {
  it('collects no listeners, neither from downloads nor from uploads', async () => {
    const warnings: string[] = []
    const onWarning = ({ name, message }: Error) => warnings.push(`${name}: ${message}`)
    process.on('warning', onWarning)
    const large = Buffer.alloc(100_000, 'x')
    await send('PUT')
    for (let i = 0; i < 15; i++) expect((await send('PUT', 'large', large)).status).toBe(200)
    for (let i = 0; i < 15; i++) expect(await send('GET', 'large')).toEqual({ status: 200, bytes: large.length })
    // Node tells of a leak one turn after it saw it.
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', onWarning)
    expect(warnings).toEqual([])
  })
})
