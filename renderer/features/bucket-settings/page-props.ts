import type { StoreApi } from 'zustand'
import type { PolicyStart } from '../policy/index.ts'
import type { Drafts } from './model/drafts.ts'

export const pageIds = ['overview', 'policy', 'acl', 'publicAccessBlock', 'cors', 'referer', 'versioning', 'requestPayment', 'tags'] as const
export type PageId = (typeof pageIds)[number]

/** What every page of the dialog gets. */
export interface PageProps {
  readonly profileId: string
  readonly bucket: string
  readonly service: 'oss' | 's3'
  /** Why nothing can be changed here. */
  readonly lockedReason: string | undefined
  readonly drafts: StoreApi<Drafts>
  readonly onOpenPolicy: (start?: PolicyStart) => void
  readonly onShowPage: (page: PageId) => void
}
