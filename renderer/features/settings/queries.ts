import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Settings, type SettingsChange, type SettingsState } from '../../../electron/contract/settings.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'
import { useNotices } from '../notices/index.ts'

export const settingsQuery = (api: WindowApi) => queryOptions({ queryKey: queryKeys.settings, queryFn: () => api.settings.getSettings({}) })
export const appInfoQuery = (api: WindowApi) => queryOptions({ queryKey: queryKeys.appInfo, queryFn: () => api.app.getInfo({}) })

const defaults: Settings = Settings.parse({})

/** The settings as they stand; the defaults until they are read. */
export function useSettings(): Settings {
  const api = useApi()
  return useQuery(settingsQuery(api)).data?.settings ?? defaults
}

/** Changes some settings. The window shows them at once and goes back when they could not be kept. */
export function useUpdateSettings(): (change: SettingsChange) => void {
  const api = useApi()
  const client = useQueryClient()
  const reportError = useNotices((state) => state.reportError)
  const { mutate } = useMutation({
    mutationFn: (change: SettingsChange) => api.settings.updateSettings(change),
    onMutate: (change) => {
      const former = client.getQueryData<SettingsState>(queryKeys.settings)
      client.setQueryData<SettingsState>(queryKeys.settings, (state) => ({ ...state, settings: Settings.parse({ ...(state?.settings ?? defaults), ...change }) }))
      return former
    },
    onError: (error, _change, former) => {
      client.setQueryData(queryKeys.settings, former)
      reportError(error)
    },
  })
  return mutate
}
