import type { OssErrorWire } from '../../electron/contract/error-wire.ts'
import type { TransferBatch } from '../../electron/contract/transfer-batches.ts'
import type { HistoryProgress, ObjectVersion, VersionDifference, VersionFacts } from '../../electron/contract/versions.ts'
import type { WindowApi } from '../../electron/contract/window-api.ts'

/** Histories by `bucket/key`, newest version first, and what versions changed by id. */
export interface FakeHistories {
  readonly versions: Map<string, ObjectVersion[]>
  readonly differences: Map<string, Partial<VersionDifference>>
}

export const newHistories = (): FakeHistories => ({ versions: new Map(), differences: new Map() })

export function fakeVersion(versionId: string, more: Partial<ObjectVersion> = {}): ObjectVersion {
  const isDeleteMarker = more.isDeleteMarker === true
  return {
    versionId,
    isLatest: false,
    isDeleteMarker,
    lastModifiedMs: 1_790_000_000_000,
    sizeBytes: isDeleteMarker ? 0 : 2048,
    etag: isDeleteMarker ? '' : versionId.toUpperCase().padEnd(32, '0').slice(0, 32),
    storageClass: isDeleteMarker ? '' : 'Standard',
    type: isDeleteMarker ? '' : 'Normal',
    owner: { id: '1234567890123456', displayName: '1234567890123456' },
    ...more,
  }
}

const fakeFacts = (version: ObjectVersion): VersionFacts => ({
  sizeBytes: version.sizeBytes,
  etag: version.etag,
  lastModifiedMs: version.lastModifiedMs,
  storageClass: version.storageClass,
  type: 'Normal',
  headers: { 'content-type': 'text/plain' },
  userMetadata: {},
  tags: {},
  acl: 'default',
  unknown: [],
})

interface Parts {
  readonly histories: FakeHistories
  readonly answer: <T>(name: string, input: unknown, value: () => T) => Promise<T>
  readonly fail: (code: 'NoSuchKey' | 'ListingGone') => OssErrorWire
  readonly enqueue: (batch: Partial<TransferBatch>) => TransferBatch
}

/** The window's calls about versions, answered from memory. */
export function fakeVersions({ histories, answer, fail, enqueue }: Parts): WindowApi['versions'] {
  const keyOf = ({ bucket, key }: { readonly bucket: string; readonly key: string }) => `${bucket}/${key}`
  const of = (id: string): ObjectVersion[] => {
    const found = histories.versions.get(id)
    // oxlint-disable-next-line typescript/only-throw-error -- the contract's failures are plain objects
    if (found === undefined || found.length === 0) throw fail('NoSuchKey')
    return found
  }
  const progressOf = (sessionId: string): HistoryProgress => {
    const rows = of(sessionId)
    const deleteMarkers = rows.filter(({ isDeleteMarker }) => isDeleteMarker).length
    return { sessionId, state: 'complete', versions: rows.length - deleteMarkers, deleteMarkers, bytes: rows.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }
  }
  const batchOf = (kind: TransferBatch['kind'], { profileId, bucket }: { readonly profileId: string; readonly bucket: string }, prefix: string, title: string) => enqueue({ kind, profileId, bucket, prefix, title })
  return {
    count: (input) =>
      answer('versions.count', input, () => {
        const rows = histories.versions.get(keyOf(input)) ?? []
        const deleteMarkers = rows.filter(({ isDeleteMarker }) => isDeleteMarker).length
        return { versions: rows.length - deleteMarkers, deleteMarkers, more: false }
      }),
    open: (input) => answer('versions.open', input, () => ({ rows: of(keyOf(input)).slice(0, input.limit), progress: progressOf(keyOf(input)) })),
    getWindow: (input) => answer('versions.getWindow', input, () => ({ rows: of(input.sessionId).slice(input.offset, input.offset + input.limit), progress: progressOf(input.sessionId) })),
    locate: (input) =>
      answer('versions.locate', input, () => {
        const index = of(input.sessionId).findIndex(({ versionId }) => versionId === input.versionId)
        return { index: index === -1 ? null : index }
      }),
    describe: (input) =>
      answer('versions.describe', input, () =>
        input.versionIds.map((versionId) => {
          const rows = of(input.sessionId)
          const before = rows.slice(rows.findIndex((row) => row.versionId === versionId) + 1).find(({ isDeleteMarker }) => !isDeleteMarker)
          return { versionId, changes: [], unknown: [], author: { kind: 'unknown' as const, reason: 'notTold' as const }, ...(before === undefined ? {} : { beforeId: before.versionId }), ...histories.differences.get(versionId) }
        }),
      ),
    compare: (input) =>
      answer('versions.compare', input, () => {
        const facts = (id: string) => fakeFacts(of(keyOf(input)).find(({ versionId }) => versionId === id) ?? fakeVersion(id))
        return { before: facts(input.beforeId), after: facts(input.afterId), changes: histories.differences.get(input.afterId)?.changes ?? [] }
      }),
    countOlder: (input) =>
      answer('versions.countOlder', input, () => {
        const { than } = input
        const rows = of(input.sessionId)
        const from = than.kind === 'version' ? rows.findIndex(({ versionId }) => versionId === than.versionId) + 1 : Math.max(1, rows.findIndex(({ lastModifiedMs }) => lastModifiedMs < than.beforeMs))
        const older = rows.slice(from)
        const deleteMarkers = older.filter(({ isDeleteMarker }) => isDeleteMarker).length
        return { versions: older.length - deleteMarkers, deleteMarkers, bytes: older.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), keptId: older.length === 0 ? null : (rows[from - 1]?.versionId ?? null), complete: true }
      }),
    close: (input) => answer('versions.close', input, () => undefined),
    deleteVersion: (input) =>
      answer('versions.deleteVersion', input, () => {
        histories.versions.set(keyOf(input), of(keyOf(input)).filter(({ versionId }) => versionId !== input.versionId))
      }),
    deleteOlder: (input) => answer('versions.deleteOlder', input, () => batchOf('deleteVersions', input, '', input.key)),
    restore: (input) => answer('versions.restore', input, () => batchOf('restoreVersion', input, input.basePrefix, input.versions[0]?.key ?? '')),
    recover: (input) => answer('versions.recover', input, () => batchOf('recover', input, input.basePrefix, '')),
  }
}
