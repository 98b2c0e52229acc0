import { useQueryClient } from '@tanstack/react-query'
import { AppWindow, Clock, Command as CommandIcon, CornerDownLeft, Database, Settings, Star } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ProfilesState } from '../../electron/contract/profiles.ts'
import type { BucketSummary } from '../../electron/contract/buckets.ts'
import { commandNames, type Command } from '../../electron/contract/shortcuts.ts'
import { queryKeys } from '../bridge/query-keys.ts'
import { formatAddress, openPlace, placeOf, resolveAddress, schemeOf, useNavigation, useTabs, type Place } from '../features/navigation/index.ts'
import { Palette, usePalette, type PaletteItem } from '../features/palette/index.ts'
import { useProfiles } from '../features/profiles/index.ts'
import { settingIds, settingLabel, useSettingsDialogs } from '../features/settings/index.ts'
import { useKeysOf } from '../features/shortcuts/index.ts'
import { tabTitle } from '../features/tabs/index.ts'
import { useVersions } from '../features/versions/index.ts'
import { placeLabel, useWorkspace } from '../features/workspace/index.ts'

const iconPx = 15
/** What the palette itself is not the place for. */
const leftOut: ReadonlySet<Command> = new Set(['palette'])

/** Everything the window can do or go to, by a few letters of its name. */
export function CommandPalette({ run }: { readonly run: (command: Command) => void }) {
  const open = usePalette((state) => state.open)
  return open ? <OpenPalette run={run} /> : null
}

function OpenPalette({ run }: { readonly run: (command: Command) => void }) {
  const { t } = useTranslation()
  const close = usePalette((state) => state.close)
  const client = useQueryClient()
  const keysOf = useKeysOf()
  const profiles = useProfiles()
  const currentProfile = useNavigation((state) => state.profileId)
  const openVersion = useVersions((state) => state.open)
  const tabs = useTabs((state) => state.tabs)
  const activeTabId = useTabs((state) => state.activeTabId)
  const favourites = useWorkspace((state) => state.favourites)
  const recent = useWorkspace((state) => state.recent)
  const showDialog = useSettingsDialogs((state) => state.show)
  const profileOf = (profileId: string) => profiles.find((profile) => profile.profileId === profileId)
  const leave = () => {
    close()
    // Unless what was chosen took the keyboard elsewhere.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) useTabs.getState().focusList()
    })
  }
  const goTo = (place: Place) => (elsewhere: boolean) => openPlace(place, elsewhere ? 'newTab' : 'here')
  const nameOfProfile = (profileId: string): { readonly detail?: string } => {
    const profile = profileOf(profileId)
    return profile === undefined || profile.kind === 'local' ? {} : { detail: profile.name }
  }

  const commands = commandNames
    .filter((command) => !leftOut.has(command))
    .map((command): PaletteItem => ({
      id: `command ${command}`,
      group: t('palette.actions'),
      label: t(`shell.shortcuts.${command}`),
      shortcut: keysOf(command),
      icon: <CommandIcon size={iconPx} />,
      run: () => run(command),
    }))
  const openTabs = tabs
    .filter(({ tabId }) => tabId !== activeTabId)
    .map((tab): PaletteItem => ({
      id: tab.tabId,
      group: t('tabs.title'),
      label: tab.panes.map(({ navigation }) => tabTitle(navigation.getState().place, t('tabs.empty'))).join(' | '),
      icon: <AppWindow size={iconPx} />,
      run: () => useTabs.getState().activateTab(tab.tabId),
    }))
  const buckets = profiles.flatMap(({ profileId }) =>
    (client.getQueryData<readonly BucketSummary[]>(queryKeys.buckets(profileId)) ?? []).map(({ name }): PaletteItem => ({
      id: `bucket ${profileId} ${name}`,
      group: t('buckets.title'),
      label: name,
      ...nameOfProfile(profileId),
      icon: <Database size={iconPx} />,
      run: goTo({ profileId, bucket: name, prefix: '' }),
    })),
  )
  const starred = favourites.map((favourite): PaletteItem => ({
    id: `favourite ${favourite.favouriteId}`,
    group: t('places.favourites'),
    label: favourite.name === '' ? placeLabel(favourite) : favourite.name,
    ...(favourite.name === '' ? nameOfProfile(favourite.profileId) : { detail: placeLabel(favourite) }),
    icon: <Star size={iconPx} />,
    run: goTo(favourite),
  }))
  const visited = recent
    .filter(({ prefix, profileId }) => prefix !== '' && profileOf(profileId) !== undefined)
    .map((place): PaletteItem => ({
      id: `recent ${JSON.stringify(place)}`,
      group: t('places.recent'),
      label: placeLabel(place),
      ...nameOfProfile(place.profileId),
      icon: <Clock size={iconPx} />,
      run: goTo(place),
    }))
  const settings = settingIds.map((id): PaletteItem => ({
    id: `setting ${id}`,
    group: t('settings.open'),
    label: settingLabel(t, id),
    icon: <Settings size={iconPx} />,
    run: () => showDialog('settings', id),
  }))

  const direct = (query: string): PaletteItem | undefined => {
    if (!/^(?:oss|s3|https?):\/\//i.test(query.trim())) return undefined
    const address = resolveAddress(query, client.getQueryData<ProfilesState>(queryKeys.profiles)?.profiles ?? [], currentProfile)
    if (address === undefined) return undefined
    const scheme = schemeOf(profileOf(address.profileId)?.kind ?? 'local')
    return {
      id: 'address',
      group: t('palette.goTo'),
      label: t('palette.goToAddress', { address: formatAddress(address, scheme) }),
      ...nameOfProfile(address.profileId),
      icon: <CornerDownLeft size={iconPx} />,
      run: (elsewhere) => {
        goTo({ profileId: address.profileId, ...placeOf(address) })(elsewhere)
        if (address.versionId !== undefined && address.key !== '') openVersion(address)
      },
    }
  }
  return <Palette title={t('palette.title')} hint={t('palette.hint')} items={[...starred, ...openTabs, ...buckets, ...visited, ...commands, ...settings]} direct={direct} onClose={leave} />
}
