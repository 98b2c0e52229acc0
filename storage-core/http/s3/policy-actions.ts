import { ossError } from '../../model/oss-error.ts'
import { compileWildcard } from '../../policy/wildcard.ts'

const same = (
  'AbortMultipartUpload DeleteBucket DeleteBucketPolicy DeleteBucketWebsite DeleteObject DeleteObjectTagging DeleteObjectVersion ' +
  'DeleteObjectVersionTagging GetBucketAcl GetBucketLocation GetBucketLogging GetBucketPolicy GetBucketPolicyStatus ' +
  'GetBucketPublicAccessBlock GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetObject GetObjectAcl ' +
  'GetObjectTagging GetObjectVersion GetObjectVersionAcl GetObjectVersionTagging PutBucketAcl PutBucketPolicy PutBucketRequestPayment ' +
  'PutBucketVersioning PutBucketWebsite PutObject PutObjectAcl PutObjectTagging PutObjectVersionAcl PutObjectVersionTagging RestoreObject'
).split(' ')

/** S3's actions and those of OSS that are asked for the same. S3 has none of its own for taking a configuration away. */
const actions: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    ...Object.fromEntries(same.map((name) => [name, [name]])),
    GetBucketCORS: ['GetBucketCors'],
    GetEncryptionConfiguration: ['GetBucketEncryption'],
    GetInventoryConfiguration: ['GetBucketInventory'],
    GetLifecycleConfiguration: ['GetBucketLifecycle'],
    GetReplicationConfiguration: ['GetBucketReplication'],
    ListBucket: ['ListObjects'],
    ListBucketMultipartUploads: ['ListMultipartUploads'],
    ListBucketVersions: ['ListObjectVersions'],
    ListMultipartUploadParts: ['ListParts'],
    PutBucketCORS: ['PutBucketCors', 'DeleteBucketCors'],
    PutBucketLogging: ['PutBucketLogging', 'DeleteBucketLogging'],
    PutBucketPublicAccessBlock: ['PutBucketPublicAccessBlock', 'DeleteBucketPublicAccessBlock'],
    PutBucketTagging: ['PutBucketTagging', 'DeleteBucketTagging'],
    PutEncryptionConfiguration: ['PutBucketEncryption', 'DeleteBucketEncryption'],
    PutInventoryConfiguration: ['PutBucketInventory', 'DeleteBucketInventory'],
    PutLifecycleConfiguration: ['PutBucketLifecycle', 'DeleteBucketLifecycle'],
    PutReplicationConfiguration: ['PutBucketReplication', 'DeleteBucketReplication'],
  }).map(([name, names]) => [name.toLowerCase(), names]),
)

/**
 * What an action of a policy in S3's language is called in OSS's; of a pattern, all that it means.
 * @throws OssError InvalidPolicyDocument for what OSS has no counterpart of
 */
export function ossActions(action: string): readonly string[] {
  const lower = action.toLowerCase()
  if (lower === '*' || lower === 's3:*') return ['oss:*']
  const pattern = lower.startsWith('s3:') ? compileWildcard(lower.slice(3), true) : undefined
  const found = pattern === undefined ? [] : [...actions].flatMap(([name, names]) => (pattern.matches(name) ? names : []))
  if (found.length > 0) return found.map((name) => `oss:${name}`)
  throw ossError('InvalidPolicyDocument', { message: `Policy has invalid action: ${JSON.stringify(action)} means nothing in OSS.` })
}
