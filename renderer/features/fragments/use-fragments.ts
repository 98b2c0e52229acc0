import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Fragment, FragmentMarker } from '../../../electron/contract/fragments.ts'
import { useApi } from '../../bridge/api.tsx'

/** Beyond this many nobody reads a table; what is left is read after the first were aborted. */
export const fragmentsAtMost = 5000

const first: FragmentMarker | undefined = undefined

export const fragmentsKey = (profileId: string, bucket: string) => ['fragments', profileId, bucket] as const

/** Every unfinished upload of a bucket, page after page. */
export function useFragments(profileId: string, bucket: string) {
  const api = useApi()
  const query = useInfiniteQuery({
    queryKey: fragmentsKey(profileId, bucket),
    queryFn: ({ pageParam, signal }) => api.fragments.listFragments({ profileId, bucket, prefix: '', ...(pageParam === undefined ? {} : { marker: pageParam }) }, { signal }),
    initialPageParam: first,
    getNextPageParam: ({ next }) => next,
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query
  const fragments: readonly Fragment[] = data?.pages.flatMap((page) => page.fragments) ?? []
  const goesOn = hasNextPage && fragments.length < fragmentsAtMost
  useEffect(() => {
    if (goesOn && !isFetching && !isError) void fetchNextPage()
  }, [goesOn, isFetching, isError, fetchNextPage])
  return { fragments, isReading: isFetching || (goesOn && !isError), isFirstPage: data === undefined, error: query.error, hasMore: hasNextPage && !goesOn, refetch: query.refetch }
}
