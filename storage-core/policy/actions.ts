/**
 * What each policy action is about. `service` and `bucket` actions, and `manage` on objects, belong to the owning account;
 * `read` and `write` on objects are the data actions that a canned ACL may open to everyone (OSS documentation,
 * "Authorization syntax and elements" and "Bucket ACL").
 */
export interface ActionRow {
  readonly scope: 'service' | 'bucket' | 'object'
  readonly kind: 'manage' | 'read' | 'write'
}

const manage = (scope: ActionRow['scope']): ActionRow => ({ scope, kind: 'manage' })

export const actions = {
  'oss:ListBuckets': manage('service'),
  'oss:PutBucket': manage('service'),
  'oss:DeleteBucket': manage('bucket'),
  'oss:GetBucketInfo': manage('bucket'),
  'oss:GetBucketLocation': manage('bucket'),
  'oss:GetBucketStat': manage('bucket'),
  'oss:GetBucketAcl': manage('bucket'),
  'oss:PutBucketAcl': manage('bucket'),
  'oss:ListObjects': manage('bucket'),
  'oss:ListObjectVersions': manage('bucket'),
  'oss:PutBucketVersioning': manage('bucket'),
  'oss:GetBucketVersioning': manage('bucket'),
  'oss:GetObject': { scope: 'object', kind: 'read' },
  'oss:GetObjectVersion': { scope: 'object', kind: 'read' },
  'oss:PutObject': { scope: 'object', kind: 'write' },
  'oss:ListMultipartUploads': manage('bucket'),
  'oss:ListParts': manage('object'),
  // Whoever may write objects may give up writing one.
  'oss:AbortMultipartUpload': { scope: 'object', kind: 'write' },
  'oss:DeleteObject': { scope: 'object', kind: 'write' },
  // The owner's, however public the bucket: where versions are kept, a plain delete can be undone and this cannot.
  'oss:DeleteObjectVersion': manage('object'),
  'oss:PutObjectTagging': manage('object'),
  'oss:GetObjectTagging': manage('object'),
  'oss:DeleteObjectTagging': manage('object'),
  'oss:PutObjectAcl': manage('object'),
  'oss:GetObjectAcl': manage('object'),
  'oss:RestoreObject': manage('object'),
  'oss:RestoreObjectVersion': manage('object'),
  'oss:PutObjectVersionTagging': manage('object'),
  'oss:GetObjectVersionTagging': manage('object'),
  'oss:DeleteObjectVersionTagging': manage('object'),
  'oss:PutObjectVersionAcl': manage('object'),
  'oss:GetObjectVersionAcl': manage('object'),
} as const satisfies Record<string, ActionRow>

export type OssAction = keyof typeof actions
