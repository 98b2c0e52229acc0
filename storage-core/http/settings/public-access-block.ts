import type { PublicAccessBlock } from '../../model/bucket-settings.ts'
import { ossError, type OssError } from '../../model/oss-error.ts'
import { childFlag, type XmlElement } from '../xml/parse-xml.ts'
import { element, xmlDeclaration } from '../xml/write-xml.ts'

/** The element is optional, and then means `false` (OSS documentation, "PutBucketPublicAccessBlock"). @throws OssError MalformedXML */
export function readPublicAccessBlock(root: XmlElement): PublicAccessBlock {
  return { blockPublicAccess: childFlag(root, 'BlockPublicAccess') ?? false }
}

export function publicAccessBlockXml(setting: PublicAccessBlock | undefined): string {
  const isBlocked = setting?.blockPublicAccess ?? false
  return `${xmlDeclaration}<PublicAccessBlockConfiguration>${element('BlockPublicAccess', isBlocked)}</PublicAccessBlockConfiguration>\n`
}

/** What OSS answers to whoever would open something to everyone while that is blocked. */
export function publicAccessBlocked(what: 'bucket acl' | 'object acl' | 'bucket policy'): OssError {
  return ossError('AccessDenied', { message: `Put public ${what} is not allowed`, ec: '0016-00000901' })
}
