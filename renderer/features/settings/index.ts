export { useSettingsDialogs } from './dialogs.ts'
export { LazyAboutDialog, LazySettingsDialog } from './lazy-dialogs.ts'
export { appInfoQuery, settingsQuery, useSettings, useUpdateSettings } from './queries.ts'
export { useAppearance } from './use-appearance.ts'
