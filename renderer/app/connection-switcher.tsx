import { useTranslation } from 'react-i18next'
import { useNavigation, useTabs } from '../features/navigation/index.ts'
import { Palette, type PaletteItem } from '../features/palette/index.ts'
import { homeOf, useProfileDialogs, useProfiles } from '../features/profiles/index.ts'

const noAddress = () => undefined

/** From one connection to another by a few letters of its name; each leads back to where it was left. */
export function ConnectionSwitcher() {
  const isOpen = useProfileDialogs((state) => state.isSwitching)
  return isOpen ? <OpenSwitcher /> : null
}

function OpenSwitcher() {
  const { t } = useTranslation()
  const profiles = useProfiles()
  const current = useNavigation((state) => state.profileId)
  const choose = useNavigation((state) => state.choose)
  const setOpened = useProfileDialogs((state) => state.setOpened)
  const setSwitching = useProfileDialogs((state) => state.setSwitching)
  const leave = () => {
    setSwitching(false)
    // Unless what was chosen took the keyboard elsewhere.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) useTabs.getState().focusList()
    })
  }
  // The one in use last: Enter goes to another at once.
  const ordered = [...profiles.filter(({ profileId }) => profileId !== current), ...profiles.filter(({ profileId }) => profileId === current)]
  const items = ordered.map((profile): PaletteItem => {
    const { profileId, name, colour, kind, endpoint, presetPath } = profile
    const place = kind === 'local' ? t('profiles.kinds.local') : [t(`profiles.kinds.${kind}`), endpoint.replace(/^https:\/\//, ''), presetPath].filter((part) => part !== '').join(' · ')
    return {
      id: profileId,
      group: t('profiles.title'),
      label: kind === 'local' ? t('store.localStore') : name,
      detail: profileId === current ? `${t('profiles.inUse')} · ${place}` : place,
      icon: <span className={`swatch is-${colour}`} aria-hidden />,
      run: () => {
        setOpened(profileId, true)
        choose(profileId, homeOf(profile))
      },
    }
  })
  return <Palette title={t('profiles.switchTitle')} hint={t('profiles.switchHint')} items={items} direct={noAddress} onClose={leave} />
}
