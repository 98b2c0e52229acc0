import { create } from 'zustand'
import type { ObjectSelection } from '../../../electron/contract/selections.ts'

interface Target {
  readonly profileId: string
  readonly bucket: string
}
export interface LinkTarget extends Target {
  readonly key: string
  readonly versionId?: string | undefined
}
export interface ExportTarget extends Target {
  readonly selection: ObjectSelection
}

interface SharingState {
  readonly link: LinkTarget | undefined
  readonly exported: ExportTarget | undefined
  /** Opens the sheet for a link to one object. */
  readonly shareObject: (target: LinkTarget) => void
  /** Opens the sheet for a file of links to all of a selection. */
  readonly shareSelection: (target: ExportTarget) => void
  readonly close: () => void
}

export const useSharing = create<SharingState>()((set) => ({
  link: undefined,
  exported: undefined,
  shareObject: (link) => set({ link, exported: undefined }),
  shareSelection: (exported) => set({ exported, link: undefined }),
  close: () => set({ link: undefined, exported: undefined }),
}))
