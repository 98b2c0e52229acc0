import type { Owner } from '../../model/bucket.ts'
import type { RequestContext } from '../request-context.ts'
import { requireBucket } from '../require-bucket.ts'

/** The answer to a wish for no entries, which S3 takes literally and OSS refuses. */
export function nothingListed(context: RequestContext): { readonly entries: readonly never[]; readonly isTruncated: false; readonly owner: Owner } {
  return { entries: [], isTruncated: false, owner: requireBucket(context).owner }
}
