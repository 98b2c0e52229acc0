import type { BucketAccess } from '../../engine/settings/settings-engine.ts'
import type { BucketSettings } from '../../model/bucket-settings.ts'
import type { Bucket } from '../../model/bucket.ts'
import type { PolicyDocument } from '../../policy/document.ts'
import { parsePolicy } from '../../policy/parse-policy.ts'

/** Everything about a bucket that decides who may do what in it, ready for use. */
export interface BucketRules {
  readonly bucket: Bucket
  readonly settings: Partial<BucketSettings>
  readonly policy: PolicyDocument | undefined
  /** By the bucket's own setting, or by its account's. */
  readonly blocksPublicAccess: boolean
  readonly requesterPays: boolean
}

export function compileRules({ bucket, settings, account }: BucketAccess): BucketRules {
  return {
    bucket,
    settings,
    policy: settings.policy && parsePolicy(settings.policy.text, { kind: 'bucket', bucket: { name: bucket.name, ownerId: bucket.owner.id } }),
    blocksPublicAccess: settings.publicAccessBlock?.blockPublicAccess === true || account.publicAccessBlock?.blockPublicAccess === true,
    requesterPays: settings.requestPayment?.payer === 'Requester',
  }
}
