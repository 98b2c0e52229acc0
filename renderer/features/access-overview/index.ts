import { lazyDialog } from '../../ui/lazy-dialog.tsx'

/** Who has access to a bucket. The evaluator is loaded when it is shown. */
export const LazyAccessOverview = lazyDialog(async () => (await import('./access-overview.tsx')).AccessOverview)
export { GrantsTable } from './grants-table.tsx'
export type { OverviewPage } from './overview-links.ts'
