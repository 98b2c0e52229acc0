import { create } from 'zustand'

interface SettingsDialogs {
  readonly open: 'none' | 'settings' | 'about' | 'shortcuts'
  readonly show: (dialog: 'settings' | 'about' | 'shortcuts') => void
  readonly close: () => void
}

export const useSettingsDialogs = create<SettingsDialogs>()((set) => ({
  open: 'none',
  show: (open) => set({ open }),
  close: () => set({ open: 'none' }),
}))
