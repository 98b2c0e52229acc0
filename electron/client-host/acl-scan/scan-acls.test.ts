import { describe, expect, it } from 'vitest'
import type { AclGrant } from '../../contract/acl-grants.ts'
import type { AclScanReport, AclScanRow } from '../../contract/acl-scan.ts'
import { RemoteError } from '../errors.ts'
import type { ListPage } from '../providers/object-provider.ts'
import { scanAcls, type AclScanOptions } from './scan-acls.ts'

const listed = (key: string) => ({ key, sizeBytes: 0, lastModifiedMs: 0, etag: '', storageClass: 'Standard', type: 'Normal' })
const denied = new RemoteError({ code: 'AccessDenied', message: 'No', status: 403, retryable: false })
const gone = new RemoteError({ code: 'NoSuchKey', message: 'Gone', status: 404, retryable: false })

function scanOf(keys: readonly string[], aclOf: (key: string) => Promise<string>, part: Partial<AclScanOptions> = {}, grantsOf: (key: string) => readonly AclGrant[] = () => []) {
  const told: { report: AclScanReport; rows: readonly AclScanRow[] }[] = []
  const pageSize = 10
  const listPage = ({ token = '0' }: { readonly token?: string | undefined }): Promise<ListPage> => {
    const from = Number(token)
    const next = from + pageSize
    return Promise.resolve({ objects: keys.slice(from, next).map(listed), commonPrefixes: [], ...(next < keys.length ? { nextToken: String(next) } : {}) })
  }
  const provider: AclScanOptions['provider'] = { listPage, getObjectGrants: async ({ key }) => ({ acl: await aclOf(key), grants: grantsOf(key) }) }
  const options: AclScanOptions = {
    provider,
    bucket: 'b',
    prefix: '',
    onProgress: (report, rows) => told.push({ report, rows }),
    toWire: () => ({ code: 'AccessDenied', message: 'No', status: 403, retryable: false }),
    signal: new AbortController().signal,
    streams: 4,
    ...part,
  }
  return { told, result: scanAcls(options) }
}
const names = (count: number) => Array.from({ length: count }, (_, index) => `k${String(index).padStart(3, '0')}`)

describe('scanAcls', () => {
  it('finds the objects with an ACL of their own, in order, with so many requests at once and no more', async () => {
    let running = 0
    let most = 0
    const aclOf = async (key: string): Promise<string> => {
      running += 1
      most = Math.max(most, running)
      await Promise.resolve()
      running -= 1
      return key.endsWith('5') ? 'public-read' : key.endsWith('7') ? 'private' : 'default'
    }
    let clock = 0
    const { told, result } = scanOf(names(100), aclOf, { nowMs: () => (clock += 50) })
    const { report, rows } = await result
    expect(report).toEqual({ listed: 100, isListed: true, checked: 100, found: 20, open: 10, failed: 0 })
    expect(rows.map(({ key }) => key)).toEqual(names(100).filter((key) => /[57]$/.test(key)))
    expect(most).toBeLessThanOrEqual(4)
    // Every row is told once.
    expect(told.flatMap((each) => each.rows).map(({ key }) => key).toSorted()).toEqual(rows.map(({ key }) => key))
    expect(told.length).toBeGreaterThan(2)
  })

  it('finds whom an ACL names besides the owner, and counts what every account may do as open', async () => {
    const owner: AclGrant = { who: 'owner', name: 'ada', permission: 'FULL_CONTROL' }
    const authenticated: AclGrant = { who: 'authenticated', name: '', permission: 'READ' }
    const account: AclGrant = { who: 'account', name: 'partner', permission: 'READ' }
    const grantsOf = (key: string): readonly AclGrant[] => [owner, ...(key === 'k001' ? [authenticated] : key === 'k002' ? [account] : [])]
    const { report, rows } = await scanOf(names(4), () => Promise.resolve('default'), {}, grantsOf).result
    expect(report).toMatchObject({ checked: 4, found: 2, open: 1 })
    expect(rows).toEqual([
      { key: 'k001', acl: 'default', grants: [authenticated] },
      { key: 'k002', acl: 'default', grants: [account] },
    ])
  })

  it('passes over what is gone, and counts what it may not ask', async () => {
    const aclOf = (key: string): Promise<string> => (key.endsWith('1') ? Promise.reject(gone) : key.endsWith('2') ? Promise.reject(denied) : Promise.resolve('default'))
    const { report } = await scanOf(names(20), aclOf).result
    expect(report).toMatchObject({ checked: 16, failed: 2, found: 0, firstError: { code: 'AccessDenied' } })
  })

  it('ends when it is refused from the start, and when it is cancelled', async () => {
    await expect(scanOf(names(300), () => Promise.reject(denied)).result).rejects.toMatchObject({ code: 'AccessDenied' })
    const controller = new AbortController()
    let asked = 0
    const aclOf = (): Promise<string> => {
      asked += 1
      if (asked === 30) controller.abort()
      return controller.signal.aborted ? Promise.reject(new DOMException('cancelled', 'AbortError')) : Promise.resolve('default')
    }
    await expect(scanOf(names(300), aclOf, { signal: controller.signal }).result).rejects.toMatchObject({ name: 'AbortError' })
    expect(asked).toBeLessThan(40)
  })
})
