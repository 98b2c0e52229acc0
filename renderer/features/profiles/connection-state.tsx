import { useTranslation } from 'react-i18next'
import type { Profile } from '../../../electron/contract/profiles.ts'
import { useFormat } from '../../ui/use-format.ts'
import { expiryOf, useNow } from './expiry.ts'

interface Props {
  readonly profile: Profile
  /** Leaves out what the user chose and knows, where room is short. */
  readonly onlyTrouble?: boolean
}

/** What is not as usual about a connection's key; nothing when all is well. */
export function ConnectionState({ profile, onlyTrouble = false }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const nowMs = useNow()
  const { secret, expiresMs = 0 } = profile
  const expiry = expiryOf(profile, nowMs)
  const isUnusable = secret === 'missing' || secret === 'locked'
  if (!isUnusable && (expiry === 'soon' || (expiry === 'running' && !onlyTrouble))) {
    return (
      <span className={expiry === 'soon' ? 'connection-note is-warn' : 'connection-note'} title={t('profiles.endsAt', { time: format.exactTime(expiresMs) })}>
        {onlyTrouble ? format.duration((expiresMs - nowMs) / 1000) : t('profiles.endsIn', { duration: format.duration((expiresMs - nowMs) / 1000) })}
      </span>
    )
  }
  const state = expiry === 'expired' && !isUnusable ? 'expired' : secret === 'keychain' || secret === 'none' ? undefined : secret
  if (state === undefined || (onlyTrouble && state === 'session')) return null
  return <span className={state === 'session' ? 'connection-note' : 'connection-note is-warn'}>{t(`profiles.states.${state}`)}</span>
}
