import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filler, readTree, writeTree } from './file-tree.ts'
import { readmeBlock } from './readme-block.ts'
import { hasClient, runClient, tryClient } from './run-client.ts'
import { startStoreProcess, type StoreProcess } from './store-process.ts'

describe.skipIf(!hasClient('aws'))('awscli', () => {
  let store: StoreProcess
  let environment: Record<string, string>
  let source: string
  beforeAll(async () => {
    store = await startStoreProcess()
    source = path.join(store.folder, 'source')
    environment = {
      AWS_CONFIG_FILE: path.join(store.folder, 'aws-config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(store.folder, 'aws-credentials'),
      ...Object.fromEntries([...(await readmeBlock('awscli', store.host)).matchAll(/(AWS_\w+)=(\S+)/g)].map(([, name, value]) => [name, value])),
      AWS_MAX_ATTEMPTS: '1',
      AWS_PAGER: '',
    }
    await writeTree(source, 500)
    await aws('s3', 'mb', 's3://tree')
  })
  afterAll(() => store.stop())
  const endpoint = () => ['--endpoint-url', `http://${store.host}`]
  const aws = (...args: string[]) => runClient('aws', [...endpoint(), ...args], environment)
  const api = async (...args: string[]) => JSON.parse((await aws('s3api', ...args, '--output', 'json')) || '{}') as Record<string, unknown>

  it('syncs 500 files up and down without changing a byte', async () => {
    await aws('s3', 'sync', '--no-progress', '--quiet', source, 's3://tree')
    const before = await readTree(source)
    const listed = (await aws('s3', 'ls', '--recursive', 's3://tree')).split('\n').filter((line) => line !== '')
    expect(listed.map((line) => line.slice(31)).toSorted()).toEqual(Object.keys(before).toSorted())
    const copy = path.join(store.folder, 'copy')
    await aws('s3', 'sync', '--no-progress', '--quiet', 's3://tree', copy)
    expect(await readTree(copy)).toEqual(before)
  })

  it('finds nothing to do the second time', async () => {
    expect(await aws('s3', 'sync', '--no-progress', '--size-only', source, 's3://tree')).toBe('')
  })

  it('moves, copies and deletes', async () => {
    const file = path.join(store.folder, 'moved.txt')
    await writeFile(file, 'moved')
    await aws('s3', 'cp', file, 's3://tree/from here.txt')
    await aws('s3', 'mv', 's3://tree/from here.txt', 's3://tree/to/ü there.txt')
    await aws('s3', 'cp', 's3://tree/to/ü there.txt', 's3://tree/to/copy')
    expect(await aws('s3', 'cp', 's3://tree/to/copy', '-')).toBe('moved')
    expect((await aws('s3', 'ls', 's3://tree/to/')).match(/(?:copy|ü there\.txt)$/gm)).toHaveLength(2)
    await aws('s3', 'rm', '--recursive', 's3://tree/to/')
    expect((await tryClient('aws', [...endpoint(), 's3', 'ls', 's3://tree/to/'], environment)).output).toBe('')
  })

  it('uploads 60 MB in parts, with the ETag of S3', async () => {
    const bytes = filler(60 * 1024 * 1024, 'large')
    const file = path.join(store.folder, 'large.bin')
    await writeFile(file, bytes)
    await aws('s3', 'cp', '--no-progress', file, 's3://tree/large.bin')
    const head = await api('head-object', '--bucket', 'tree', '--key', 'large.bin')
    expect(head['ContentLength']).toBe(bytes.length)
    expect(head['ETag']).toMatch(/^"[0-9a-f]{32}-8"$/)
    const copy = path.join(store.folder, 'large-copy.bin')
    await aws('s3', 'cp', '--no-progress', 's3://tree/large.bin', copy)
    expect((await readFile(copy)).equals(bytes)).toBe(true)
    await aws('s3', 'cp', '--no-progress', 's3://tree/large.bin', 's3://tree/large-copy.bin')
    await aws('s3', 'cp', '--no-progress', 's3://tree/large-copy.bin', copy)
    expect((await readFile(copy)).equals(bytes)).toBe(true)
    await aws('s3', 'rm', 's3://tree/large.bin')
  })

  it('makes links that curl can follow', async () => {
    const file = path.join(store.folder, 'linked.txt')
    await writeFile(file, 'linked')
    await aws('s3', 'cp', file, 's3://tree/a b/linked+.txt')
    const link = (await aws('s3', 'presign', '--expires-in', '60', 's3://tree/a b/linked+.txt')).trim()
    expect(link).toContain('X-Amz-Signature=')
    expect(await runClient('curl', ['-sS', '--fail', link])).toBe('linked')
  })

  it('reads and writes what a bucket is configured to do', async () => {
    const bucket = ['--bucket', 'tree']
    expect(await api('get-bucket-versioning', ...bucket)).toEqual({})
    await api('put-bucket-versioning', ...bucket, '--versioning-configuration', 'Status=Enabled')
    expect(await api('get-bucket-versioning', ...bucket)).toEqual({ Status: 'Enabled' })
    expect(await api('get-bucket-location', ...bucket)).toEqual({ LocationConstraint: 'cn-hangzhou' })
    await api('put-bucket-acl', ...bucket, '--acl', 'public-read')
    expect((await api('get-bucket-acl', ...bucket))['Grants']).toHaveLength(2)
    const rule = { ID: 'old logs', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 90 }, Transitions: [{ Days: 30, StorageClass: 'STANDARD_IA' }] }
    await api('put-bucket-lifecycle-configuration', ...bucket, '--lifecycle-configuration', JSON.stringify({ Rules: [rule] }))
    expect((await api('get-bucket-lifecycle-configuration', ...bucket))['Rules']).toEqual([rule])
    await api('delete-bucket-lifecycle', ...bucket)
    const refused = await tryClient('aws', [...endpoint(), 's3api', 'get-bucket-encryption', ...bucket], environment)
    expect(refused.errors).toContain('ServerSideEncryptionConfigurationNotFoundError')
  })

  it('opens a prefix by a policy in its own language', async () => {
    const bucket = ['--bucket', 'policy']
    await aws('s3', 'mb', 's3://policy')
    for (const key of ['open/k', 'closed/k']) await api('put-object', ...bucket, '--key', key)
    const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::policy/open/*' }
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
    await api('put-bucket-policy', ...bucket, '--policy', policy)
    expect(await api('get-bucket-policy', ...bucket)).toEqual({ Policy: policy })
    const status = (key: string) => runClient('curl', ['-sS', '-o', '/dev/null', '-w', '%{http_code}', `http://${store.host}/policy/${key}`])
    expect([await status('open/k'), await status('closed/k')]).toEqual(['200', '403'])
    await api('delete-bucket-policy', ...bucket)
    expect(await status('open/k')).toBe('403')
  })

  it('keeps tags and metadata', async () => {
    const key = ['--bucket', 'tree', '--key', 'tagged']
    await api('put-object', ...key, '--metadata', 'colour=green', '--tagging', 'a=b')
    expect((await api('head-object', ...key))['Metadata']).toEqual({ colour: 'green' })
    expect((await api('get-object-tagging', ...key))['TagSet']).toEqual([{ Key: 'a', Value: 'b' }])
  })
})
