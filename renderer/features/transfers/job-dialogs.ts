import { create } from 'zustand'
import type { ObjectEdit } from '../../../electron/contract/object-jobs.ts'
import type { ChosenObjects, CopyVerb } from './copy-flow.ts'

export type JobDialog =
  | { readonly kind: 'chooseTarget'; readonly verb: CopyVerb; readonly chosen: ChosenObjects }
  | { readonly kind: 'edit'; readonly edit: ObjectEdit['kind']; readonly chosen: ChosenObjects }

interface JobDialogs {
  readonly dialog: JobDialog | undefined
  readonly show: (dialog: JobDialog) => void
  readonly close: () => void
}

/** What a job still has to be asked before it starts. */
export const useJobDialogs = create<JobDialogs>()((set) => ({
  dialog: undefined,
  show: (dialog) => set({ dialog }),
  close: () => set({ dialog: undefined }),
}))
