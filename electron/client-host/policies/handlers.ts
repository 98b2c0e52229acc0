import type { ClientHostMethods } from '../../contract/client-host-methods.ts'
import type { HandlersOf } from '../../contract/method.ts'
import type { PolicyNotesStore } from './policy-notes.ts'

type Names = Extract<keyof ClientHostMethods, `policies.${string}`>

/** What is kept on this machine about policies. */
export function policyHandlers({ notes }: { readonly notes: () => Promise<PolicyNotesStore> }): Pick<HandlersOf<ClientHostMethods, unknown>, Names> {
  return {
    'policies.getNotes': async (address) => (await notes()).get(address),
    'policies.changeNotes': async ({ profileId, bucket, change }) => (await notes()).change({ profileId, bucket }, change),
  }
}
