import type { BucketAcl } from '../../model/acl.ts'
import type { Owner } from '../../model/bucket.ts'
import { ossError } from '../../model/oss-error.ts'
import { childElements, childText, type XmlElement } from '../xml/parse-xml.ts'
import { element } from '../xml/write-xml.ts'
import { ownerXml } from './owner-xml.ts'

const everyone = 'http://acs.amazonaws.com/groups/global/AllUsers'
const instance = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'

/** The grants that S3 would show for a canned ACL. Amazon S3 User Guide, "Access control list overview". */
export function aclContent(owner: Owner, acl: BucketAcl): string {
  const grants = [grant(`<Grantee ${instance} xsi:type="CanonicalUser">${element('ID', owner.id)}${element('DisplayName', owner.displayName)}</Grantee>`, 'FULL_CONTROL')]
  const group = `<Grantee ${instance} xsi:type="Group">${element('URI', everyone)}</Grantee>`
  if (acl !== 'private') grants.push(grant(group, 'READ'))
  if (acl === 'public-read-write') grants.push(grant(group, 'WRITE'))
  return `${ownerXml(owner)}<AccessControlList>${grants.join('')}</AccessControlList>`
}

function grant(grantee: string, permission: string): string {
  return `<Grant>${grantee}${element('Permission', permission)}</Grant>`
}

/**
 * The canned ACL that a list of grants amounts to.
 * @throws OssError MalformedXML; NotImplemented for grants that no canned ACL makes, such as to another account
 */
export function readAcl(root: XmlElement, owner: Owner): BucketAcl {
  const [list, second] = childElements(root, 'AccessControlList')
  if (list === undefined || second !== undefined) throw ossError('MalformedXML')
  const open = new Set<string>()
  for (const each of childElements(list, 'Grant')) {
    const permission = childText(each, 'Permission')?.trim() ?? ''
    const [grantee] = childElements(each, 'Grantee')
    if (grantee === undefined) throw ossError('MalformedXML')
    const isOwner = childText(grantee, 'ID')?.trim() === owner.id
    if (isOwner && permission === 'FULL_CONTROL') continue
    if (childText(grantee, 'URI')?.trim() !== everyone || !['READ', 'WRITE'].includes(permission)) {
      throw ossError('NotImplemented', { message: 'Only grants that a canned ACL makes can be set.', details: { Permission: permission } })
    }
    open.add(permission)
  }
  if (!open.has('READ')) {
    if (open.has('WRITE')) throw ossError('NotImplemented', { message: 'Only grants that a canned ACL makes can be set.' })
    return 'private'
  }
  return open.has('WRITE') ? 'public-read-write' : 'public-read'
}
