import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useApi } from '../../bridge/api.tsx'
import { languageOf, type Language } from '../../ui/i18n/index.ts'
import { watchQuery } from '../../ui/media-query.ts'
import type { Density, ThemeMode } from '../../ui/theme.ts'
import { appInfoQuery, useSettings } from './queries.ts'

const darkScheme = watchQuery('(prefers-color-scheme: dark)')
const moreContrast = watchQuery('(prefers-contrast: more), (forced-colors: active)')

export interface Appearance {
  readonly mode: ThemeMode
  readonly language: Language
  readonly density: Density
}

/** What the settings mean on this system, now. */
export function useAppearance(): Appearance {
  const api = useApi()
  const settings = useSettings()
  const info = useQuery(appInfoQuery(api)).data
  const systemIsDark = useSyncExternalStore(darkScheme.subscribe, darkScheme.isTrue)
  const systemWantsContrast = useSyncExternalStore(moreContrast.subscribe, moreContrast.isTrue)
  const systemScheme = systemIsDark ? 'dark' : 'light'
  const isHighContrast = settings.theme === 'contrast' || (settings.theme === 'system' && systemWantsContrast)
  return {
    mode: isHighContrast ? `contrast-${systemScheme}` : settings.theme === 'light' || settings.theme === 'dark' ? settings.theme : systemScheme,
    language: settings.language === 'system' ? languageOf(info?.locale ?? navigator.language) : settings.language,
    density: settings.density,
  }
}
