export { LazyPolicyDialog } from './lazy-policy-dialog.tsx'
export { bucketSettingQuery, usePutBucketSetting } from './queries.ts'
export type { PolicyStart } from './start.ts'
