import { create } from 'zustand'

interface TourState {
  /** Asked for, although it was seen before. */
  readonly isAsked: boolean
  readonly show: () => void
  readonly close: () => void
}

export const useTour = create<TourState>()((set) => ({
  isAsked: false,
  show: () => set({ isAsked: true }),
  close: () => set({ isAsked: false }),
}))
