import type { ListingView } from '../../electron/contract/listings.ts'

/** The one place that builds query keys: `[noun, profileId, …]`. */
export const queryKeys = {
  traySupport: ['app', 'tray'] as const,
  appInfo: ['app', 'info'] as const,
  settings: ['settings'] as const,
  storeStatus: ['store', 'status'] as const,
  profiles: ['profiles'] as const,
  buckets: (profileId: string) => ['buckets', profileId, 'list'] as const,
  bucketsOf: (profileId: string) => ['buckets', profileId] as const,
  bucketInfo: (profileId: string, bucket: string) => ['buckets', profileId, 'info', bucket] as const,
  accountBlock: (profileId: string) => ['buckets', profileId, 'account block'] as const,
  bucketSetting: (profileId: string, bucket: string, name: string) => ['buckets', profileId, 'setting', bucket, name] as const,
  bucketStat: (profileId: string, bucket: string) => ['buckets', profileId, 'stat', bucket] as const,
  policyNotes: (profileId: string, bucket: string) => ['policies', profileId, bucket] as const,
  /** Keys that a statement takes in, counted. */
  policyReach: (profileId: string, bucket: string, patterns: readonly string[], most: number) => ['policies', profileId, bucket, 'reach', patterns, most] as const,
  identitiesOf: (profileId: string) => ['identities', profileId] as const,
  identities: (profileId: string) => ['identities', profileId, 'overview'] as const,
  identityHolder: (profileId: string, kind: string, name: string) => ['identities', profileId, kind, name] as const,
  identityPolicy: (profileId: string, type: string, name: string) => ['identities', profileId, 'policy', type, name] as const,
  accountKeys: (profileId: string, accountId: string) => ['identities', profileId, 'account keys', accountId] as const,
  effectivePages: (profileId: string, holders: readonly string[]) => ['identities', profileId, 'effective pages', holders] as const,
  effectivePolicies: (profileId: string, holders: readonly string[]) => ['identities', profileId, 'effective', holders] as const,
  objectsOf: (profileId: string, bucket: string) => ['objects', profileId, bucket] as const,
  objectHead: (profileId: string, bucket: string, key: string, etag: string, versionId?: string) => ['objects', profileId, bucket, 'head', key, etag, versionId ?? ''] as const,
  versionCount: (profileId: string, bucket: string, key: string, etag: string) => ['objects', profileId, bucket, 'versions', key, etag] as const,
  versionComparison: (profileId: string, bucket: string, key: string, beforeId: string, afterId: string) =>
    ['objects', profileId, bucket, 'comparison', key, beforeId, afterId] as const,
  preview: (url: string) => ['preview', url] as const,
  listings: ['listing'] as const,
  listing: (sessionId: string) => ['listing', sessionId] as const,
  listingChunk: (sessionId: string, view: ListingView, chunk: number) =>
    ['listing', sessionId, view.column, view.direction, view.filter, view.where ?? null, chunk] as const,
  completions: (profileId: string, bucket: string, prefix: string) => ['completions', profileId, bucket, prefix] as const,
  selectionSummary: (profileId: string, bucket: string, selection: unknown) => ['objects', profileId, bucket, 'summary', selection] as const,
  speedLimit: ['transfers', 'speedLimit'] as const,
  transferRules: ['transfers', 'rules'] as const,
  transferHistory: ['transfers', 'history'] as const,
  transferHistoryOf: (search: string) => ['transfers', 'history', search] as const,
  transferItems: (batchId: string, states: string, chunk: number) => ['transfers', 'items', batchId, states, chunk] as const,
  transferItemsOf: (batchId: string) => ['transfers', 'items', batchId] as const,
}
