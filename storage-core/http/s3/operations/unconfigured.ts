import { S3Error, type S3ErrorCode } from '../s3-error.ts'
import { notConfigured, s3Xml } from '../s3-operation.ts'

const missing = (code: S3ErrorCode) => () => {
  throw new S3Error(code)
}

/**
 * What tools ask of every bucket, about features that the store does not have: the answer S3 gives for a bucket on which
 * nobody ever configured them, which is true. Setting one up is NotImplemented.
 */
export const unconfigured = [
  notConfigured('GetBucketAccelerateConfiguration', 'accelerate', 'oss:GetBucketTransferAcceleration', () => s3Xml('AccelerateConfiguration', '')),
  notConfigured('GetBucketEncryption', 'encryption', 'oss:GetBucketEncryption', missing('ServerSideEncryptionConfigurationNotFoundError')),
  notConfigured('GetBucketLogging', 'logging', 'oss:GetBucketLogging', () => s3Xml('BucketLoggingStatus', '')),
  notConfigured('GetBucketNotificationConfiguration', 'notification', 'oss:GetBucketInfo', () => s3Xml('NotificationConfiguration', '')),
  notConfigured('GetBucketOwnershipControls', 'ownershipControls', 'oss:GetBucketAcl', missing('OwnershipControlsNotFoundError')),
  notConfigured('GetBucketReplication', 'replication', 'oss:GetBucketReplication', missing('ReplicationConfigurationNotFoundError')),
  notConfigured('GetBucketWebsite', 'website', 'oss:GetBucketWebsite', missing('NoSuchWebsiteConfiguration')),
  notConfigured('GetObjectLockConfiguration', 'object-lock', 'oss:GetBucketWorm', missing('ObjectLockConfigurationNotFoundError')),
]
