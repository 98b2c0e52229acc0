import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { readPolicy } from '../../../storage-core/policy/parse-policy.ts'
import { useApi } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { bucketInfoQuery } from '../buckets/index.ts'
import { accountBlockQuery, bucketSettingQuery, useAllRamPolicies, usePeople, type AllRamPolicies, type KnownPeople } from '../policy/index.ts'
import { idsOf, knownPrincipals, overviewOf, principalsOf, type OverviewBucket, type OverviewPrincipal, type OverviewRow } from './model/overview.ts'

type SideSetting = 'publicAccessBlock' | 'requestPayment' | 'referer'

export interface AccessOverviewState {
  readonly rows: readonly OverviewRow[] | undefined
  readonly bucket: OverviewBucket | undefined
  /** What without nothing can be said failed. */
  readonly error: Error | undefined
  /** Settings that could not be read, and count as not set. */
  readonly unread: readonly SideSetting[]
  /** The account's own block of public access could not be read, and counts as off. */
  readonly isAccountUnread: boolean
  /** The policies of RAM, as far as they are read. */
  readonly ram: AllRamPolicies
  readonly nameOf: (text: string) => string
  readonly isFetching: boolean
  readonly refetch: () => Promise<unknown>
}

const failed = (error: Error | null): boolean => error !== null && toCallError(error).code !== 'NotImplemented'

/** Who has access to a bucket, from all its settings and, where they are known, the users of its account. */
export function useOverviewBucket(profileId: string, name: string, isLocal: boolean, objectAcls: NonNullable<OverviewBucket['objectAcls']>): AccessOverviewState {
  const api = useApi()
  const info = useQuery(bucketInfoQuery(api, profileId, name))
  const policy = useQuery(bucketSettingQuery(api, profileId, name, 'policy'))
  const acl = useQuery(bucketSettingQuery(api, profileId, name, 'acl'))
  const block = useQuery(bucketSettingQuery(api, profileId, name, 'publicAccessBlock'))
  const account = useQuery(accountBlockQuery(api, profileId))
  const payment = useQuery(bucketSettingQuery(api, profileId, name, 'requestPayment'))
  const referer = useQuery(bucketSettingQuery(api, profileId, name, 'referer'))
  const ownerId = info.data?.ownerId
  const people = usePeople(profileId, isLocal, ownerId ?? '')
  const text = policy.data?.setting.text
  const document = useMemo(
    () => (text === undefined || text === null || ownerId === undefined ? undefined : readPolicy(text, { kind: 'bucket', bucket: { name, ownerId } }).document),
    [text, name, ownerId],
  )
  const ram = useAllRamPolicies(profileId, people)
  const isReady = ownerId !== undefined && text !== undefined && acl.data !== undefined && !block.isPending && !account.isPending && !payment.isPending && !referer.isPending
  const bucket = useMemo(
    (): OverviewBucket | undefined =>
      isReady && acl.data !== undefined
        ? {
            name,
            ownerId,
            acl: acl.data.setting.acl,
            blockPublicAccess: block.data?.setting.blockPublicAccess === true || account.data?.blockPublicAccess === true,
            isBlockedByAccount: account.data?.blockPublicAccess === true,
            objectAcls,
            policy: document,
            payer: payment.data?.setting.payer ?? 'BucketOwner',
            referer: referer.data?.setting,
          }
        : undefined,
    [isReady, name, ownerId, acl.data, block.data, account.data, document, payment.data, referer.data, objectAcls],
  )
  const { overview } = people
  const { pages } = ram
  const rows = useMemo(() => {
    if (bucket === undefined) return undefined
    const read = pages?.flatMap((page) => principalsOfPage(page, bucket.ownerId)) ?? []
    const ids = new Set(read.map(({ id }) => id))
    const unread = new Set(overview === undefined ? [] : idsOf(overview, bucket.ownerId).filter((id) => !ids.has(id)))
    return overviewOf(bucket, principalsOf(bucket, read, unread))
  }, [bucket, pages, overview])
  const queries = { publicAccessBlock: block, requestPayment: payment, referer }
  return {
    rows,
    bucket,
    error: info.error ?? policy.error ?? acl.error ?? (text !== undefined && text !== null && ownerId !== undefined && document === undefined ? unreadablePolicy : undefined),
    unread: (['publicAccessBlock', 'requestPayment', 'referer'] as const).filter((setting) => failed(queries[setting].error)),
    isAccountUnread: failed(account.error),
    ram,
    nameOf: people.nameOf,
    isFetching: policy.isFetching || acl.isFetching || info.isFetching,
    refetch: () => Promise.all([info, policy, acl, block, account, payment, referer].map((query) => query.refetch())),
  }
}

// What is worked out of somebody is kept with them, for as long as they are the same.
const pagePrincipals = new WeakMap<KnownPeople, readonly OverviewPrincipal[]>()

function principalsOfPage(page: KnownPeople, ownerId: string): readonly OverviewPrincipal[] {
  const principals = pagePrincipals.get(page) ?? knownPrincipals(page, ownerId)
  pagePrincipals.set(page, principals)
  return principals
}

/** The store would not have taken it: another service's words, or newer ones. */
export const unreadablePolicy = new Error('The policy cannot be read')
