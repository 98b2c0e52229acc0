import type { BucketRules } from '../access/bucket-rules.ts'
import { endpoints } from '../endpoints.ts'
import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { requireRules } from '../require-bucket.ts'
import { ownerXml } from '../xml/list-xml.ts'
import { element, xmlDeclaration, xmlTime } from '../xml/write-xml.ts'

/** GetBucketInfo. Features that are not built show the value they have while switched off. */
export const getBucketInfo = operation({
  name: 'GetBucketInfo',
  match: { method: 'GET', scope: 'bucket', subResource: 'bucketInfo' },
  action: 'oss:GetBucketInfo',
  parse: () => undefined,
  run: async (context) => requireRules(context),
  serialize: ({ endpoint }, rules) => xmlReply(bucketInfoXml(rules, endpoint)),
})

function bucketInfoXml({ bucket, settings }: BucketRules, endpoint: string): string {
  const { extranet, intranet } = endpoints(endpoint, bucket.region)
  return (
    `${xmlDeclaration}<BucketInfo><Bucket>${element('AccessMonitor', 'Disabled')}` +
    `${element('CreationDate', xmlTime(bucket.createdMs))}${element('ExtranetEndpoint', extranet)}` +
    `${element('IntranetEndpoint', intranet)}${element('Location', `oss-${bucket.region}`)}${element('Region', bucket.region)}` +
    `${element('StorageClass', bucket.storageClass)}${element('DataRedundancyType', bucket.dataRedundancyType)}` +
    `${element('TransferAcceleration', 'Disabled')}${element('CrossRegionReplication', 'Disabled')}` +
    `${bucket.versioning === undefined ? '' : element('Versioning', bucket.versioning)}${element('Name', bucket.name)}` +
    `${element('ResourceGroupId', '')}${ownerXml(bucket.owner)}` +
    `<AccessControlList>${element('Grant', bucket.acl)}</AccessControlList>${element('Comment', '')}` +
    `<ServerSideEncryptionRule>${element('SSEAlgorithm', 'None')}</ServerSideEncryptionRule>` +
    `<BucketPolicy>${element('LogBucket', '')}${element('LogPrefix', '')}</BucketPolicy>` +
    `${element('BlockPublicAccess', settings.publicAccessBlock?.blockPublicAccess ?? false)}</Bucket></BucketInfo>\n`
  )
}
