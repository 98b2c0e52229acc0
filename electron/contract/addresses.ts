import { z } from 'zod'

/** Id of a connection. The local store is `local`. */
export const ProfileId = z.string().min(1).max(100)
export const BucketName = z.string().min(1).max(255)
/** Object keys are at most 1,023 bytes; the cap here only keeps absurd input out. */
export const ObjectKey = z.string().min(1).max(1023)
/** Empty for the root of a bucket. */
export const Prefix = z.string().max(1023)

/** Milliseconds since the epoch, of an earlier moment. */
export const MomentMs = z.number().int().min(0).max(8_640_000_000_000_000)
export const VersionId = z.string().min(1).max(200)

export const BucketAddress = z.strictObject({ profileId: ProfileId, bucket: BucketName })
export const ObjectAddress = BucketAddress.extend({ key: ObjectKey })
export const PrefixAddress = BucketAddress.extend({ prefix: Prefix })
