import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'
import { useFormat } from '../../ui/use-format.ts'
import { keyPatternsOf } from './model/key-patterns.ts'

interface Counted {
  readonly matches: number
  readonly looked: number
  /** There may be more. */
  readonly isPartial: boolean
}

interface Props {
  readonly profileId: string
  readonly bucket: string
  readonly resources: readonly string[]
}

/** So many keys are looked at without being asked: each thousand is a request, which services bill. */
const lookedAtOnce = 5000

/** How many objects of the bucket a statement takes in now, counted page by page while one looks. */
export function MatchCount({ profileId, bucket, resources }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const api = useApi()
  const client = useQueryClient()
  const settled = useDeferredValue(resources)
  const [most, setMost] = useState(lookedAtOnce)
  const patterns = keyPatternsOf(settled, bucket)
  const queryKey = queryKeys.policyReach(profileId, bucket, settled, most)
  const { data, error, isFetching } = useQuery({
    queryKey,
    enabled: patterns !== undefined,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
    queryFn: async ({ signal }): Promise<Counted> => {
      let counted: Counted = { matches: 0, looked: 0, isPartial: true }
      let token: string | undefined
      do {
        const page = await api.listing.getKeys({ profileId, bucket, prefix: patterns?.prefix ?? '', ...(token === undefined ? {} : { token }) }, { signal })
        token = page.nextToken
        counted = { matches: counted.matches + page.keys.filter((key) => patterns?.matches(key) === true).length, looked: counted.looked + page.keys.length, isPartial: token !== undefined }
        // What is known so far is shown; being told to stop keeps it.
        client.setQueryData(queryKey, counted)
      } while (token !== undefined && counted.looked < most && !signal.aborted)
      return counted
    },
  })
  if (patterns === undefined) return null
  if (error !== null) return <span className="form-hint match-count">{t('policy.matchUnknown')}</span>
  if (data === undefined) return <span className="form-hint match-count">{t('policy.matchCounting')}</span>
  const stop = () => client.cancelQueries({ queryKey })
  return (
    <span className="form-hint match-count">
      {t(data.isPartial ? 'policy.matchSoFar' : 'policy.match', { count: data.matches })}
      {data.isPartial ? ` ${t('policy.matchLooked', { looked: format.number(data.looked) })}` : null}
      {isFetching && data.isPartial ? (
        <Button type="link" size="small" onClick={() => void stop()}>
          {t('policy.matchStop')}
        </Button>
      ) : data.isPartial ? (
        <Button type="link" size="small" onClick={() => setMost(Number.MAX_SAFE_INTEGER)}>
          {t('policy.matchAll')}
        </Button>
      ) : null}
    </span>
  )
}
