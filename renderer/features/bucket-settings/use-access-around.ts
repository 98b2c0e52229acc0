import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { isBeyondCanned } from '../../../electron/contract/acl-grants.ts'
import { isPublic } from '../../../storage-core/policy/public-access.ts'
import type { PolicyDocument } from '../../../storage-core/policy/document.ts'
import { readPolicy } from '../../../storage-core/policy/parse-policy.ts'
import { useApi } from '../../bridge/api.tsx'
import { bucketInfoQuery } from '../buckets/index.ts'
import { bucketSettingQuery } from '../policy/index.ts'
import type { AccessAround } from './model/consequences.ts'

export interface BucketPolicy {
  /** Undefined while it is not known; null for none. */
  readonly text: string | null | undefined
  /** Undefined where there is none, or none that OSS would take. */
  readonly document: PolicyDocument | undefined
}

/** A bucket's policy, read as OSS reads it. */
export function useBucketPolicy(profileId: string, bucket: string): BucketPolicy {
  const api = useApi()
  const text = useQuery(bucketSettingQuery(api, profileId, bucket, 'policy')).data?.setting.text
  const ownerId = useQuery(bucketInfoQuery(api, profileId, bucket)).data?.ownerId
  const document = useMemo(
    () => (text === undefined || text === null || ownerId === undefined ? undefined : readPolicy(text, { kind: 'bucket', bucket: { name: bucket, ownerId } }).document),
    [text, bucket, ownerId],
  )
  return { text, document }
}

/** What decides about a bucket together, as far as the key may know it. */
export function useAccessAround(profileId: string, bucket: string, service: 'oss' | 's3'): AccessAround {
  const api = useApi()
  const { text, document } = useBucketPolicy(profileId, bucket)
  const { setting, grants = [] } = useQuery(bucketSettingQuery(api, profileId, bucket, 'acl')).data ?? {}
  const blockPublicAccess = useQuery(bucketSettingQuery(api, profileId, bucket, 'publicAccessBlock')).data?.setting.blockPublicAccess
  const policyIsPublic = text === null ? false : document === undefined ? undefined : isPublic(document)
  return { acl: setting?.acl, policyIsPublic, blockPublicAccess, isS3: service === 's3', aclNamesOthers: grants.some(isBeyondCanned) }
}
