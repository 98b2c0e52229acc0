import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { PolicyNotes, PolicyNotesChange } from '../../../electron/contract/policy-notes.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'

/** What is kept on this machine about a bucket's policy. Asked for after the policy, which is remembered when it is read. */
export const policyNotesQuery = (api: WindowApi, profileId: string, bucket: string) =>
  queryOptions({ queryKey: queryKeys.policyNotes(profileId, bucket), queryFn: ({ signal }) => api.policies.getNotes({ profileId, bucket }, { signal }), staleTime: 0 })

/** Changes it. What was typed is shown at once, and taken back when it cannot be kept. */
export function useChangePolicyNotes(profileId: string, bucket: string) {
  const api = useApi()
  const client = useQueryClient()
  const key = queryKeys.policyNotes(profileId, bucket)
  return useMutation({
    mutationFn: (change: PolicyNotesChange) => api.policies.changeNotes({ profileId, bucket, change }),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: key })
      client.setQueryData<PolicyNotes>(key, (notes) => (notes === undefined ? undefined : { ...notes, checks: change.checks ?? notes.checks, disabled: change.disabled ?? notes.disabled }))
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
}
