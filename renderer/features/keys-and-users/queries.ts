import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Holder, IdentityChange, PolicyRef } from '../../../electron/contract/identities.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'

export const holderQuery = (api: WindowApi, profileId: string, holder: Holder) =>
  queryOptions({ queryKey: queryKeys.identityHolder(profileId, holder.kind, holder.name), queryFn: ({ signal }) => api.identities.getHolder({ profileId, holder }, { signal }), staleTime: 0 })

export const managedPolicyQuery = (api: WindowApi, profileId: string, policy: PolicyRef) =>
  queryOptions({ queryKey: queryKeys.identityPolicy(profileId, policy.policyType, policy.policyName), queryFn: ({ signal }) => api.identities.getPolicy({ profileId, policy }, { signal }), staleTime: 0 })

export const accountKeysQuery = (api: WindowApi, profileId: string, accountId: string) =>
  queryOptions({ queryKey: queryKeys.accountKeys(profileId, accountId), queryFn: ({ signal }) => api.identities.getAccountKeys({ profileId, accountId }, { signal }), staleTime: 0 })

/** Makes one change. The answer may hold a secret: it is the caller's to show, and is kept by nobody else. */
export function useChangeIdentities(profileId: string) {
  const api = useApi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: IdentityChange) => api.identities.change({ profileId, change }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.identitiesOf(profileId) }),
    gcTime: 0,
  })
}
