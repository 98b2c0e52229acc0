import type { BucketAcl, ObjectAcl } from '../model/acl.ts'
import type { OssAction } from './actions.ts'
import type { PolicyDocument } from './document.ts'
import type { Principal } from './principal.ts'

/**
 * What conditions ask about a request (OSS documentation, "Policy syntax and elements", condition keys). What is absent is
 * absent for the condition too: operators that ask for something are not met, negated ones are.
 */
export interface RequestFacts {
  /** acs:CurrentTime */
  readonly timeMs: number
  /** acs:SecureTransport: true for HTTPS. */
  readonly secureTransport: boolean
  /** acs:SourceIp: IPv4 or IPv6 in text, also an IPv4 address mapped into IPv6. */
  readonly sourceIp?: string
  /** acs:SourceVpc: absent for requests from the Internet. */
  readonly sourceVpc?: string
  /** acs:UserAgent */
  readonly userAgent?: string
  /** acs:AccessId: the AccessKeyId that signed, `STS.…` for temporary ones. */
  readonly accessKeyId?: string
  /** acs:MFAPresent */
  readonly mfaPresent?: boolean
  /** oss:Prefix of a listing; an absent parameter is the empty prefix. */
  readonly prefix?: string
  /** oss:Delimiter of a listing. */
  readonly delimiter?: string
  /** oss:x-oss-acl: the ACL that the request gives a bucket. */
  readonly requestedBucketAcl?: string
  /** oss:x-oss-object-acl: the ACL that the request gives an object. */
  readonly requestedObjectAcl?: string
  /** oss:RequestObjectTag/KEY: the tags that the request gives an object. */
  readonly requestObjectTags?: Readonly<Record<string, string>>
  /** oss:ExistingObjectTag/KEY. Need not be looked up unless `needs` says so. */
  readonly objectTags?: Readonly<Record<string, string>>
  /** oss:BucketTag/KEY. Need not be looked up unless `needs` says so. */
  readonly bucketTags?: Readonly<Record<string, string>>
  /** oss:object-remaining-retention-days */
  readonly remainingRetentionDays?: number
  /** sts:ExternalId: what AssumeRole was asked with. */
  readonly externalId?: string
  /** oss:DataAccessPointArn, oss:DataAccessPointAccount and oss:AccessPointNetworkOrigin. */
  readonly accessPoint?: { readonly arn: string; readonly accountId: string; readonly networkOrigin: 'internet' | 'vpc' }
}

/** The bucket acted on or in. */
export interface BucketFacts {
  readonly name: string
  /** UID of the account that owns it. */
  readonly ownerId: string
  readonly acl: BucketAcl
  readonly policy?: PolicyDocument
  /** True when the bucket, or the account it belongs to, blocks public access. */
  readonly blockPublicAccess?: boolean
}

export interface AuthorizationRequest {
  readonly principal: Principal
  readonly action: OssAction
  /** Absent for actions on the service, and for creating a bucket. */
  readonly bucket?: BucketFacts
  /** The bucket to be created. */
  readonly newBucketName?: string
  /** Of the object acted on. */
  readonly key?: string
  /** Of the object acted on, when it exists. Absent means `default`: the bucket's ACL decides. */
  readonly objectAcl?: ObjectAcl
  readonly facts: RequestFacts
}
