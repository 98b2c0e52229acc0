import type { AccountSettingName, AccountSettings, BucketSettingName, BucketSettings } from '../../model/bucket-settings.ts'
import { type EngineDependencies, readMetadata } from '../dependencies.ts'
import { requireBucket, toBucket } from '../rows.ts'
import type { AccountSettingAddress, BucketAccess, PutBucketSettingInput } from './settings-engine.ts'

/** @throws OssError NoSuchBucket */
export function getBucketAccess(deps: EngineDependencies, input: { readonly bucket: string }): BucketAccess {
  return readMetadata(deps.metadata, (reader) => {
    const row = requireBucket(reader, input.bucket)
    const publicAccessBlock = reader.accountSetting(row.owner.id, 'publicAccessBlock') as AccountSettings['publicAccessBlock'] | undefined
    return {
      bucket: toBucket(row),
      settings: Object.fromEntries(reader.bucketSettings(row.bucketId)) as Partial<BucketSettings>,
      account: publicAccessBlock === undefined ? {} : { publicAccessBlock },
    }
  })
}

/** @throws OssError NoSuchBucket */
export async function putBucketSetting<Name extends BucketSettingName>(
  deps: EngineDependencies,
  { bucket, name, value }: PutBucketSettingInput<Name>,
): Promise<void> {
  await deps.metadata.write((tx) => {
    tx.putBucketSetting(requireBucket(tx, bucket).bucketId, name, value)
    deps.failpoint?.('setting.in-transaction')
  })
  deps.failpoint?.('setting.committed')
}

/** @throws OssError NoSuchBucket */
export async function deleteBucketSetting(
  deps: EngineDependencies,
  { bucket, name }: { readonly bucket: string; readonly name: BucketSettingName },
): Promise<void> {
  await deps.metadata.write((tx) => {
    tx.removeBucketSetting(requireBucket(tx, bucket).bucketId, name)
    deps.failpoint?.('setting.in-transaction')
  })
  deps.failpoint?.('setting.committed')
}

export function getAccountSetting<Name extends AccountSettingName>(
  deps: EngineDependencies,
  { accountId, name }: AccountSettingAddress<Name>,
): AccountSettings[Name] | undefined {
  return readMetadata(deps.metadata, (reader) => reader.accountSetting(accountId, name) as AccountSettings[Name] | undefined)
}

export async function putAccountSetting<Name extends AccountSettingName>(
  deps: EngineDependencies,
  { accountId, name, value }: AccountSettingAddress<Name> & { readonly value: AccountSettings[Name] },
): Promise<void> {
  await deps.metadata.write((tx) => {
    tx.putAccountSetting(accountId, name, value)
    deps.failpoint?.('setting.in-transaction')
  })
  deps.failpoint?.('setting.committed')
}

export async function deleteAccountSetting(
  deps: EngineDependencies,
  { accountId, name }: AccountSettingAddress<AccountSettingName>,
): Promise<void> {
  await deps.metadata.write((tx) => {
    tx.removeAccountSetting(accountId, name)
    deps.failpoint?.('setting.in-transaction')
  })
  deps.failpoint?.('setting.committed')
}
