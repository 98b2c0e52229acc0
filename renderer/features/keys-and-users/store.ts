import { create } from 'zustand'

/** Whether the window of keys and users is open. */
export const useKeysAndUsers = create<{ readonly isOpen: boolean; readonly open: () => void; readonly close: () => void }>()((set) => ({
  isOpen: false,
  open: () => set({ isOpen: true }),
  close: () => set({ isOpen: false }),
}))
