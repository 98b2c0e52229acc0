import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { EffectivePolicies, Holder, IdentityOverview } from '../../../electron/contract/identities.ts'
import { parseAssumedRole } from '../../../storage-core/policy/compile-policy.ts'
import { readPolicy } from '../../../storage-core/policy/parse-policy.ts'
import { useApi } from '../../bridge/api.tsx'
import type { KnownPeople } from './model/try-request.ts'
import { effectivePoliciesQuery, identitiesQuery } from './queries.ts'

export interface PersonOption {
  /** As a policy names them. */
  readonly value: string
  readonly label: string
}

/** Whom a store knows, so that they can be picked; nobody where it does not tell. */
export interface People {
  /** With the policies that RAM gives them; undefined where they are not known. */
  readonly known: KnownPeople | undefined
  readonly users: readonly PersonOption[]
  readonly roles: readonly PersonOption[]
  readonly accounts: readonly PersonOption[]
  /** How a policy's text for somebody is shown. */
  readonly nameOf: (text: string) => string
}

/** Of more people, the policies are not read beforehand; the simulator then counts those of RAM as none. */
const readAtMost = 200
const nobody: readonly Holder[] = []

/** The RAM users, roles and other accounts that statements and the simulator offer. */
export function usePeople(profileId: string, isLocal: boolean, ownerId: string): People {
  const { t } = useTranslation()
  const api = useApi()
  const { data } = useQuery({ ...identitiesQuery(api, profileId), enabled: isLocal })
  // Users of one account say nothing about a bucket of another.
  const overview = data?.accountId === ownerId ? data : undefined
  const holders = useMemo(() => (overview === undefined ? nobody : holdersOf(overview)), [overview])
  const { data: effective } = useQuery({ ...effectivePoliciesQuery(api, profileId, holders), enabled: holders.length > 0 && holders.length <= readAtMost })
  return useMemo(() => {
    const users = overview?.users.map(({ userId, userName }) => ({ value: userId, label: t('policy.userNamed', { name: userName }) })) ?? []
    const roles = overview?.roles.map(({ roleName }) => ({ value: `arn:sts::${ownerId}:assumed-role/${roleName}/*`, label: t('policy.roleNamed', { name: roleName }) })) ?? []
    const accounts = overview?.accounts.filter(({ isOwn }) => !isOwn).map(({ accountId, displayName }) => ({ value: accountId, label: t('policy.accountNamed', { name: displayName }) })) ?? []
    const names = new Map([...users, ...accounts].map(({ value, label }) => [value, label]))
    const nameOf = (text: string): string => {
      if (text === '*') return t('policy.everyone')
      if (text === ownerId) return t('policy.thisAccount', { uid: ownerId })
      const role = parseAssumedRole(text)
      if (role === undefined || role.accountId !== ownerId) return names.get(text) ?? text
      return role.sessionName === '*' ? t('policy.roleNamed', { name: role.roleName }) : t('policy.sessionNamed', { name: role.roleName, session: role.sessionName })
    }
    return { known: overview === undefined || (effective === undefined && holders.length > 0) ? undefined : knownPeople(overview, effective ?? []), users, roles, accounts, nameOf }
  }, [overview, effective, holders, ownerId, t])
}

function holdersOf({ users, roles }: IdentityOverview): readonly Holder[] {
  return [...users.map(({ userName }) => ({ kind: 'user' as const, name: userName })), ...roles.map(({ roleName }) => ({ kind: 'role' as const, name: roleName }))]
}

function knownPeople({ users, roles }: IdentityOverview, effective: readonly EffectivePolicies[]): KnownPeople {
  const policiesOf = (kind: Holder['kind'], name: string) =>
    (effective.find(({ holder }) => holder.kind === kind && holder.name === name)?.policies ?? []).flatMap((policy) => {
      // The store checks what it keeps: there is none that cannot be read.
      const { document } = readPolicy(policy.document, { kind: 'ram' })
      return document === undefined ? [] : [{ name: policy.name, document }]
    })
  return {
    users: users.map(({ userId, userName }) => ({ userId, userName, policies: policiesOf('user', userName) })),
    roles: roles.map(({ roleName }) => ({ roleName, policies: policiesOf('role', roleName) })),
  }
}
