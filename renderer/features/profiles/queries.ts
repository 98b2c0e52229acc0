import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Profile } from '../../../electron/contract/profiles.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'
import { useWindowEvent } from '../../bridge/use-window-event.ts'
import { leaveConnection, refreshConnection, useNavigation } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'
import { localProfileId } from '../store/index.ts'

export const profilesQuery = (api: WindowApi) => queryOptions({ queryKey: queryKeys.profiles, queryFn: () => api.profiles.listProfiles({}) })

/** Every connection, the local store first; none until they are read. */
export function useProfiles(): readonly Profile[] {
  const api = useApi()
  return useQuery(profilesQuery(api)).data?.profiles ?? none
}
const none: readonly Profile[] = []

export function useProfile(profileId: string): Profile | undefined {
  return useProfiles().find((profile) => profile.profileId === profileId)
}

/** The connection that addresses are read in. */
export function useCurrentProfile(): Profile | undefined {
  return useProfile(useNavigation((state) => state.profileId))
}

/**
 * Why nothing can be changed where one is, or undefined: the connection in use is locked, or an earlier moment is shown. The client
 * host refuses it in any case.
 */
export function useLockedReason(): string | undefined {
  const { t } = useTranslation()
  const lock = useLock()
  return lock === undefined ? undefined : t(lock)
}

/** The same as the name of its text, for a notice. */
export function useLock(): 'profiles.readOnlyReason' | 'asOf.lockedReason' | undefined {
  const isPast = useNavigation(({ place }) => place?.momentMs !== undefined)
  if (useCurrentProfile()?.readOnly === true) return 'profiles.readOnlyReason'
  return isPast ? 'asOf.lockedReason' : undefined
}

/** Reads connections again after a change, and what was read through those that changed. Says once what was put aside. */
export function useProfileEvents(): void {
  const api = useApi()
  const client = useQueryClient()
  const tell = useNotices((state) => state.tell)
  const recoveredFrom = useQuery(profilesQuery(api)).data?.recoveredFrom
  useEffect(() => {
    if (recoveredFrom !== undefined) tell('profiles.recovered', recoveredFrom)
  }, [recoveredFrom, tell])
  useWindowEvent('profiles.changed', () => void client.invalidateQueries({ queryKey: queryKeys.profiles }))
}

/** After a connection's settings changed, nothing read with the former ones is true any more. */
export function useProfileChange<I>(change: (api: WindowApi, input: I) => Promise<Profile>) {
  const api = useApi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: I) => change(api, input),
    onSuccess: async ({ profileId }) => {
      await client.invalidateQueries({ queryKey: queryKeys.profiles })
      await client.resetQueries({ queryKey: queryKeys.bucketsOf(profileId) })
      refreshConnection(profileId)
    },
  })
}

export function useDeleteProfile() {
  const api = useApi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (profileId: string) => api.profiles.deleteProfile({ profileId }),
    onSuccess: async (_done, profileId) => {
      leaveConnection(profileId, localProfileId)
      client.removeQueries({ queryKey: queryKeys.bucketsOf(profileId) })
      await client.invalidateQueries({ queryKey: queryKeys.profiles })
    },
  })
}
