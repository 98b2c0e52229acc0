import { describe, expect, it } from 'vitest'
import type { AclGrant } from '../../contract/acl-grants.ts'
import { previewSave } from './save-object.ts'

const owner: AclGrant = { who: 'owner', name: 'us', permission: 'FULL_CONTROL' }
const at = { bucket: 'data', key: 'a.txt', signal: new AbortController().signal }
const lostOf = (service: 'oss' | 's3', grants: readonly AclGrant[] | Error) =>
  previewSave({ service, getObjectGrants: () => (grants instanceof Error ? Promise.reject(grants) : Promise.resolve({ acl: 'default', grants })) }, at)

describe('what saving would take from an object', () => {
  it('is nothing where a canned ACL says all of it', async () => {
    expect(await lostOf('s3', [owner])).toEqual([])
    expect(await lostOf('s3', [owner, { who: 'everyone', name: 'AllUsers', permission: 'READ' }])).toEqual([])
  })

  it('is the ACL where it names somebody', async () => {
    expect(await lostOf('s3', [owner, { who: 'account', name: 'partner', permission: 'READ' }])).toEqual(['acl'])
    expect(await lostOf('s3', [owner, { who: 'authenticated', name: 'AuthenticatedUsers', permission: 'READ' }])).toEqual(['acl'])
  })

  it('is not asked of OSS, whose ACLs name nobody', async () => {
    expect(await lostOf('oss', new Error('asked'))).toEqual([])
  })
})
