/**
 * Query keys that a V1 signature covers, and those that choose an operation. The V1 list is the union of what the official
 * SDKs sign (OSS documentation, "Include signatures in the Authorization header", and the SDKs' own lists).
 */
const selectingNames =
  'acl accessPoint accessPointPolicy accessmonitor append asyncFetch bucketArchiveDirectRead bucketInfo cleanRestoredObject ' +
  'cloudboxes cname comp cors delete encryption group httpsConfig img inventory inventoryId legalHold lifecycle link live ' +
  'location logging metaQuery objectInfo objectMeta objectWormConfiguration overwriteConfig partNumber policy policyStatus ' +
  'position processConfiguration publicAccessBlock qos qosInfo qosRequester redundancyTransition referer regionList regions ' +
  'replication replicationLocation replicationProgress requestPayment requesterQosInfo resourceGroup resourcePool ' +
  'resourcePoolInfo responseHeader restore retention rtc seal stat status style styleName symlink tagging ' +
  'transferAcceleration udf udfApplication udfApplicationLog udfId udfImage udfImageDesc udfName uploadId uploads ' +
  'userDefinedLogFieldsConfig versioning versions vip vod vpcip website worm wormExtend wormId x-oss-async-process ' +
  'x-oss-delete x-oss-dir x-oss-process x-oss-rename x-oss-write-get-object-response'

/** Signed, but they only shape an operation that something else has chosen. */
const shapingNames =
  'callback callback-var endTime response-cache-control response-content-disposition response-content-encoding ' +
  'response-content-language response-content-type response-expires security-token startTime versionId'

/** Signed by some clients and not by others; none of them chooses an operation. */
const ambiguousNames =
  'continuation-token sequential withHashContext x-oss-ac-forward-allow x-oss-ac-source-ip x-oss-ac-subnet-mask ' +
  'x-oss-ac-vpc-id x-oss-access-point-name x-oss-enable-md5 x-oss-enable-sha1 x-oss-enable-sha256 x-oss-hash-ctx ' +
  'x-oss-md5-ctx x-oss-redundancy-transition-taskid x-oss-request-payer x-oss-target-redundancy-type x-oss-traffic-limit'

/** Sub-resources that choose what a request does. A request with one of these is never a plain GET or PUT. */
export const selectingSubResources: ReadonlySet<string> = new Set(selectingNames.split(' '))
const core: ReadonlySet<string> = new Set([...selectingNames.split(' '), ...shapingNames.split(' ')])
const ambiguous: ReadonlySet<string> = new Set(ambiguousNames.split(' '))
const neverSigned: ReadonlySet<string> = new Set(['OSSAccessKeyId', 'Expires', 'Signature'])

/**
 * Which query keys enter the V1 string. Clients disagree at the margin, so a verifier tries `union` first and then the
 * others. Every strategy covers all the keys that choose an operation: a signed link can never be bent into another call.
 */
export type SubResourceStrategy = 'union' | 'core' | 'all'
export const subResourceStrategies: readonly SubResourceStrategy[] = ['union', 'core', 'all']

export function isSignedInV1(name: string, strategy: SubResourceStrategy): boolean {
  if (core.has(name)) return true
  if (strategy === 'core') return false
  return strategy === 'union' ? ambiguous.has(name) : !neverSigned.has(name)
}
