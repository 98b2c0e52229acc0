import { aclPermissions, type AclGrant } from '../../contract/acl-grants.ts'
import { errorTable, isOssErrorCode } from '../../../storage-core/model/error-table.ts'
import { RemoteError } from '../errors.ts'
import { rootOf } from './read-answers.ts'
import { child, childText, parseXml, type XmlElement } from './xml.ts'

/**
 * ETag of a copy. S3 says 200 before it has copied, and what went wrong in the body then ("CopyObject" in its reference).
 * @throws RemoteError
 */
export function readCopyAnswer(xml: string, root: 'CopyObjectResult' | 'CopyPartResult'): string {
  const parsed = parseXml(xml)
  if (parsed.name !== 'Error') return childText(rootOf(xml, root), 'ETag').replaceAll('"', '')
  const code = childText(parsed, 'Code') || 'InternalError'
  throw new RemoteError({
    code,
    message: childText(parsed, 'Message') || 'The copy failed',
    status: 200,
    retryable: code === 'SlowDown' || (isOssErrorCode(code) && errorTable[code].retryable),
    requestId: childText(parsed, 'RequestId') || undefined,
  })
}

/** OSS documentation, "GetObjectTagging"; S3's is the same. */
export function readTaggingAnswer(xml: string): Readonly<Record<string, string>> {
  const tags = child(rootOf(xml, 'Tagging'), 'TagSet')?.children ?? []
  return Object.fromEntries(tags.filter((one) => one.name === 'Tag').map((one) => [childText(one, 'Key'), childText(one, 'Value')]))
}

const allUsers = 'http://acs.amazonaws.com/groups/global/AllUsers'

/** The canned ACL: OSS names it ("GetObjectACL"), of S3's grants it is what they say of everyone. */
export function readAclAnswer(xml: string): string {
  const list = child(rootOf(xml, 'AccessControlPolicy'), 'AccessControlList')
  const grants = list?.children.filter((one) => one.name === 'Grant') ?? []
  const named = grants.find((one) => one.children.length === 0)?.text
  if (named !== undefined) return named
  const everyone = new Set(grants.filter(isForAll).map((grant) => childText(grant, 'Permission')))
  if (everyone.has('FULL_CONTROL') || everyone.has('WRITE')) return 'public-read-write'
  return everyone.has('READ') ? 'public-read' : 'default'
}

const authenticatedUsers = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers'

/** Whom an ACL of S3 names, and what each may do; none for OSS's, which have no grantees. Source: "Amazon S3 API Reference", "Grant". */
export function readAclGrants(xml: string): readonly AclGrant[] {
  const root = rootOf(xml, 'AccessControlPolicy')
  const ownerId = childText(child(root, 'Owner'), 'ID')
  const list = child(root, 'AccessControlList')?.children ?? []
  return list.flatMap((grant): AclGrant[] => {
    const grantee = child(grant, 'Grantee')
    const permission = aclPermissions.find((each) => each === childText(grant, 'Permission'))
    if (grantee === undefined || permission === undefined) return []
    const [uri, id] = [childText(grantee, 'URI'), childText(grantee, 'ID')]
    const name = uri || childText(grantee, 'DisplayName') || childText(grantee, 'EmailAddress') || id
    const who = uri === allUsers ? 'everyone' : uri === authenticatedUsers ? 'authenticated' : uri !== '' ? 'group' : id !== '' && id === ownerId ? 'owner' : 'account'
    return [{ who, name, permission }]
  })
}

function isForAll(grant: XmlElement): boolean {
  return childText(child(grant, 'Grantee'), 'URI') === allUsers
}
