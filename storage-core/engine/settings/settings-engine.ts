import type { AccountSettingName, AccountSettings, BucketSettingName, BucketSettings } from '../../model/bucket-settings.ts'
import type { Bucket } from '../../model/bucket.ts'
import type { BucketWorm } from '../../model/bucket-worm.ts'

/**
 * What is configured for buckets and accounts. Values are taken as they are: whoever parses a document checks it. Every
 * change resolves once it is on disk; a missing bucket is NoSuchBucket everywhere.
 */
export interface SettingsEngine {
  /** A bucket with everything configured for it and for its account, of one state of the store. */
  getBucketAccess(input: { readonly bucket: string }): Promise<BucketAccess>
  /**
   * Grows with every change of a bucket, of its settings or of an account's, before whoever made the change is told. What
   * was read of buckets under the same number is what they are. Costs nothing.
   */
  bucketRevision(): number
  putBucketSetting<Name extends BucketSettingName>(input: PutBucketSettingInput<Name>): Promise<void>
  /** Fine when there is nothing to remove. */
  deleteBucketSetting(input: { readonly bucket: string; readonly name: BucketSettingName }): Promise<void>
  getAccountSetting<Name extends AccountSettingName>(input: AccountSettingAddress<Name>): Promise<AccountSettings[Name] | undefined>
  putAccountSetting<Name extends AccountSettingName>(
    input: AccountSettingAddress<Name> & { readonly value: AccountSettings[Name] },
  ): Promise<void>
  deleteAccountSetting(input: AccountSettingAddress<AccountSettingName>): Promise<void>
  /** Replaces all tags. */
  putBucketTagging(input: { readonly bucket: string; readonly tags: Readonly<Record<string, string>> }): Promise<void>
  /** Removes the tags with these keys, or all of them. */
  deleteBucketTagging(input: { readonly bucket: string; readonly keys?: readonly string[] }): Promise<void>
  /** Starts a retention policy, which lapses after 24 hours unless it is locked. */
  initiateBucketWorm(input: { readonly bucket: string; readonly retentionPeriodDays: number }): Promise<{ readonly wormId: string }>
  /** Removes a policy that was not locked. */
  abortBucketWorm(input: { readonly bucket: string }): Promise<void>
  /** Locks the policy. */
  completeBucketWorm(input: { readonly bucket: string; readonly wormId: string }): Promise<void>
  /** Makes a locked policy longer. */
  extendBucketWorm(input: ExtendBucketWormInput): Promise<void>
  getBucketWorm(input: { readonly bucket: string }): Promise<BucketWorm>
}

export interface BucketAccess {
  readonly bucket: Bucket
  readonly settings: Partial<BucketSettings>
  /** Of the account that owns the bucket. */
  readonly account: Partial<AccountSettings>
}

export interface PutBucketSettingInput<Name extends BucketSettingName> {
  readonly bucket: string
  readonly name: Name
  readonly value: BucketSettings[Name]
}

export interface AccountSettingAddress<Name extends AccountSettingName> {
  readonly accountId: string
  readonly name: Name
}

export interface ExtendBucketWormInput {
  readonly bucket: string
  readonly wormId: string
  /** 1 to 25,550. */
  readonly retentionPeriodDays: number
}
