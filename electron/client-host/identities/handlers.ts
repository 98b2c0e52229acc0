import type { ClientHostMethods } from '../../contract/client-host-methods.ts'
import type { HandlersOf } from '../../contract/method.ts'
import type { Connections } from '../connections.ts'
import { localError } from '../errors.ts'
import { assumeRole, changeIdentities } from './change-identities.ts'
import type { RamClient } from './ram-client.ts'
import { readAccountKeys, readEffective, readHolder, readOverview, readPolicy } from './read-identities.ts'

type Names = Extract<keyof ClientHostMethods, `identities.${string}`>

/** Accounts, keys, users, groups, roles and policies of a store that has its own RAM. */
export function identityHandlers({ connections }: { readonly connections: Connections }): Pick<HandlersOf<ClientHostMethods, { readonly signal: AbortSignal }>, Names> {
  /** @throws OssError NotImplemented for a service whose RAM is not asked here */
  const ramOf = (profileId: string): RamClient => {
    const { ram } = connections.providerOf(profileId)
    if (ram === undefined) throw localError('NotImplemented', { ProfileId: profileId })
    return ram
  }
  return {
    'identities.getOverview': async ({ profileId }, { signal }) => readOverview(ramOf(profileId), signal),
    'identities.getHolder': async ({ profileId, holder }, { signal }) => readHolder(ramOf(profileId), holder, signal),
    'identities.getAccountKeys': async ({ profileId, accountId }, { signal }) => readAccountKeys(ramOf(profileId), accountId, signal),
    'identities.getPolicy': async ({ profileId, policy }, { signal }) => readPolicy(ramOf(profileId), policy, signal),
    'identities.getEffectivePolicies': async ({ profileId, holders }, { signal }) => readEffective(ramOf(profileId), holders, signal),
    'identities.change': async ({ profileId, change }, { signal }) => {
      connections.requireWritable(profileId)
      return changeIdentities(ramOf(profileId), change, signal)
    },
    'identities.assumeRole': async ({ profileId, ...input }, { signal }) => {
      connections.requireWritable(profileId)
      return assumeRole(ramOf(profileId), input, signal)
    },
  }
}
