import type { TFunction } from 'i18next'

/** Every setting by the part of the dialog it is in, in the order of the dialog. */
export const settingSections = {
  appearance: ['theme', 'language', 'density', 'shortcuts'],
  window: ['restoreTabs', 'startAtLogin', 'closing', 'tray', 'notify', 'confirmRecoverable'],
  transfers: ['downloadFolder', 'downloadConflict', 'speedLimit', 'hours'],
  store: ['port', 'region', 'storeFolder'],
} as const

export type SettingSection = keyof typeof settingSections
export type SettingId = (typeof settingSections)[SettingSection][number]
export const sectionNames = Object.keys(settingSections) as readonly SettingSection[]
export const settingIds: readonly SettingId[] = sectionNames.flatMap((section) => settingSections[section])

/** What a setting is called, in the dialog and in the command palette. */
export function settingLabel(t: TFunction, id: SettingId): string {
  if (id === 'speedLimit') return t('transfers.speedLimit')
  if (id === 'hours') return t('transfers.hours.title')
  return t(`settings.${id}`)
}

/** Further words that people look for a setting by. */
const hintOf = (t: TFunction, id: SettingId): string => (id === 'hours' || id === 'speedLimit' ? t('settings.transferWords') : t(`settings.words.${id}`))

/**
 * The settings that a few words lead to: all of them have to be in its name, its part of the dialog, or its other words. @param
 * languages every language of the window: who reads one may know a setting by its name in the other
 */
export function findSettings(languages: readonly TFunction[], query: string): ReadonlySet<SettingId> {
  const words = query.toLowerCase().split(/\s+/u).filter((word) => word !== '')
  const found = sectionNames.flatMap((section) =>
    settingSections[section].filter((id) => {
      const text = languages.map((t) => `${settingLabel(t, id)} ${t(`settings.${section}`)} ${hintOf(t, id)}`).join(' ').toLowerCase()
      return words.every((word) => text.includes(word))
    }),
  )
  return new Set(found)
}
