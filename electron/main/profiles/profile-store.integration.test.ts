import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ProfilesState } from '../../contract/profiles.ts'
import { systemProxy } from '../../contract/proxy.ts'
import type { ClientHost } from '../hosts/client-host.ts'
import { localProfile } from '../hosts/local-connection.ts'
import { profileHandlers } from '../ipc/handlers/profiles.ts'
import type { Keychain } from '../secrets/keychain.ts'
import { createSecretBox } from '../secrets/secret-box.ts'
import { fakeKeychain } from '../test-support/fake-keychain.ts'
import { openProfileStore, type ProfileStore } from './profile-store.ts'

const fields = {
  name: 'Archive',
  colour: 'amber',
  kind: 'oss',
  endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
  region: 'cn-hangzhou',
  addressing: 'automatic',
  signatureVersion: 'v4',
  presetPath: 'team-bucket/reports',
  readOnly: true,
  caCertificate: '',
  proxy: systemProxy,
} as const
const credential = { accessKeyId: 'LTAI5tKey', accessKeySecret: 'verySecret', securityToken: 'veryTemporary', expiresMs: 1_900_000_000_000 }
const context = { windowId: 1, signal: new AbortController().signal }

let folder = ''
let file = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-connections-'))
  file = path.join(folder, 'connections.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

let lastId = 0
const openStore = (keychain: Keychain = fakeKeychain()): Promise<ProfileStore> =>
  openProfileStore({ file, secrets: createSecretBox(keychain), newId: () => `id-${++lastId}` })

describe('the file of connections', () => {
  it('keeps connections across a restart, their secrets sealed, readable by this user only', async () => {
    const made = await (await openStore()).create({ fields, credential, keep: 'keychain' })
    const again = await openStore()
    expect(again.list()).toEqual([made])
    expect(again.secretOf(made)).toEqual({ state: 'keychain', secret: { accessKeySecret: 'verySecret', securityToken: 'veryTemporary' } })
    expect(await readFile(file, 'utf8')).not.toMatch(/verySecret|veryTemporary/)
    expect((await stat(file)).mode & 0o077).toBe(0)
    expect(await readdir(folder)).toEqual(['connections.json'])
  })

  it('holds no secret of a session at all, and an unprotected one only when told so', async () => {
    const store = await openStore(fakeKeychain({ available: false }))
    const ofSession = await store.create({ fields, credential, keep: 'session' })
    expect(await readFile(file, 'utf8')).not.toMatch(/verySecret|veryTemporary/)
    expect(store.secretOf(ofSession).state).toBe('session')
    await expect(store.create({ fields, credential, keep: 'keychain' })).rejects.toMatchObject({ wire: { code: 'KeychainUnavailable' } })
    expect(store.list()).toHaveLength(1)
    const plain = await store.create({ fields, credential, keep: 'unprotected' })
    const again = await openStore(fakeKeychain({ available: false }))
    expect(again.secretOf(plain)).toMatchObject({ state: 'unprotected', secret: { accessKeySecret: 'verySecret' } })
    expect(again.secretOf(ofSession)).toEqual({ state: 'missing' })
  })

  it('changes settings without touching the key, and the key when one is given', async () => {
    const store = await openStore()
    const { profileId } = await store.create({ fields, credential, keep: 'keychain' })
    const renamed = await store.update(profileId, { fields: { ...fields, name: 'Renamed' } })
    expect(renamed).toMatchObject({ fields: { name: 'Renamed' }, accessKeyId: 'LTAI5tKey' })
    expect(store.secretOf(renamed)).toMatchObject({ secret: { accessKeySecret: 'verySecret' } })
    const changed = await store.update(profileId, { fields, credential: { accessKeyId: 'LTAI6', accessKeySecret: 'other' } })
    expect(changed).not.toHaveProperty('expiresMs')
    expect(store.secretOf(changed)).toEqual({ state: 'keychain', secret: { accessKeySecret: 'other' } })
  })

  it("keeps a proxy's password sealed beside the key, changes it alone, and drops it with its user name", async () => {
    const store = await openStore()
    const proxied = { ...fields, proxy: { mode: 'manual', address: 'proxy:3128', bypass: '', username: 'ada' } } as const
    const { profileId } = await store.create({ fields: proxied, credential, proxyPassword: 'proxySecret', keep: 'keychain' })
    expect(await readFile(file, 'utf8')).not.toContain('proxySecret')
    const secret = () => store.secretOf(store.get(profileId))
    expect(secret()).toMatchObject({ secret: { proxyPassword: 'proxySecret', accessKeySecret: 'verySecret' } })
    await store.update(profileId, { fields: { ...proxied, name: 'Renamed' } })
    expect(secret()).toMatchObject({ secret: { proxyPassword: 'proxySecret' } })
    await store.update(profileId, { fields: proxied, credential: { accessKeyId: 'LTAI6', accessKeySecret: 'other' } })
    expect(secret()).toEqual({ state: 'keychain', secret: { accessKeySecret: 'other', proxyPassword: 'proxySecret' } })
    await store.update(profileId, { fields: proxied, proxyPassword: 'changed' })
    expect(secret()).toEqual({ state: 'keychain', secret: { accessKeySecret: 'other', proxyPassword: 'changed' } })
    await store.update(profileId, { fields: { ...proxied, proxy: { ...proxied.proxy, username: '' } } })
    expect(secret()).toEqual({ state: 'keychain', secret: { accessKeySecret: 'other' } })
  })

  it('reads connections of earlier versions, which knew no proxy, and ones that would be refused today', async () => {
    await openStore().then((store) => store.create({ fields, credential, keep: 'keychain' }))
    const whole = JSON.parse(await readFile(file, 'utf8')) as { connections: { fields: Record<string, unknown> }[] }
    const { proxy: _proxy, ...earlier } = whole.connections[0]!.fields
    await writeFile(file, JSON.stringify({ ...whole, connections: [{ ...whole.connections[0], fields: { ...earlier, region: 'cn-beijing' } }] }))
    const store = await openStore()
    expect([store.list()[0]?.fields.proxy, store.recoveredFrom]).toEqual([systemProxy, undefined])
  })

  it('duplicates with a key of its own, and forgets for good', async () => {
    const store = await openStore()
    const first = await store.create({ fields, credential, keep: 'keychain' })
    const copy = await store.duplicate(first.profileId, 'Copy')
    await store.remove(first.profileId)
    expect((await openStore()).list()).toEqual([copy])
    expect(store.secretOf(copy)).toMatchObject({ secret: { accessKeySecret: 'verySecret' } })
    await expect(store.remove(first.profileId)).rejects.toMatchObject({ wire: { code: 'UnknownProfile' } })
  })

  it.each(['', '{"version": 1', '[]', '{"version": 99, "connections": []}'])('is put aside when it cannot be read: %j', async (text) => {
    await writeFile(file, text)
    const store = await openStore()
    expect(store.list()).toEqual([])
    expect(await readFile(path.join(folder, store.recoveredFrom ?? ''), 'utf8')).toBe(text)
  })

  it('loses only the connections that cannot be read, and keeps a copy of the whole', async () => {
    const { profileId } = await (await openStore()).create({ fields, credential, keep: 'keychain' })
    const whole = JSON.parse(await readFile(file, 'utf8')) as { connections: unknown[] }
    const text = JSON.stringify({ ...whole, connections: [...whole.connections, { profileId: 'x', fields: { ...fields, kind: 'ftp' } }] })
    await writeFile(file, text)
    const store = await openStore()
    expect(store.list().map((one) => one.profileId)).toEqual([profileId])
    expect(await readFile(path.join(folder, store.recoveredFrom ?? ''), 'utf8')).toBe(text)
    expect((await openStore()).recoveredFrom).toBeUndefined()
  })

  it('tells nothing that it could not keep', async () => {
    const store = await openStore()
    await rm(folder, { recursive: true })
    await writeFile(folder, 'a file where the folder was')
    await expect(store.create({ fields, credential, keep: 'keychain' })).rejects.toThrow()
    expect(store.list()).toEqual([])
  })
})

describe('calls of the window about connections', () => {
  async function setUp(keychain = fakeKeychain()) {
    const store = await openStore(keychain)
    const clientHost = { call: vi.fn(() => Promise.resolve({ checked: 'path', count: 3 })), connect: vi.fn(), disconnect: vi.fn() }
    const onChanged = vi.fn()
    const handlers = profileHandlers({ store, keychain, clientHost: clientHost as unknown as ClientHost, local: () => localProfile('cn-hangzhou', undefined), onChanged })
    return { handlers, clientHost, onChanged }
  }

  it('never bring a secret back', async () => {
    const { handlers } = await setUp()
    const answers = [
      await handlers['profiles.createProfile']({ fields, credential, keep: 'keychain' }, context),
      await handlers['profiles.listProfiles']({}, context),
    ]
    expect(ProfilesState.safeParse(answers[1]).error).toBeUndefined()
    expect(JSON.stringify(answers)).not.toMatch(/verySecret|veryTemporary/)
    expect(answers[1]).toMatchObject({ profiles: [{ profileId: 'local', kind: 'local' }, { name: 'Archive', secret: 'keychain', accessKeyId: 'LTAI5tKey' }], keychain: { available: true } })
  })

  it('take a new connection to the client host at once, with its secret, and tell every window', async () => {
    const { handlers, clientHost, onChanged } = await setUp()
    const { profileId } = await handlers['profiles.createProfile']({ fields, credential, keep: 'session' }, context)
    expect(clientHost.connect).toHaveBeenCalledWith(
      expect.objectContaining({
        profileId,
        kind: 'oss',
        readOnly: true,
        preset: { bucket: 'team-bucket', prefix: 'reports/' },
        credential: { accessKeyId: 'LTAI5tKey', accessKeySecret: 'verySecret', securityToken: 'veryTemporary' },
      }),
    )
    expect(onChanged).toHaveBeenCalledTimes(1)
    await handlers['profiles.deleteProfile']({ profileId }, context)
    expect(clientHost.disconnect).toHaveBeenCalledWith(profileId, expect.objectContaining({ code: 'UnknownProfile' }))
  })

  it('try the settings of a form with its own key, or with the one that is kept', async () => {
    const { handlers, clientHost } = await setUp()
    const { profileId } = await handlers['profiles.createProfile']({ fields, credential, keep: 'keychain' }, context)
    await handlers['profiles.testProfile']({ fields: { ...fields, endpoint: 'https://oss-cn-beijing.aliyuncs.com', region: 'cn-beijing' }, profileId }, context)
    await handlers['profiles.testProfile']({ fields, credential: { accessKeyId: 'LTAI6', accessKeySecret: 'other' } }, context)
    const tried = (clientHost.call.mock.calls as unknown as [string, { connection: unknown }, AbortSignal][]).map(([, { connection }]) => connection)
    expect(tried).toEqual([
      expect.objectContaining({ region: 'cn-beijing', credential: expect.objectContaining({ accessKeySecret: 'verySecret' }) }),
      expect.objectContaining({ credential: { accessKeyId: 'LTAI6', accessKeySecret: 'other' } }),
    ])
    const attempt = async () => handlers['profiles.testProfile']({ fields }, context)
    await expect(attempt()).rejects.toMatchObject({ wire: { code: 'CredentialMissing' } })
  })
})
