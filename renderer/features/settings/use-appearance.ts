import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useApi } from '../../bridge/api.tsx'
import { languageOf, type Language } from '../../ui/i18n/index.ts'
import type { Density, ThemeMode } from '../../ui/theme.ts'
import { appInfoQuery, useSettings } from './queries.ts'

const darkQuery = window.matchMedia('(prefers-color-scheme: dark)')
const subscribeToScheme = (onChange: () => void) => {
  darkQuery.addEventListener('change', onChange)
  return () => darkQuery.removeEventListener('change', onChange)
}

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
  const systemIsDark = useSyncExternalStore(subscribeToScheme, () => darkQuery.matches)
  return {
    mode: settings.theme === 'system' ? (systemIsDark ? 'dark' : 'light') : settings.theme,
    language: settings.language === 'system' ? languageOf(info?.locale ?? navigator.language) : settings.language,
    density: settings.density,
  }
}
