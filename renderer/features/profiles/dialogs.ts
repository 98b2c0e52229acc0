import { create } from 'zustand'

type Dialog =
  | { readonly kind: 'manager' }
  /** Without an id a new one. */
  | { readonly kind: 'form'; readonly profileId: string | undefined }
  | { readonly kind: 'delete'; readonly profileId: string }
  | { readonly kind: 'renew'; readonly profileId: string }
  | { readonly kind: 'doctor'; readonly profileId: string }
  | { readonly kind: 'import' }

interface ProfileDialogs {
  readonly dialog: Dialog | undefined
  /** Where a form or a question goes back to. */
  readonly fromManager: boolean
  /** Connections whose buckets are shown in the sidebar. */
  readonly opened: ReadonlySet<string>
  /** Whether the switcher is open. */
  readonly isSwitching: boolean
  readonly setSwitching: (isSwitching: boolean) => void
  readonly manage: () => void
  readonly startAdd: () => void
  readonly startEdit: (profileId: string) => void
  readonly startDelete: (profileId: string) => void
  readonly startRenew: (profileId: string) => void
  readonly startDoctor: (profileId: string) => void
  readonly startImport: () => void
  readonly close: () => void
  readonly setOpened: (profileId: string, isOpen: boolean) => void
}

export const useProfileDialogs = create<ProfileDialogs>()((set) => ({
  dialog: undefined,
  fromManager: false,
  opened: new Set(),
  isSwitching: false,
  setSwitching: (isSwitching) => set({ isSwitching }),
  manage: () => set({ dialog: { kind: 'manager' }, fromManager: false }),
  startAdd: () => set(({ dialog }) => ({ dialog: { kind: 'form', profileId: undefined }, fromManager: dialog?.kind === 'manager' })),
  startEdit: (profileId) => set(({ dialog }) => ({ dialog: { kind: 'form', profileId }, fromManager: dialog?.kind === 'manager' })),
  startDelete: (profileId) => set(({ dialog }) => ({ dialog: { kind: 'delete', profileId }, fromManager: dialog?.kind === 'manager' })),
  startRenew: (profileId) => set(({ dialog }) => ({ dialog: { kind: 'renew', profileId }, fromManager: dialog?.kind === 'manager' })),
  startDoctor: (profileId) => set(({ dialog }) => ({ dialog: { kind: 'doctor', profileId }, fromManager: dialog?.kind === 'manager' })),
  startImport: () => set(({ dialog }) => ({ dialog: { kind: 'import' }, fromManager: dialog?.kind === 'manager' })),
  close: () => set(({ fromManager }) => ({ dialog: fromManager ? { kind: 'manager' } : undefined, fromManager: false })),
  setOpened: (profileId, isOpen) =>
    set(({ opened }) => {
      const next = new Set(opened)
      if (isOpen) next.add(profileId)
      else next.delete(profileId)
      return { opened: next }
    }),
}))
