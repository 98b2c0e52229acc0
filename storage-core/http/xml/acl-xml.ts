import type { BucketAcl, ObjectAcl } from '../../model/acl.ts'
import type { Owner } from '../../model/bucket.ts'
import { ownerXml } from './list-xml.ts'
import { element, xmlDeclaration } from './write-xml.ts'

/** The answer of GetBucketAcl and GetObjectACL. */
export function aclXml({ owner, acl }: { readonly owner: Owner; readonly acl: BucketAcl | ObjectAcl }): string {
  return (
    `${xmlDeclaration}<AccessControlPolicy>${ownerXml(owner)}` +
    `<AccessControlList>${element('Grant', acl)}</AccessControlList></AccessControlPolicy>\n`
  )
}
