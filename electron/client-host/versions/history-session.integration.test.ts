import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HistoryProgress } from '../../contract/versions.ts'
import { RemoteError, toWire } from '../errors.ts'
import type { RamClient } from '../identities/ram-client.ts'
import type { Provider } from '../providers/object-provider.ts'
import { openProvider } from '../providers/open-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { putText } from '../test-support/transfer-bench.ts'
import { openHistorySession, type HistorySession } from './history-session.ts'

let store: RealStore
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())

const signal = new AbortController().signal
const notTold = { kind: 'unknown', reason: 'notTold' }

describe.each(['oss', 's3'] as const)('the history of an object over %s', (kind) => {
  let provider: Provider
  const bucket = `history-${kind}`
  const key = 'dir/源.txt'
  /** With pages of two, so that a short history has many. */
  const open = async (more: Partial<Provider> = {}): Promise<{ session: HistorySession; complete: Promise<HistoryProgress> }> => {
    let end: (progress: HistoryProgress) => void = () => undefined
    const complete = new Promise<HistoryProgress>((resolve) => (end = resolve))
    const session = await openHistorySession({
      sessionId: 's',
      provider: { ...provider, listVersionsPage: (query) => provider.listVersionsPage({ ...query, maxKeys: 2 }), ...more },
      bucket,
      key,
      onProgress: (progress) => {
        if (progress.state !== 'loading') end(progress)
      },
      toWire: (error) => toWire(error, () => undefined),
    })
    return { session, complete }
  }

  beforeAll(async () => {
    provider = openProvider({ ...store.connection, kind })
    await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    await putText(provider, bucket, key, 'first', { headers: { 'content-type': 'text/plain' } })
    await provider.putBucketSetting({ bucket, setting: { name: 'versioning', status: 'Enabled' } })
    await putText(provider, bucket, key, 'first', { headers: { 'content-type': 'text/csv' }, tags: { team: 'blue' } })
    await provider.deleteObject({ bucket, key })
    await putText(provider, bucket, key, 'second', { headers: { 'content-type': 'text/csv' }, tags: { team: 'blue' }, acl: 'public-read' })
    await putText(provider, bucket, `${key}.bak`, 'x')
  })
  afterAll(() => {
    provider.close()
  })

  it('shows its newest versions at once and counts the rest as it is read', async () => {
    const { session, complete } = await open()
    expect(session.getWindow(0, 100).rows.map(({ isDeleteMarker, isLatest, sizeBytes }) => [isDeleteMarker, isLatest, sizeBytes])).toEqual([
      [false, true, 6],
      [true, false, 0],
    ])
    expect(session.progress()).toMatchObject({ state: 'loading', versions: 1, deleteMarkers: 1, bytes: 6 })
    expect(await complete).toEqual({ sessionId: 's', state: 'complete', versions: 3, deleteMarkers: 1, bytes: 16 })
    expect(session.getWindow(2, 100).rows.map(({ versionId, sizeBytes }) => [versionId === 'null', sizeBytes])).toEqual([
      [false, 5],
      [true, 5],
    ])
    session.close()
  })

  it('finds a version on a page that is still to come, and none that there is not', async () => {
    const { session } = await open()
    expect(await session.locate('null', signal)).toBe(3)
    expect(await session.locate('0000000000000000000000', signal)).toBeNull()
    session.close()
  })

  it('tells what each version changed, past delete markers and pages', async () => {
    const { session, complete } = await open()
    // Its predecessor is on a page that is still to come.
    const [newest] = await session.describe([session.getWindow(0, 1).rows[0]?.versionId ?? ''], signal)
    expect(newest?.changes).toEqual([
      { aspect: 'content', before: '5', after: '6' },
      { aspect: 'acl', before: kind === 'oss' ? 'default' : expect.any(String), after: 'public-read' },
    ])
    await complete
    const ids = session.getWindow(0, 10).rows.map(({ versionId }) => versionId)
    const all = await session.describe(ids, signal)
    expect(all.map(({ versionId }) => versionId)).toEqual(ids)
    expect(all[1]).toEqual({ versionId: ids[1], changes: [], unknown: [], author: notTold })
    expect(all[2]).toMatchObject({ beforeId: 'null', changes: [{ aspect: 'header', name: 'content-type', before: 'text/plain', after: 'text/csv' }, { aspect: 'tag', name: 'team', after: 'blue' }] })
    expect(all[3]).toEqual({ versionId: 'null', changes: [], unknown: [], author: notTold })
    session.close()
  })

  it('names who wrote each where the service keeps that, and says why not elsewhere', async () => {
    const local = openProvider(store.connection)
    const describeWith = async (more: Partial<Provider>) => {
      const { session, complete } = await open(more)
      await complete
      const all = await session.describe(session.getWindow(0, 10).rows.map(({ versionId }) => versionId), signal)
      session.close()
      return all.map(({ author }) => author)
    }
    const byApp = { kind: 'account', accountId: expect.stringMatching(/^1\d{15}$/) }
    expect(await describeWith(local.ram === undefined ? {} : { ram: local.ram })).toEqual([byApp, byApp, byApp, byApp])
    const refusing = (code: string): RamClient => () => Promise.reject(new RemoteError({ code, message: code, status: 403, retryable: false }))
    expect(await describeWith({ ram: refusing('NoPermission') })).toEqual(Array.from({ length: 4 }, () => ({ kind: 'unknown', reason: 'denied' })))
    expect(await describeWith({ ram: refusing('NetworkUnreachable') })).toEqual(Array.from({ length: 4 }, () => ({ kind: 'unknown', reason: 'failed' })))
    const answering = (...told: readonly object[]): RamClient => async ({ parameters = {} }) => ({
      Versions: { Version: Object.values(parameters).slice(2).map((VersionId, at) => ({ VersionId, IsThere: true, ...(told[at] === undefined ? {} : { Author: told[at] }) })) },
    })
    const user = { Kind: 'User', AccountId: '1', UserId: '2', UserName: 'alice', AccessKeyId: 'k' }
    const role = { Kind: 'Role', AccountId: '1', RoleId: '3', RoleName: 'ci', RoleSessionName: 'build-7', AccessKeyId: 'STS.k' }
    expect(await describeWith({ ram: answering(user, { Kind: 'Lifecycle', RuleId: 'sweep' }, role) })).toEqual([
      { kind: 'user', accountId: '1', userId: '2', userName: 'alice', accessKeyId: 'k' },
      { kind: 'lifecycle', ruleId: 'sweep' },
      { kind: 'role', accountId: '1', roleId: '3', roleName: 'ci', sessionName: 'build-7', accessKeyId: 'STS.k' },
      { kind: 'unknown', reason: 'notKept' },
    ])
    local.close()
  })

  it('counts what is older than a version or a time, and never the current one', async () => {
    const { session, complete } = await open()
    const { rows } = session.getWindow(0, 10)
    expect(session.countOlder({ kind: 'version', versionId: rows[0]?.versionId ?? '' }).complete).toBe(false)
    await complete
    const [newest, marker, second, first] = session.getWindow(0, 10).rows
    expect(session.countOlder({ kind: 'version', versionId: newest?.versionId ?? '' })).toEqual({ versions: 2, deleteMarkers: 1, bytes: 10, keptId: newest?.versionId, complete: true })
    expect(session.countOlder({ kind: 'version', versionId: marker?.versionId ?? '' })).toMatchObject({ versions: 2, deleteMarkers: 0, keptId: marker?.versionId })
    expect(session.countOlder({ kind: 'version', versionId: first?.versionId ?? '' })).toMatchObject({ versions: 0, bytes: 0, keptId: null })
    expect(session.countOlder({ kind: 'time', beforeMs: Number.MAX_SAFE_INTEGER })).toMatchObject({ versions: 2, deleteMarkers: 1, keptId: newest?.versionId })
    expect(session.countOlder({ kind: 'time', beforeMs: 0 })).toMatchObject({ versions: 0, keptId: null })
    expect(second?.isDeleteMarker).toBe(false)
    session.close()
  })

  it('says of one row that it could not be asked, and ends with what stopped the reading', async () => {
    let pages = 0
    const { session, complete } = await open({
      headObject: () => Promise.reject(new TypeError('broken')),
      listVersionsPage: (query) => (pages++ === 0 ? provider.listVersionsPage({ ...query, maxKeys: 3 }) : Promise.reject(new TypeError('broken'))),
    })
    expect(await complete).toMatchObject({ state: 'failed', versions: 2, error: { code: 'InternalError' } })
    const [described] = await session.describe([session.getWindow(0, 1).rows[0]?.versionId ?? ''], signal)
    expect(described).toMatchObject({ changes: [], error: { code: 'InternalError' } })
    await expect(session.describe(['none'], signal)).rejects.toMatchObject({ code: 'NoSuchVersion' })
    session.close()
  })

  it('is none for a key that never was', async () => {
    const never = openHistorySession({ sessionId: 's', provider, bucket, key: 'dir/', onProgress: () => undefined, toWire: (error) => toWire(error, () => undefined) })
    await expect(never).rejects.toMatchObject({ code: 'NoSuchKey' })
  })
})
