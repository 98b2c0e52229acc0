import { lazyDialog } from '../../ui/lazy-dialog.tsx'

export { bucketSettingQuery, usePutBucketSetting } from './queries.ts'
export { usePeople } from './use-people.ts'
export type { KnownPeople } from './model/try-request.ts'
export type { PolicyStart } from './start.ts'

/** The policy of a bucket. The evaluator and the editor are for those who ask for them. */
export const LazyPolicyDialog = lazyDialog(async () => (await import('./policy-dialog.tsx')).PolicyDialog)
