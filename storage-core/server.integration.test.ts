import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openConnection, send, signedHead } from './conformance/raw-client.ts'
import { openLmdbMetadataStore } from './metadata/lmdb-metadata-store.ts'
import { createNodePlatform } from './platform/node/node-platform.ts'
import { openStore, type OpenStore, type OpenStoreOptions } from './server.ts'

const accessKey = { accessKeyId: 'test-key', accessKeySecret: 'test-secret' }
let folder: string
let open: OpenStore[]
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ossia-server-'))
  open = []
})
afterEach(async () => {
  for (const store of open) await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(options: Partial<OpenStoreOptions> = {}): Promise<OpenStore & { readonly port: number }> {
  const store = await openStore({ dataFolder: path.join(folder, 'data'), region: 'cn-hangzhou', port: 0, accessKey, ...options })
  open.push(store)
  return Object.assign(store, { port: Number(new URL(store.url).port) })
}

describe('openStore', () => {
  it('finds everything again after a restart, with the same key pair', async () => {
    const first = await openStore({ dataFolder: path.join(folder, 'data'), region: 'cn-shanghai', port: 0 })
    expect(first.user.accessKeyId).toMatch(/^\w+$/)
    const call = (store: OpenStore, method: string, key?: string, body?: Buffer) =>
      send(Number(new URL(store.url).port), { method, bucket: 'kept', credential: store.user, ...(key === undefined ? {} : { key }), ...(body === undefined ? {} : { body }) })
    await call(first, 'PUT')
    await call(first, 'PUT', 'small', Buffer.from('small'))
    await call(first, 'PUT', 'large', Buffer.alloc(200_000, 7))
    await first.close()
    const second = await start({ accessKey: first.user })
    expect(second.user).toEqual(first.user)
    expect((await call(second, 'GET', 'small')).text).toBe('small')
    expect((await call(second, 'GET', 'large')).body.equals(Buffer.alloc(200_000, 7))).toBe(true)
  })

  it('refuses a folder with identities that only a newer Ossia knows, and leaves it free', async () => {
    const dataFolder = path.join(folder, 'data')
    await (await openStore({ dataFolder, region: 'cn-hangzhou', port: 0, accessKey })).close()
    const metadata = await openLmdbMetadataStore({ dataFolder, ...createNodePlatform() })
    await metadata.write((tx) => {
      tx.putIdentity({ kind: 'alias' as 'group', accountId: '1', groupName: 'g', comments: '', createdMs: 1, updatedMs: 1, members: [], policies: [] })
    })
    await metadata.close()
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(openStore({ dataFolder, region: 'cn-hangzhou', port: 0, accessKey })).rejects.toMatchObject({ code: 'StoreFormatUnsupported', details: { IdentityKind: 'alias' } })
    }
  })

  it('lets a key pair in memory act for the same account and forgets it with the process', async () => {
    const internalAccessKey = { accessKeyId: 'internal', accessKeySecret: 'only-in-memory' }
    const first = await start({ internalAccessKey })
    expect((await send(first.port, { method: 'PUT', bucket: 'shared', credential: internalAccessKey })).status).toBe(200)
    expect((await send(first.port, { method: 'PUT', bucket: 'shared', key: 'k', body: '1' })).status).toBe(200)
    expect((await send(first.port, { bucket: 'shared', key: 'k', credential: internalAccessKey })).text).toBe('1')
    await first.close()
    const second = await start()
    expect((await send(second.port, { credential: internalAccessKey })).code).toBe('InvalidAccessKeyId')
  })

  it('says that the folder is in use', async () => {
    await start()
    await expect(start()).rejects.toMatchObject({ code: 'StoreDataFolderInUse' })
  })

  it('says that the port is taken, and gives the folder up', async () => {
    const other: Server = createServer()
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        resolve((other.address() as { port: number }).port)
      })
    })
    await expect(start({ port })).rejects.toMatchObject({ code: 'StorePortTaken' })
    await new Promise((resolve) => other.close(resolve))
    expect((await start({ port })).port).toBe(port)
  })

  it('says that the folder cannot be used', async () => {
    const file = path.join(folder, 'file')
    await writeFile(file, 'not a folder')
    await expect(start({ dataFolder: file })).rejects.toMatchObject({ code: 'StoreDataFolderUnusable' })
  })
})

describe('close', () => {
  it('lets a request in flight finish, then refuses new connections', async () => {
    const store = await start()
    await send(store.port, { method: 'PUT', bucket: 'closing' })
    const connection = openConnection(store.port)
    connection.write(signedHead(store.port, { bucket: 'closing', key: 'k' }, { 'content-length': '8', expect: '100-continue' }))
    await connection.received(/100 Continue/)
    const closed = store.close()
    connection.write('in time!')
    await connection.received(/HTTP\/1\.1 200 OK/)
    await closed
    await expect(send(store.port, {})).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    const again = await start()
    expect((await send(again.port, { bucket: 'closing', key: 'k' })).text).toBe('in time!')
  })

  it('cuts off a client that never finishes', async () => {
    const store = await start({ limits: { closeGraceMs: 50 } })
    await send(store.port, { method: 'PUT', bucket: 'closing' })
    const connection = openConnection(store.port)
    connection.write(signedHead(store.port, { bucket: 'closing', key: 'k' }, { 'content-length': '8', expect: '100-continue' }))
    await connection.received(/100 Continue/)
    await store.close()
    await connection.closed
    const again = await start()
    expect((await send(again.port, { bucket: 'closing', key: 'k' })).code).toBe('NoSuchKey')
  })
})
