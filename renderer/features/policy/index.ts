import { lazyDialog } from '../../ui/lazy-dialog.tsx'

export { accountBlockQuery, bucketSettingQuery, identitiesQuery, usePutBucketSetting } from './queries.ts'
export { usePeople } from './use-people.ts'
export { useAllRamPolicies, type AllRamPolicies } from './use-ram-policies.ts'
export type { KnownPeople } from './model/try-request.ts'
export type { PolicyStart } from './start.ts'

/** The policy of a bucket. The evaluator and the editor are for those who ask for them. */
export const LazyPolicyDialog = lazyDialog(async () => (await import('./policy-dialog.tsx')).PolicyDialog)
/** A policy document of RAM, for windows that are loaded later themselves. */
export const LazyDocumentEditor = lazyDialog(async () => (await import('./document-editor.tsx')).DocumentEditor)
