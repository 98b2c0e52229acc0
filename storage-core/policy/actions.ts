import { compileWildcard } from './wildcard.ts'

/**
 * What each policy action is about. `service` and `bucket` actions, and `manage` on objects, belong to the owning account;
 * `read` and `write` on objects are the data actions that a canned ACL may open to everyone (OSS documentation,
 * "Authorization syntax and elements", "Authorization process" and "Bucket ACL").
 */
export interface ActionRow {
  readonly scope: 'service' | 'bucket' | 'object'
  readonly kind: 'manage' | 'read' | 'write'
}

function rows<const Names extends readonly string[]>(
  scope: ActionRow['scope'],
  kind: ActionRow['kind'],
  names: Names,
): Record<`oss:${Names[number]}`, ActionRow> {
  const row: ActionRow = { scope, kind }
  return Object.fromEntries(names.map((name) => [`oss:${name}`, row])) as Record<`oss:${Names[number]}`, ActionRow>
}

// The lists are complete, for policies name actions of operations that are not built as well.
const service = rows('service', 'manage', [
  'ListBuckets',
  'PutBucket',
  'ListUserDataRedundancyTransition',
  'ActivateProduct',
  'CreateOrder',
  'PutPublicAccessBlock',
  'GetPublicAccessBlock',
  'DeletePublicAccessBlock',
  'InitUserAntiDDosInfo',
  'UpdateUserAntiDDosInfo',
  'GetUserAntiDDosInfo',
  'ListResourcePools',
  'GetResourcePoolInfo',
  'ListResourcePoolBuckets',
  'PutResourcePoolRequesterQoSInfo',
  'GetResourcePoolRequesterQoSInfo',
  'DeleteResourcePoolRequesterQoSInfo',
  'ListResourcePoolRequesterQoSInfos',
  'ListVectorBuckets',
])

const bucket = rows('bucket', 'manage', [
  'DeleteBucket',
  'GetBucketInfo',
  'GetBucketLocation',
  'GetBucketStat',
  'ListObjects',
  'ListObjectVersions',
  'ListMultipartUploads',
  'PutBucketAcl',
  'GetBucketAcl',
  'PutBucketVersioning',
  'GetBucketVersioning',
  'InitiateBucketWorm',
  'AbortBucketWorm',
  'CompleteBucketWorm',
  'ExtendBucketWorm',
  'GetBucketWorm',
  'PutBucketLogging',
  'GetBucketLogging',
  'DeleteBucketLogging',
  'PutBucketWebsite',
  'GetBucketWebsite',
  'DeleteBucketWebsite',
  'PutBucketReferer',
  'GetBucketReferer',
  'PutBucketLifecycle',
  'GetBucketLifecycle',
  'DeleteBucketLifecycle',
  'PutBucketTransferAcceleration',
  'GetBucketTransferAcceleration',
  'PutBucketCors',
  'GetBucketCors',
  'DeleteBucketCors',
  'PutBucketPolicy',
  'GetBucketPolicy',
  'DeleteBucketPolicy',
  'GetBucketPolicyStatus',
  'PutBucketPublicAccessBlock',
  'GetBucketPublicAccessBlock',
  'DeleteBucketPublicAccessBlock',
  'PutBucketTagging',
  'GetBucketTagging',
  'DeleteBucketTagging',
  'PutBucketEncryption',
  'GetBucketEncryption',
  'DeleteBucketEncryption',
  'PutBucketRequestPayment',
  'GetBucketRequestPayment',
  'PutBucketReplication',
  'PutBucketRTC',
  'GetBucketReplication',
  'DeleteBucketReplication',
  'GetBucketReplicationLocation',
  'GetBucketReplicationProgress',
  'ReplicateList',
  'PutBucketInventory',
  'GetBucketInventory',
  'DeleteBucketInventory',
  'PutBucketAccessMonitor',
  'GetBucketAccessMonitor',
  'OpenMetaQuery',
  'GetMetaQueryStatus',
  'DoMetaQuery',
  'CloseMetaQuery',
  'InitBucketAntiDDosInfo',
  'UpdateBucketAntiDDosInfo',
  'ListBucketAntiDDosInfo',
  'PutBucketResourceGroup',
  'GetBucketResourceGroup',
  'CreateCnameToken',
  'GetCnameToken',
  'PutCname',
  'ListCname',
  'DeleteCname',
  'PutStyle',
  'GetStyle',
  'ListStyle',
  'DeleteStyle',
  'PutBucketArchiveDirectRead',
  'GetBucketArchiveDirectRead',
  'PutBucketHttpsConfig',
  'GetBucketHttpsConfig',
  'PutBucketOverwriteConfig',
  'GetBucketOverwriteConfig',
  'DeleteBucketOverwriteConfig',
  'CreateBucketDataRedundancyTransition',
  'GetBucketDataRedundancyTransition',
  'DeleteBucketDataRedundancyTransition',
  'ListBucketDataRedundancyTransition',
  'CreateAccessPoint',
  'GetAccessPoint',
  'DeleteAccessPoint',
  'ListAccessPoints',
  'PutAccessPointPolicy',
  'GetAccessPointPolicy',
  'DeleteAccessPointPolicy',
  'PutAccessPointPublicAccessBlock',
  'GetAccessPointPublicAccessBlock',
  'DeleteAccessPointPublicAccessBlock',
  'CreateAccessPointForObjectProcess',
  'GetAccessPointForObjectProcess',
  'DeleteAccessPointForObjectProcess',
  'ListAccessPointsForObjectProcess',
  'PutAccessPointConfigForObjectProcess',
  'GetAccessPointConfigForObjectProcess',
  'PutAccessPointPolicyForObjectProcess',
  'GetAccessPointPolicyForObjectProcess',
  'DeleteAccessPointPolicyForObjectProcess',
  'WriteGetObjectResponse',
  'PutBucketQoSInfo',
  'GetBucketQoSInfo',
  'DeleteBucketQoSInfo',
  'PutBucketRequesterQoSInfo',
  'GetBucketRequesterQoSInfo',
  'DeleteBucketRequesterQoSInfo',
  'ListBucketRequesterQoSInfo',
  'PutVectorBucket',
  'GetVectorBucket',
  'DeleteVectorBucket',
  'PutVectorIndex',
  'GetVectorIndex',
  'DeleteVectorIndex',
  'ListVectorIndexes',
  'PutVectors',
  'GetVectors',
  'ListVectors',
  'QueryVectors',
  'DeleteVectors',
])

const objectReads = rows('object', 'read', ['GetObject', 'GetObjectVersion'])

// Whoever may write objects may give up writing one.
const objectWrites = rows('object', 'write', ['PutObject', 'AbortMultipartUpload', 'DeleteObject'])

const objectManagement = rows('object', 'manage', [
  'ListParts',
  // The owner's, however public the bucket: where versions are kept, a plain delete can be undone and this cannot.
  'DeleteObjectVersion',
  'PutObjectTagging',
  'GetObjectTagging',
  'DeleteObjectTagging',
  'PutObjectVersionTagging',
  'GetObjectVersionTagging',
  'DeleteObjectVersionTagging',
  'PutObjectAcl',
  'GetObjectAcl',
  'PutObjectVersionAcl',
  'GetObjectVersionAcl',
  'PutObjectRetention',
  'RestoreObject',
  'RestoreObjectVersion',
  'ProcessImm',
  'PostProcessTask',
  'ReplicateGet',
  'ReplicatePut',
  'ReplicateDelete',
  'PutLiveChannel',
  'ListLiveChannel',
  'DeleteLiveChannel',
  'PutLiveChannelStatus',
  'GetLiveChannel',
  'GetLiveChannelStat',
  'GetLiveChannelHistory',
  'PostVodPlaylist',
  'GetVodPlaylist',
  'PublishRtmpStream',
])

export const actions = { ...service, ...bucket, ...objectReads, ...objectWrites, ...objectManagement } as const

export type OssAction = keyof typeof actions

const lowerCaseNames = new Map((Object.keys(actions) as OssAction[]).map((name) => [name as string, name.toLowerCase()]))

/** The name as it is compared: in lower case, because policies may write actions in any. */
export function comparableAction(action: string): string {
  return lowerCaseNames.get(action) ?? action.toLowerCase()
}

/** The actions of OSS that an Action element of a policy takes in: none for a name that OSS does not have. */
export function actionsMatching(pattern: string): OssAction[] {
  const wildcard = compileWildcard(pattern.toLowerCase(), false)
  return (Object.keys(actions) as OssAction[]).filter((action) => wildcard.matches(comparableAction(action)))
}
