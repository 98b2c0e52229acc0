import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { send } from '../../conformance/raw-client.ts'
import { openStore } from '../../server.ts'
import { withDataFolder } from '../open-data-folder.ts'
import { runIdentityCommand } from './run-command.ts'

const runner = path.resolve(import.meta.dirname, '../../../build/run-ts.mjs')
let folder: string
let dataFolder: string
let child: ChildProcess | undefined
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ossia-identity-tool-'))
  dataFolder = path.join(folder, 'data')
  const store = await openStore({ dataFolder, region: 'cn-hangzhou', port: 0 })
  await store.close()
})
afterEach(async () => {
  if (child !== undefined && child.exitCode === null) await stop()
  child = undefined
  await rm(folder, { recursive: true, force: true })
})

async function run(args: readonly string[], environment: Record<string, string> = {}) {
  let output = ''
  let errors = ''
  const code = await runIdentityCommand({
    args,
    environment: { OSSIA_DATA: dataFolder, ...environment },
    workingFolder: folder,
    print: (text) => (output += text),
    complain: (text) => (errors += text),
  })
  return { code, output, errors }
}
async function json(args: readonly string[], environment: Record<string, string> = {}): Promise<Record<string, string>> {
  const { code, output, errors } = await run([...args, '--json'], environment)
  expect([code, errors]).toEqual([0, ''])
  return JSON.parse(output) as Record<string, string>
}

function start(): Promise<number> {
  const running = spawn(process.execPath, [runner, 'storage-core/tools/store.ts', '--port', '0', '--data', dataFolder], { stdio: ['ignore', 'pipe', 'pipe'] })
  child = running
  return new Promise((resolve, reject) => {
    running.stdout.on('data', (chunk) => resolve(Number(/:(\d+)\n$/.exec(String(chunk))?.[1])))
    running.once('close', () => {
      reject(new Error('the store ended'))
    })
  })
}
function stop(): Promise<void> {
  return new Promise((resolve) => {
    child?.once('close', () => {
      resolve()
    })
    child?.kill('SIGTERM')
  })
}

const assumeByAll = (accountId: string) =>
  JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [`acs:ram::${accountId}:root`] } }] })
const readAll = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:Get*', 'oss:List*'], Resource: '*' }] })

describe('commands about identities', () => {
  it('change a store that is stopped, and one that runs, whose next request obeys', async () => {
    await writeFile(path.join(folder, 'policy.json'), readAll)
    await json(['users', 'create', 'alice', '--comments', 'reads'])
    const made = await json(['keys', 'create', '--user', 'alice'])
    const credential = { accessKeyId: made['AccessKeyId'] ?? '', accessKeySecret: made['AccessKeySecret'] ?? '' }
    const port = await start()
    const list = async (key = credential) => {
      const { status, code } = await send(port, { credential: key })
      return code ?? status
    }
    expect(await list()).toBe('AccessDenied')
    await json(['policies', 'create', 'readers', '--document', 'policy.json'])
    await json(['policies', 'attach', 'readers', '--user', 'alice'])
    expect(await list()).toBe(200)
    const rotated = await json(['keys', 'rotate', '--user', 'alice'])
    expect(rotated['Replaced']).toBe(credential.accessKeyId)
    expect(await list()).toBe('InvalidAccessKeyId')
    expect(await list({ accessKeyId: rotated['AccessKeyId'] ?? '', accessKeySecret: rotated['AccessKeySecret'] ?? '' })).toBe(200)
    await stop()
    expect((await run(['policies', 'show', 'readers'])).output).toMatch(/"oss:Get\*"[^]+Attached to user alice\./)
    expect((await run(['users', 'delete', 'alice'])).errors).toBe('The user cannot be deleted while it has AccessKeys. (DeleteConflict.User.AccessKey)')
  })

  it('change nothing in another store that answers where this one was', async () => {
    const shared = { accessKeyId: 'shared-key', accessKeySecret: 'shared-secret' }
    const other = await openStore({ dataFolder: path.join(folder, 'other'), region: 'cn-hangzhou', port: 0, accessKey: shared })
    try {
      await withDataFolder(dataFolder, { create: false }, async ({ metadata }) => {
        await metadata.write((tx) => tx.putEndpoint(other.url))
        const environment = { OSSIA_ACCESS_KEY_ID: shared.accessKeyId, OSSIA_ACCESS_KEY_SECRET: shared.accessKeySecret }
        expect(await run(['users', 'create', 'stray'], environment)).toMatchObject({ code: 1, errors: expect.stringMatching(/is not the store in/) })
      })
      const environment = { OSSIA_ACCESS_KEY_ID: shared.accessKeyId, OSSIA_ACCESS_KEY_SECRET: shared.accessKeySecret }
      const { output } = await run(['users', 'list', '--json', '--endpoint', other.url], environment)
      expect(JSON.parse(output)).toEqual([])
    } finally {
      await other.close()
    }
  })

  it('make and end everything there is', async () => {
    const { AccountId = '' } = await json(['sts', 'whoami'])
    await writeFile(path.join(folder, 'trust.json'), assumeByAll(AccountId))
    await writeFile(path.join(folder, 'policy.json'), readAll)
    await json(['roles', 'create', 'reader', '--trust', 'trust.json', '--max-session', '7200'])
    await json(['policies', 'attach', 'AliyunOSSReadOnlyAccess', '--role', 'reader'])
    expect((await run(['roles', 'show', 'reader'])).output).toMatch(/sts:AssumeRole[^]+AliyunOSSReadOnlyAccess/)
    await json(['roles', 'update', 'reader', '--description', 'new'])
    await json(['users', 'create', 'bob'])
    await json(['policies', 'attach', 'AliyunSTSAssumeRoleAccess', '--user', 'bob'])
    const key = await json(['keys', 'create', '--user', 'bob'])
    const asBob = { OSSIA_ACCESS_KEY_ID: key['AccessKeyId'] ?? '', OSSIA_ACCESS_KEY_SECRET: key['AccessKeySecret'] ?? '' }
    const session = await json(['sts', 'assume-role', 'reader', '--duration', '900', '--policy', 'policy.json'], asBob)
    const asSession = {
      OSSIA_ACCESS_KEY_ID: session['AccessKeyId'] ?? '', OSSIA_ACCESS_KEY_SECRET: session['AccessKeySecret'] ?? '', OSSIA_SECURITY_TOKEN: session['SecurityToken'] ?? '',
    }
    expect(await json(['sts', 'whoami'], asSession)).toMatchObject({ IdentityType: 'AssumedRoleUser' })
    expect((await run(['sts', 'assume-role', 'reader'])).errors).toMatch(/^Roles may not be assumed by root accounts/)
    expect((await run(['users', 'list'], asBob)).errors).toMatch(/NoPermission/)

    await json(['users', 'update', 'bob', '--comments', 'new'])
    await json(['groups', 'create', 'team', '--comments', 'all of us'])
    await json(['groups', 'add', 'team', 'bob'])
    await json(['policies', 'attach', 'AliyunOSSReadOnlyAccess', '--group', 'team'])
    expect((await run(['groups', 'show', 'team'])).output).toMatch(/all of us[^]+bob[^]+AliyunOSSReadOnlyAccess/)
    expect((await run(['policies', 'show', 'AliyunOSSReadOnlyAccess'])).output).toMatch(/Attached to group team, role reader/)
    expect((await run(['policies', 'attach', 'AliyunOSSReadOnlyAccess', '--group', 'team', '--user', 'bob'])).errors).toMatch(/^name a user with --user, a group/)
    await json(['policies', 'detach', 'AliyunOSSReadOnlyAccess', '--group', 'team'])
    await json(['groups', 'remove', 'team', 'bob'])
    await json(['groups', 'delete', 'team'])
    await json(['policies', 'create', 'mine', '--document', 'policy.json'])
    for (let count = 0; count < 6; count++) await json(['policies', 'update', 'mine', '--document', 'policy.json'])
    await json(['policies', 'delete', 'mine'])
    const account = await json(['accounts', 'create', 'partner'])
    expect(await json(['sts', 'whoami', '--account', account['AccountId'] ?? ''])).toMatchObject({ AccountId: account['AccountId'] })
    await json(['accounts', 'delete', account['AccountId'] ?? ''])
    await json(['policies', 'detach', 'AliyunOSSReadOnlyAccess', '--role', 'reader'])
    await json(['roles', 'delete', 'reader'])
    await json(['policies', 'detach', 'AliyunSTSAssumeRoleAccess', '--user', 'bob'])
    await json(['keys', 'disable', key['AccessKeyId'] ?? '', '--user', 'bob'])
    await json(['keys', 'enable', key['AccessKeyId'] ?? '', '--user', 'bob'])
    await json(['keys', 'delete', key['AccessKeyId'] ?? '', '--user', 'bob'])
    await json(['users', 'delete', 'bob'])
    for (const noun of ['users', 'groups', 'roles']) expect(await json([noun, 'list'])).toEqual([])
  })

  it('run lifecycle rules at once, as of any day', async () => {
    const store = await openStore({ dataFolder, region: 'cn-hangzhou', port: 0 })
    const sent = { bucket: 'old-things', credential: store.user }
    const { port: text } = new URL(store.url)
    const port = Number(text)
    await send(port, { ...sent, method: 'PUT' })
    await send(port, { ...sent, method: 'PUT', key: 'logs/a', body: 'x' })
    const rule = '<Rule><ID>r</ID><Prefix>logs/</Prefix><Status>Enabled</Status><Expiration><Days>30</Days></Expiration></Rule>'
    const body = `<LifecycleConfiguration>${rule}</LifecycleConfiguration>`
    expect((await send(port, { ...sent, method: 'PUT', query: [['lifecycle', '']], body })).status).toBe(200)
    const at = ['--at', new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)]
    expect(await json(['lifecycle', 'run'])).toMatchObject({ Buckets: 1, Examined: 1, Expired: 0 })
    expect((await run(['lifecycle', 'run', 'old-things', ...at, '--dry-run'])).output).toMatch(/^Nothing was done; it would be:[^]+Expired +1\n/)
    expect((await send(port, { ...sent, key: 'logs/a' })).text).toBe('x')
    expect(await json(['lifecycle', 'run', ...at])).toMatchObject({ IsDryRun: false, Expired: 1 })
    expect((await send(port, { ...sent, key: 'logs/a' })).code).toBe('NoSuchKey')
    await store.close()
    expect(await run(['lifecycle', 'run', 'none'])).toMatchObject({ code: 1, errors: 'There is no bucket none. (InvalidParameter)' })
    expect(await run(['lifecycle', 'run', '--at', 'soon'])).toMatchObject({ code: 2, errors: '--at must be a date such as 2030-01-02, not "soon"' })
  })

  it('show a secret once and nowhere else', async () => {
    const { AccessKeySecret = '' } = await json(['keys', 'create'])
    expect(AccessKeySecret).toMatch(/^[A-Za-z0-9]{30}$/)
    for (const args of [['keys', 'list'], ['keys', 'list', '--json']]) {
      const { output, errors } = await run(args)
      expect(output + errors).not.toContain(AccessKeySecret)
    }
  })

  it('say in a sentence what is wrong, with an exit code', async () => {
    const where = { OSSIA_DATA: path.join(folder, 'nothing') }
    expect(await run(['keys', 'list'], where)).toMatchObject({ code: 1, output: '', errors: expect.stringMatching(/^there is no store in /) })
    expect(await run(['keys', 'list', '--endpoint', 'http://127.0.0.1:9'])).toMatchObject({ code: 1, errors: expect.stringMatching(/OSSIA_ACCESS_KEY_ID/) })
    const key = { OSSIA_ACCESS_KEY_ID: 'a', OSSIA_ACCESS_KEY_SECRET: 'b' }
    expect(await run(['keys', 'list', '--endpoint', 'http://127.0.0.1:9'], key)).toMatchObject({ code: 1, errors: 'Nothing answers at http://127.0.0.1:9.' })
    expect(await run(['keys', 'list'], key)).toMatchObject({ code: 1, errors: 'Specified access key is not found. (InvalidAccessKeyId.NotFound)' })
    expect(await run(['keys', 'list', '--account', '1234567890123456'])).toMatchObject({ code: 1, errors: expect.stringMatching(/does not exist/) })
    expect(await run(['policies', 'create', 'p', '--document', 'none.json'])).toMatchObject({ code: 2, errors: expect.stringMatching(/cannot be read/) })
    expect(await run(['policies', 'create', 'p'])).toMatchObject({ code: 2, errors: '--document is missing' })
    expect(await run(['keys', 'rotate', 'unknown'])).toMatchObject({ code: 2, errors: expect.stringMatching(/there is no AccessKey unknown/) })
    expect(await run(['keys'])).toMatchObject({ code: 0, output: expect.stringMatching(/^Usage: /) })
  })
})
