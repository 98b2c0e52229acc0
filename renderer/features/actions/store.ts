import { create } from 'zustand'
import type { MeasureTarget } from '../folder-size/index.ts'
import type { Place } from '../navigation/index.ts'

export type ActionDialog =
  | { readonly kind: 'size'; readonly target: MeasureTarget; readonly name: string; readonly prefix: string }
  | { readonly kind: 'fragments'; readonly profileId: string; readonly bucket: string }
  | { readonly kind: 'symlink'; readonly place: Place; readonly target: string }
  | { readonly kind: 'newText'; readonly place: Place }

interface ActionDialogs {
  readonly dialog: ActionDialog | undefined
  readonly show: (dialog: ActionDialog) => void
  readonly close: () => void
}

export const useActionDialogs = create<ActionDialogs>()((set) => ({
  dialog: undefined,
  show: (dialog) => set({ dialog }),
  close: () => set({ dialog: undefined }),
}))

/** Everything in a bucket, as a selection. */
export const wholeBucket = (profileId: string, bucket: string): ActionDialog => ({
  kind: 'size',
  target: { profileId, bucket, selection: { kind: 'prefix', prefix: '' } },
  name: bucket,
  prefix: '',
})
