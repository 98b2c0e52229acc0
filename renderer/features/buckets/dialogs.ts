import { create } from 'zustand'

type Dialog = { readonly kind: 'create'; readonly profileId: string } | { readonly kind: 'delete' | 'permissions' | 'settings' | 'restore'; readonly profileId: string; readonly bucket: string; readonly page?: 'versioning' }

interface BucketDialogs {
  readonly dialog: Dialog | undefined
  readonly startCreate: (profileId: string) => void
  readonly startDelete: (profileId: string, bucket: string) => void
  readonly showPermissions: (profileId: string, bucket: string) => void
  readonly showSettings: (profileId: string, bucket: string) => void
  /** Opens the settings at the page of versioning, which is the one place where it is switched. */
  readonly showVersioning: (profileId: string, bucket: string) => void
  /** Asks for the moment to restore the bucket to. */
  readonly showRestore: (profileId: string, bucket: string) => void
  readonly close: () => void
}

export const useBucketDialogs = create<BucketDialogs>()((set) => ({
  dialog: undefined,
  startCreate: (profileId) => set({ dialog: { kind: 'create', profileId } }),
  startDelete: (profileId, bucket) => set({ dialog: { kind: 'delete', profileId, bucket } }),
  showPermissions: (profileId, bucket) => set({ dialog: { kind: 'permissions', profileId, bucket } }),
  showSettings: (profileId, bucket) => set({ dialog: { kind: 'settings', profileId, bucket } }),
  showVersioning: (profileId, bucket) => set({ dialog: { kind: 'settings', page: 'versioning', profileId, bucket } }),
  showRestore: (profileId, bucket) => set({ dialog: { kind: 'restore', profileId, bucket } }),
  close: () => set({ dialog: undefined }),
}))
