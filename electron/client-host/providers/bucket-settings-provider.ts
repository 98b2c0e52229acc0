import type { AclGrant } from '../../contract/acl-grants.ts'
import type { BucketSetting, BucketSettingName, BucketSettingOf } from '../../contract/bucket-settings.ts'

export interface BucketSettingAddress {
  readonly bucket: string
  readonly signal?: AbortSignal | undefined
}

/** Settings of buckets, each read and replaced as a whole. What a service does not have is refused with NotImplemented. */
export interface BucketSettingsProvider {
  /** @returns the setting, and what the service answered; no document where the bucket has none, and grants of an ACL of S3 alone */
  getBucketSetting<Name extends BucketSettingName>(
    address: BucketSettingAddress & { readonly name: Name },
  ): Promise<{ readonly setting: BucketSettingOf<Name>; readonly document: string | undefined; readonly grants?: readonly AclGrant[] }>
  /** Whether the account that asks blocks public access to all its buckets. S3 has no such request. */
  getPublicAccessBlock(signal?: AbortSignal): Promise<boolean>
  /** @throws RemoteError InvalidPolicyDocument, MalformedXML and what else the service says of the setting */
  putBucketSetting(address: BucketSettingAddress & { readonly setting: BucketSetting }): Promise<void>
}
