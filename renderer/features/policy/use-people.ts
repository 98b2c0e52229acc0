import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { IdentityOverview } from '../../../electron/contract/identities.ts'
import { parseAssumedRole } from '../../../storage-core/policy/compile-policy.ts'
import { useApi } from '../../bridge/api.tsx'
import { identitiesQuery } from './queries.ts'

export interface PersonOption {
  /** As a policy names them. */
  readonly value: string
  readonly label: string
}

/** Whom a store knows, so that they can be picked; nobody where it does not tell. */
export interface People {
  /** Of the account that the bucket belongs to; undefined where it does not tell. */
  readonly overview: IdentityOverview | undefined
  readonly users: readonly PersonOption[]
  readonly roles: readonly PersonOption[]
  readonly accounts: readonly PersonOption[]
  /** How a policy's text for somebody is shown. */
  readonly nameOf: (text: string) => string
}

/** The RAM users, roles and other accounts that statements and the simulator offer. */
export function usePeople(profileId: string, isLocal: boolean, ownerId: string): People {
  const { t } = useTranslation()
  const api = useApi()
  const { data } = useQuery({ ...identitiesQuery(api, profileId), enabled: isLocal })
  // Users of one account say nothing about a bucket of another.
  const overview = data?.accountId === ownerId ? data : undefined
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
    return { overview, users, roles, accounts, nameOf }
  }, [overview, ownerId, t])
}
