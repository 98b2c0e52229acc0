import { z } from 'zod'
import { AclGrant } from './acl-grants.ts'
import { BucketAcl } from '../../storage-core/model/acl.ts'
import { corsMethods, payers } from '../../storage-core/model/bucket-settings.ts'

const text = z.string().max(16 * 1024)
const texts = z.array(text).max(1000)

export const CorsRuleView = z.strictObject({
  allowedOrigins: texts,
  allowedMethods: z.array(z.enum(corsMethods)).max(5),
  allowedHeaders: texts,
  exposeHeaders: texts,
  maxAgeSeconds: z.number().int().min(0).optional(),
})
export type CorsRuleView = z.infer<typeof CorsRuleView>

/**
 * A setting of a bucket that decides who may do what, or what a write means. Each is read and replaced as a whole; what the
 * bucket has none of reads as its absence behaves.
 */
export const BucketSetting = z.discriminatedUnion('name', [
  /** JSON as the service keeps it; null for a bucket without a policy, and to take it away. */
  z.strictObject({ name: z.literal('policy'), text: z.string().max(64 * 1024).nullable() }),
  z.strictObject({ name: z.literal('acl'), acl: BucketAcl }),
  z.strictObject({ name: z.literal('publicAccessBlock'), blockPublicAccess: z.boolean() }),
  z.strictObject({ name: z.literal('cors'), rules: z.array(CorsRuleView).max(100), responseVary: z.boolean() }),
  z.strictObject({
    name: z.literal('referer'),
    allowEmptyReferer: z.boolean(),
    allowTruncateQueryString: z.boolean(),
    truncatePath: z.boolean(),
    referers: texts,
    blacklist: texts,
  }),
  z.strictObject({ name: z.literal('requestPayment'), payer: z.enum(payers) }),
  z.strictObject({ name: z.literal('tags'), tags: z.record(z.string().max(256), z.string().max(512)) }),
  /** `Unset` for a bucket that never had it, which cannot be asked for. */
  z.strictObject({ name: z.literal('versioning'), status: z.enum(['Enabled', 'Suspended', 'Unset']) }),
])
export type BucketSetting = z.infer<typeof BucketSetting>
export type BucketSettingName = BucketSetting['name']
export type BucketSettingOf<Name extends BucketSettingName> = Extract<BucketSetting, { readonly name: Name }>

export const bucketSettingNames = ['policy', 'acl', 'publicAccessBlock', 'cors', 'referer', 'requestPayment', 'tags', 'versioning'] as const satisfies readonly BucketSettingName[]

/** `document` is what the service answered, for showing; absent where the bucket has none. `grants` are those of an ACL of S3. */
export const BucketSettingState = z.object({ setting: BucketSetting, document: z.string().optional(), grants: z.array(AclGrant).optional() })
export type BucketSettingState = z.infer<typeof BucketSettingState>
