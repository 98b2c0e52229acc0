import { useInfiniteQuery, useQueries, type UseQueryResult } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { EffectivePolicies } from '../../../electron/contract/identities.ts'
import { useApi } from '../../bridge/api.tsx'
import { holderNamed, holdersOf, knownPeople } from './model/known-people.ts'
import type { KnownPeople } from './model/try-request.ts'
import { effectivePoliciesPages, effectivePoliciesQuery } from './queries.ts'
import type { People } from './use-people.ts'

/** What RAM lets some people do, read when somebody asks about them. */
export interface RamPolicies {
  /** Undefined where RAM cannot be asked. */
  readonly known: KnownPeople | undefined
  /** Whether the policies of whoever sends a request count: `reading` for not yet. */
  readonly stateOf: (who: string) => 'counted' | 'reading' | 'unknown'
}

const combined = (results: readonly UseQueryResult<EffectivePolicies[]>[]) => ({
  effective: results.flatMap(({ data = [] }) => data),
  reading: results.map(({ isPending }) => isPending),
  failed: results.map(({ data, isError }) => isError && data === undefined),
})

/** Reads the policies of these alone, however many there are beside them. */
export function useRamPolicies(profileId: string, { overview }: People, whos: readonly string[]): RamPolicies {
  const api = useApi()
  const holders = useMemo(() => {
    const found = overview === undefined ? [] : whos.flatMap((who) => holderNamed(who, overview) ?? [])
    return [...new Map(found.map((holder) => [`${holder.kind}/${holder.name}`, holder])).values()]
  }, [overview, whos])
  const { effective, reading, failed } = useQueries({ queries: holders.map((holder) => effectivePoliciesQuery(api, profileId, [holder])), combine: combined })
  return useMemo(
    () => ({
      known: overview === undefined ? undefined : knownPeople(overview, effective),
      stateOf: (who) => {
        if (overview === undefined) return 'unknown'
        const wanted = holderNamed(who, overview)
        if (wanted === undefined) return 'counted'
        const at = holders.findIndex(({ kind, name }) => kind === wanted.kind && name === wanted.name)
        return at === -1 || reading[at] === true ? 'reading' : failed[at] === true ? 'unknown' : 'counted'
      },
    }),
    [overview, effective, reading, failed, holders],
  )
}

/** What RAM lets everybody do, a page of people after the other. */
export interface AllRamPolicies {
  /** As many as were read by now. Undefined where RAM cannot be asked. */
  readonly pages: readonly KnownPeople[] | undefined
  readonly read: number
  readonly total: number
  readonly error: Error | null
  readonly retry: () => void
}

export function useAllRamPolicies(profileId: string, { overview }: People): AllRamPolicies {
  const api = useApi()
  const holders = useMemo(() => (overview === undefined ? [] : holdersOf(overview)), [overview])
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({ ...effectivePoliciesPages(api, profileId, holders), enabled: holders.length > 0 })
  const isWaiting = hasNextPage && !isFetching && error === null
  useEffect(() => {
    if (isWaiting) void fetchNextPage()
  }, [isWaiting, fetchNextPage])
  const pages = useMemo(() => {
    if (overview === undefined) return undefined
    return data?.pages.map((page) => readOnce(page, overview)) ?? []
  }, [data, overview])
  return { pages, read: data?.pages.reduce((sum, page) => sum + page.length, 0) ?? 0, total: holders.length, error, retry: () => void fetchNextPage() }
}

// A page stays the same while others come; what was read of it, too.
const readPages = new WeakMap<readonly EffectivePolicies[], { readonly overview: object; readonly people: KnownPeople }>()

function readOnce(page: readonly EffectivePolicies[], overview: NonNullable<People['overview']>): KnownPeople {
  const found = readPages.get(page)
  if (found?.overview === overview) return found.people
  const people = knownPeople(overview, page)
  readPages.set(page, { overview, people })
  return people
}
