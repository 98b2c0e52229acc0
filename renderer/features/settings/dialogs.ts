import { create } from 'zustand'
import type { SettingId } from './catalogue.ts'

interface SettingsDialogs {
  readonly open: 'none' | 'settings' | 'about' | 'shortcuts'
  /** The setting that was asked for. */
  readonly setting: SettingId | undefined
  readonly show: (dialog: 'settings' | 'about' | 'shortcuts', setting?: SettingId) => void
  readonly close: () => void
}

export const useSettingsDialogs = create<SettingsDialogs>()((set) => ({
  open: 'none',
  setting: undefined,
  show: (open, setting) => set({ open, setting }),
  close: () => set({ open: 'none', setting: undefined }),
}))
