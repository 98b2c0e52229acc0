import { describe, expect, it } from 'vitest'
import { readAclAnswer, readAclGrants } from './read-attributes.ts'

const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
const group = (name: string) => `<Grantee ${xsi} xsi:type="Group"><URI>http://acs.amazonaws.com/groups/${name}</URI></Grantee>`
const user = (id: string, displayName = '') => `<Grantee ${xsi} xsi:type="CanonicalUser"><ID>${id}</ID>${displayName === '' ? '' : `<DisplayName>${displayName}</DisplayName>`}</Grantee>`
const acl = (...grants: readonly (readonly [grantee: string, permission: string])[]) =>
  `<AccessControlPolicy><Owner><ID>1000</ID><DisplayName>ada</DisplayName></Owner><AccessControlList>${grants.map(([grantee, permission]) => `<Grant>${grantee}<Permission>${permission}</Permission></Grant>`).join('')}</AccessControlList></AccessControlPolicy>`

describe('the grants of an ACL', () => {
  it('tell the owner, other accounts and groups apart, and name each as well as they can', () => {
    const document = acl([user('1000', 'ada'), 'FULL_CONTROL'], [user('2000', 'partner &amp; co'), 'READ'], [user('3000'), 'WRITE_ACP'], [group('global/AuthenticatedUsers'), 'READ'], [group('global/AllUsers'), 'READ_ACP'], [group('s3/LogDelivery'), 'WRITE'])
    expect(readAclGrants(document).map(({ who, name, permission }) => [who, who === 'group' ? '' : name, permission])).toEqual([
      ['owner', 'ada', 'FULL_CONTROL'],
      ['account', 'partner & co', 'READ'],
      ['account', '3000', 'WRITE_ACP'],
      ['authenticated', 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers', 'READ'],
      ['everyone', 'http://acs.amazonaws.com/groups/global/AllUsers', 'READ_ACP'],
      ['group', '', 'WRITE'],
    ])
    // Every account of the service is more than nobody, and less than everyone.
    expect(readAclAnswer(document)).toBe('default')
  })

  it('are none of an ACL of OSS, and of permissions that there are not', () => {
    expect(readAclGrants('<AccessControlPolicy><Owner><ID>1</ID></Owner><AccessControlList><Grant>public-read</Grant></AccessControlList></AccessControlPolicy>')).toEqual([])
    expect(readAclGrants(acl([user('2000'), 'EVERYTHING']))).toEqual([])
  })
})
