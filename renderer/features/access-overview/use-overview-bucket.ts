import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { readPolicy } from '../../../storage-core/policy/parse-policy.ts'
import { useApi } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { bucketInfoQuery } from '../buckets/index.ts'
import { bucketSettingQuery, usePeople } from '../policy/index.ts'
import { knownPrincipals, overviewOf, principalsOf, type OverviewBucket, type OverviewRow } from './model/overview.ts'

type SideSetting = 'publicAccessBlock' | 'requestPayment' | 'referer'

export interface AccessOverviewState {
  readonly rows: readonly OverviewRow[] | undefined
  readonly bucket: OverviewBucket | undefined
  /** What without nothing can be said failed. */
  readonly error: Error | undefined
  /** Settings that could not be read, and count as not set. */
  readonly unread: readonly SideSetting[]
  /** The policies of RAM are known. */
  readonly knowsRam: boolean
  readonly nameOf: (text: string) => string
  readonly isFetching: boolean
  readonly refetch: () => Promise<unknown>
}

const failed = (error: Error | null): boolean => error !== null && toCallError(error).code !== 'NotImplemented'

/** Who has access to a bucket, from all its settings and, where they are known, the users of its account. */
export function useOverviewBucket(profileId: string, name: string, isLocal: boolean): AccessOverviewState {
  const api = useApi()
  const info = useQuery(bucketInfoQuery(api, profileId, name))
  const policy = useQuery(bucketSettingQuery(api, profileId, name, 'policy'))
  const acl = useQuery(bucketSettingQuery(api, profileId, name, 'acl'))
  const block = useQuery(bucketSettingQuery(api, profileId, name, 'publicAccessBlock'))
  const payment = useQuery(bucketSettingQuery(api, profileId, name, 'requestPayment'))
  const referer = useQuery(bucketSettingQuery(api, profileId, name, 'referer'))
  const ownerId = info.data?.ownerId
  const people = usePeople(profileId, isLocal, ownerId ?? '')
  const text = policy.data?.setting.text
  const document = useMemo(
    () => (text === undefined || text === null || ownerId === undefined ? undefined : readPolicy(text, { kind: 'bucket', bucket: { name, ownerId } }).document),
    [text, name, ownerId],
  )
  const isReady = ownerId !== undefined && text !== undefined && acl.data !== undefined && !block.isPending && !payment.isPending && !referer.isPending
  const bucket = useMemo(
    (): OverviewBucket | undefined =>
      isReady && acl.data !== undefined
        ? {
            name,
            ownerId,
            acl: acl.data.setting.acl,
            blockPublicAccess: block.data?.setting.blockPublicAccess ?? false,
            policy: document,
            payer: payment.data?.setting.payer ?? 'BucketOwner',
            referer: referer.data?.setting,
          }
        : undefined,
    [isReady, name, ownerId, acl.data, block.data, document, payment.data, referer.data],
  )
  const { known } = people
  const rows = useMemo(() => (bucket === undefined ? undefined : overviewOf(bucket, principalsOf(bucket, known === undefined ? [] : knownPrincipals(known, bucket.ownerId)))), [bucket, known])
  const queries = { publicAccessBlock: block, requestPayment: payment, referer }
  return {
    rows,
    bucket,
    error: info.error ?? policy.error ?? acl.error ?? (text !== undefined && text !== null && ownerId !== undefined && document === undefined ? unreadablePolicy : undefined),
    unread: (['publicAccessBlock', 'requestPayment', 'referer'] as const).filter((setting) => failed(queries[setting].error)),
    knowsRam: known !== undefined,
    nameOf: people.nameOf,
    isFetching: policy.isFetching || acl.isFetching || info.isFetching,
    refetch: () => Promise.all([info, policy, acl, block, payment, referer].map((query) => query.refetch())),
  }
}

/** The store would not have taken it: another service's words, or newer ones. */
export const unreadablePolicy = new Error('The policy cannot be read')
