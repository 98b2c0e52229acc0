import type { BucketAccess } from '../../engine/settings/settings-engine.ts'
import type { BucketSettings } from '../../model/bucket-settings.ts'
import type { Bucket } from '../../model/bucket.ts'
import { isOssError } from '../../model/oss-error.ts'
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
    policy: settings.policy && readPolicy(settings.policy.text, bucket),
    blocksPublicAccess: settings.publicAccessBlock?.blockPublicAccess === true || account.publicAccessBlock?.blockPublicAccess === true,
    requesterPays: settings.requestPayment?.payer === 'Requester',
  }
}

/**
 * It was checked when it was put. One that cannot be read any more may have denied what nobody else does, so it is taken for
 * a policy that denies everything to everyone; the owner, whom such a statement does not bind, can put another.
 */
function readPolicy(text: string, { name, owner }: Bucket): PolicyDocument {
  try {
    return parsePolicy(text, { kind: 'bucket', bucket: { name, ownerId: owner.id } })
  } catch (error) {
    if (!isOssError(error, 'InvalidPolicyDocument')) throw error
    const Resource = [`acs:oss:*:*:${name}`, `acs:oss:*:*:${name}/*`]
    return { Version: '1', Statement: [{ Effect: 'Deny', Action: ['oss:*'], Principal: ['*'], Resource }] }
  }
}
