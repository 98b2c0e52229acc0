import type { PolicyStart } from '../policy/index.ts'

/** Settings that a verdict may come from. */
export type OverviewPage = 'acl' | 'publicAccessBlock' | 'requestPayment' | 'referer'

/** The ways from a verdict to where it comes from. */
export interface OverviewLinks {
  readonly onOpenPolicy: (start: PolicyStart) => void
  readonly onShowPage: (page: OverviewPage) => void
}
