import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filler, readTree, writeTree } from './file-tree.ts'
import { readmeBlock } from './readme-block.ts'
import { hasClient, runClient } from './run-client.ts'
import { startStoreProcess, type StoreProcess } from './store-process.ts'

describe.skipIf(!hasClient('s3cmd'))('s3cmd', () => {
  let store: StoreProcess
  let source: string
  beforeAll(async () => {
    store = await startStoreProcess()
    source = path.join(store.folder, 'source')
    await writeFile(path.join(store.folder, 's3cfg'), `${await readmeBlock('s3cmd', store.host)}max_retries = 1\n`)
    await writeTree(source, 500)
    await s3cmd('mb', 's3://tree')
  })
  afterAll(() => store.stop())
  const s3cmd = (...args: string[]) => runClient('s3cmd', ['--config', path.join(store.folder, 's3cfg'), '--no-progress', ...args])

  it('syncs 500 files up and down without changing a byte', async () => {
    await s3cmd('sync', `${source}/`, 's3://tree/')
    const before = await readTree(source)
    const listed = (await s3cmd('ls', '--recursive', 's3://tree')).split('\n').filter((line) => line !== '')
    expect(listed.map((line) => line.replace(/^.*?s3:\/\/tree\//, '')).toSorted()).toEqual(Object.keys(before).toSorted())
    const copy = path.join(store.folder, 'copy')
    await mkdir(copy)
    await s3cmd('sync', 's3://tree/', `${copy}/`)
    expect(await readTree(copy)).toEqual(before)
  })

  it('finds nothing to do the second time', async () => {
    expect(await s3cmd('sync', '--dry-run', `${source}/`, 's3://tree/')).not.toContain('upload:')
  })

  it('moves, copies and deletes', async () => {
    const file = path.join(store.folder, 'moved.txt')
    await writeFile(file, 'moved')
    await s3cmd('put', file, 's3://tree/from here.txt')
    await s3cmd('mv', 's3://tree/from here.txt', 's3://tree/to/ü there.txt')
    await s3cmd('cp', 's3://tree/to/ü there.txt', 's3://tree/to/copy')
    expect(await s3cmd('get', 's3://tree/to/copy', '-')).toBe('moved')
    await s3cmd('del', '--recursive', '--force', 's3://tree/to/')
    expect(await s3cmd('ls', 's3://tree/to/')).toBe('')
  })

  it('uploads 60 MB in parts', async () => {
    const bytes = filler(60 * 1024 * 1024, 'large')
    const file = path.join(store.folder, 'large.bin')
    await writeFile(file, bytes)
    await s3cmd('put', '--multipart-chunk-size-mb', '7', file, 's3://tree/large.bin')
    const copy = path.join(store.folder, 'large-copy.bin')
    await s3cmd('get', 's3://tree/large.bin', copy)
    expect((await readFile(copy)).equals(bytes)).toBe(true)
    expect(await s3cmd('info', 's3://tree/large.bin')).toContain(String(bytes.length))
    await s3cmd('del', 's3://tree/large.bin')
  })

  it('makes links that curl can follow', async () => {
    const file = path.join(store.folder, 'linked.txt')
    await writeFile(file, 'linked')
    await s3cmd('put', file, 's3://tree/a b/linked+.txt')
    const link = (await s3cmd('signurl', 's3://tree/a b/linked+.txt', '+60')).trim()
    expect(await runClient('curl', ['-sS', '--fail', link])).toBe('linked')
  })

  it('opens an object to everyone and closes it again', async () => {
    const file = path.join(store.folder, 'open.txt')
    await writeFile(file, 'open')
    await s3cmd('put', file, 's3://tree/open.txt')
    const status = () => runClient('curl', ['-sS', '-o', '/dev/null', '-w', '%{http_code}', `http://${store.host}/tree/open.txt`])
    expect(await status()).toBe('403')
    await s3cmd('setacl', '--acl-public', 's3://tree/open.txt')
    expect(await status()).toBe('200')
    await s3cmd('setacl', '--acl-private', 's3://tree/open.txt')
    expect(await status()).toBe('403')
  })

  it('shows what a bucket is configured to do', async () => {
    const file = path.join(store.folder, 'policy.json')
    const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::tree/public/*' }
    await writeFile(file, JSON.stringify({ Version: '2012-10-17', Statement: [statement] }))
    await s3cmd('setpolicy', file, 's3://tree')
    const shown = await s3cmd('info', 's3://tree')
    expect(shown).toContain('Location:  cn-hangzhou')
    expect(shown).toContain('arn:aws:s3:::tree/public/*')
    await s3cmd('expire', '--expiry-days=9', '--expiry-prefix=logs/', 's3://tree')
    expect(await s3cmd('info', 's3://tree')).toMatch(/Expiration Rule: objects with key prefix .logs\/. will expire in .9. day/)
    expect(await s3cmd('getlifecycle', 's3://tree')).toContain('<Prefix>logs/</Prefix>')
    await s3cmd('dellifecycle', 's3://tree')
    await s3cmd('delpolicy', 's3://tree')
    expect(await s3cmd('info', 's3://tree')).toMatch(/Policy:\s+none/)
  })

  it('does the same with signatures of version 2', async () => {
    const file = path.join(store.folder, 'two.txt')
    await writeFile(file, 'signed by version 2')
    await s3cmd('--signature-v2', 'put', file, 's3://tree/v2/two ü.txt')
    expect(await s3cmd('--signature-v2', 'get', 's3://tree/v2/two ü.txt', '-')).toBe('signed by version 2')
    expect(await s3cmd('--signature-v2', 'ls', 's3://tree/v2/')).toContain('s3://tree/v2/two ü.txt')
    const link = (await s3cmd('--signature-v2', 'signurl', 's3://tree/v2/two ü.txt', '+60')).trim()
    expect(link).toContain('AWSAccessKeyId=')
    expect(await runClient('curl', ['-sS', '--fail', link])).toBe('signed by version 2')
  })
})
