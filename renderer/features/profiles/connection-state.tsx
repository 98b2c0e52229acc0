import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Profile } from '../../../electron/contract/profiles.ts'

interface Props {
  readonly profile: Profile
  /** Leaves out what the user chose and knows, where room is short. */
  readonly onlyTrouble?: boolean
}

/** What is not as usual about a connection's key; nothing when all is well. */
export function ConnectionState({ profile, onlyTrouble = false }: Props) {
  const { t } = useTranslation()
  const { secret, expiresMs } = profile
  const [nowMs] = useState(() => Date.now())
  const state = expiresMs !== undefined && expiresMs < nowMs ? 'expired' : secret === 'keychain' || secret === 'none' ? undefined : secret
  if (state === undefined || (onlyTrouble && state === 'session')) return null
  return <span className={state === 'session' ? 'connection-note' : 'connection-note is-warn'}>{t(`profiles.states.${state}`)}</span>
}
