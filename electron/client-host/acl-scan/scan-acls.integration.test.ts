import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openProvider } from '../providers/open-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { scanAcls } from './scan-acls.ts'

let store: RealStore
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())

describe.each(['oss', 's3'] as const)('the ACLs of a bucket over %s', (kind) => {
  it('are read object by object, below a prefix only, and are another after they were changed', async () => {
    const provider = openProvider({ ...store.connection, kind })
    const bucket = `acls-${kind}`
    await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    const put = (key: string) => provider.putObject({ bucket, key, sizeBytes: 0, forbidOverwrite: false, body: undefined })
    for (const key of ['in/a', 'in/b', 'in/ü&<', 'out/c']) await put(key)
    await provider.putObjectAcl({ bucket, key: 'in/ü&<', acl: 'public-read' })
    await provider.putObjectAcl({ bucket, key: 'out/c', acl: 'public-read-write' })
    const scan = (prefix: string) => scanAcls({ provider, bucket, prefix, onProgress: () => undefined, toWire: () => ({ code: 'InternalError', message: '', status: 500, retryable: false }), signal: new AbortController().signal })
    // An ACL of S3 is told with whom it grants what; one of OSS is its name.
    const everyone = (...permissions: readonly string[]) =>
      kind === 's3' ? { grants: permissions.map((permission) => ({ who: 'everyone', name: 'http://acs.amazonaws.com/groups/global/AllUsers', permission })) } : {}
    expect(await scan('')).toEqual({
      report: { listed: 4, isListed: true, checked: 4, found: 2, open: 2, failed: 0 },
      rows: [
        { key: 'in/ü&<', acl: 'public-read', ...everyone('READ') },
        { key: 'out/c', acl: 'public-read-write', ...everyone('READ', 'WRITE') },
      ],
    })
    await provider.putObjectAcl({ bucket, key: 'in/ü&<', acl: 'default' })
    expect((await scan('in/')).rows.filter(({ acl }) => acl !== 'private')).toEqual([])
    provider.close()
  })
})
