import type { RequestFacts } from './request.ts'

/** What a fact is compared as. `number` facts may be compared as text too, times as text in ISO 8601. */
export type FactKind = 'text' | 'number' | 'time' | 'boolean' | 'address'

/** A fact as a condition sees it: times are milliseconds. */
export type Fact = string | number | boolean | undefined

export interface ConditionKey {
  /** As the documentation spells it; with a `/` at the end it takes a tag's key. */
  readonly name: string
  readonly kind: FactKind
  readonly read: (facts: RequestFacts, tagKey: string) => Fact
  /** Of another service than OSS: no key of a bucket policy. */
  readonly isForeign?: true
  /** Facts that cost a lookup. */
  readonly looksUp?: 'objectTags' | 'bucketTags'
}

const tag = (tags: Readonly<Record<string, string>> | undefined, key: string): Fact =>
  tags !== undefined && Object.hasOwn(tags, key) ? tags[key] : undefined

/**
 * Every condition key of OSS, and the one of STS (OSS documentation, "Policy syntax and elements"; `acs:SourceVpcId` and `acs:SourceVpcIp` are
 * named in "Block public access" alone).
 */
export const conditionKeys: readonly ConditionKey[] = [
  { name: 'acs:SourceIp', kind: 'address', read: (facts) => facts.sourceIp },
  { name: 'acs:SourceVpc', kind: 'text', read: (facts) => facts.sourceVpc },
  { name: 'acs:SourceVpcId', kind: 'text', read: (facts) => facts.sourceVpc },
  { name: 'acs:SourceVpcIp', kind: 'address', read: (facts) => (facts.sourceVpc === undefined ? undefined : facts.sourceIp) },
  { name: 'acs:UserAgent', kind: 'text', read: (facts) => facts.userAgent },
  { name: 'acs:CurrentTime', kind: 'time', read: (facts) => facts.timeMs },
  { name: 'acs:SecureTransport', kind: 'boolean', read: (facts) => facts.secureTransport },
  { name: 'acs:AccessId', kind: 'text', read: (facts) => facts.accessKeyId },
  { name: 'acs:MFAPresent', kind: 'boolean', read: (facts) => facts.mfaPresent },
  { name: 'oss:Prefix', kind: 'text', read: (facts) => facts.prefix },
  { name: 'oss:Delimiter', kind: 'text', read: (facts) => facts.delimiter },
  { name: 'oss:x-oss-acl', kind: 'text', read: (facts) => facts.requestedBucketAcl },
  { name: 'oss:x-oss-object-acl', kind: 'text', read: (facts) => facts.requestedObjectAcl },
  { name: 'oss:BucketTag/', kind: 'text', read: (facts, key) => tag(facts.bucketTags, key), looksUp: 'bucketTags' },
  { name: 'oss:ExistingObjectTag/', kind: 'text', read: (facts, key) => tag(facts.objectTags, key), looksUp: 'objectTags' },
  { name: 'oss:RequestObjectTag/', kind: 'text', read: (facts, key) => tag(facts.requestObjectTags, key) },
  { name: 'oss:object-remaining-retention-days', kind: 'number', read: (facts) => facts.remainingRetentionDays },
  { name: 'oss:DataAccessPointArn', kind: 'text', read: (facts) => facts.accessPoint?.arn },
  { name: 'oss:DataAccessPointAccount', kind: 'text', read: (facts) => facts.accessPoint?.accountId },
  { name: 'oss:AccessPointNetworkOrigin', kind: 'text', read: (facts) => facts.accessPoint?.networkOrigin },
  // STS documentation, "Use ExternalId to prevent the confused deputy problem".
  { name: 'sts:ExternalId', kind: 'text', read: (facts) => facts.externalId, isForeign: true },
]

const byName = new Map(conditionKeys.map((key) => [key.name.toLowerCase(), key]))

/**
 * Finds a key by the name that a condition gives it, in any letter case: a Deny that silently never matched would be the worse
 * surprise. The key of a tag, behind the `/`, is compared exactly.
 */
export function findConditionKey(text: string): { readonly key: ConditionKey; readonly tagKey: string } | undefined {
  const slash = text.indexOf('/')
  const key = byName.get((slash === -1 ? text : text.slice(0, slash + 1)).toLowerCase())
  if (key === undefined) return undefined
  const tagKey = slash === -1 ? '' : text.slice(slash + 1)
  return slash !== -1 && tagKey === '' ? undefined : { key, tagKey }
}
