import { describe, expect, it } from 'vitest'
import type { AclGrant } from '../../contract/acl-grants.ts'
import type { ObjectHeadView } from '../../contract/objects.ts'
import type { JobContext } from './job-context.ts'
import { keptAttributes } from './copy-source.ts'

const head: ObjectHeadView = { key: 'a.txt', sizeBytes: 1, lastModifiedMs: 0, etag: 'x', headers: {}, userMetadata: {}, storageClass: 'Standard', type: 'Normal', tagCount: 0, requestId: '' }

/** What is kept of an object of S3 with these grants. */
async function kept(acl: string, grants: readonly AclGrant[]) {
  const provider = { service: 's3', getObjectGrants: () => Promise.resolve({ acl, grants }) }
  const context = { provider, target: provider, signal: new AbortController().signal } as unknown as JobContext
  const { attributes, lost } = await keptAttributes(context, 'data', head, false)
  return { acl: attributes.acl, lost }
}
const owner: AclGrant = { who: 'owner', name: 'us', permission: 'FULL_CONTROL' }

describe('the ACL of an object of S3', () => {
  it('is what it says where a service names nobody as the owner', async () => {
    expect(await kept('default', [{ who: 'account', name: '', permission: 'FULL_CONTROL' }])).toEqual({ acl: undefined, lost: [] })
  })

  it('comes along where a canned one says all of it', async () => {
    expect(await kept('default', [owner])).toEqual({ acl: undefined, lost: [] })
    expect(await kept('public-read', [owner, { who: 'everyone', name: 'AllUsers', permission: 'READ' }])).toEqual({ acl: 'public-read', lost: [] })
  })

  it.each<AclGrant>([
    { who: 'account', name: 'partner', permission: 'READ' },
    { who: 'authenticated', name: 'AuthenticatedUsers', permission: 'READ' },
    { who: 'group', name: 'LogDelivery', permission: 'WRITE' },
    { who: 'everyone', name: 'AllUsers', permission: 'READ_ACP' },
  ])('is said to be lost where it grants $permission to $who', async (grant) => {
    expect(await kept('default', [owner, grant])).toEqual({ acl: undefined, lost: ['acl'] })
  })
})
