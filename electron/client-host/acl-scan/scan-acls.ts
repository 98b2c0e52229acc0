import { compareUtf8 } from '../../../storage-core/model/utf8.ts'
import { aclScanRowsMax, type AclScanReport, type AclScanResult, type AclScanRow } from '../../contract/acl-scan.ts'
import { isOpenGrant } from '../../contract/acl-grants.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import { codeOf, isAbort } from '../errors.ts'
import type { AttributesProvider } from '../providers/attributes-provider.ts'
import type { ObjectProvider } from '../providers/object-provider.ts'

export interface AclScanOptions {
  readonly provider: Pick<ObjectProvider, 'listPage'> & Pick<AttributesProvider, 'getObjectGrants'>
  readonly bucket: string
  readonly prefix: string
  /** How far it is and the rows since the last time, at most about ten times a second. */
  readonly onProgress: (report: AclScanReport, rows: readonly AclScanRow[]) => void
  readonly toWire: (error: unknown) => OssErrorWire
  readonly signal: AbortSignal
  /** Requests at once. */
  readonly streams?: number
  readonly nowMs?: () => number
}

const progressEveryMs = 100
/** So many refusals without one answer are an answer. */
const failuresInVain = 50

const isOpen = (acl: string): boolean => acl === 'public-read' || acl === 'public-read-write'

/**
 * Reads the ACL of every object below a prefix: no listing tells it, so this takes a request for each. Objects that are gone by
 * then are passed over; one that cannot be asked is counted.
 * @throws AbortError when it is cancelled; what the listing, or all of the first requests, failed with
 */
export async function scanAcls(options: AclScanOptions): Promise<AclScanResult> {
  const { provider, bucket, prefix, onProgress, toWire, signal, streams = 16, nowMs = () => performance.now() } = options
  const rows: AclScanRow[] = []
  const counts = { listed: 0, checked: 0, found: 0, open: 0, failed: 0 }
  let isListed = false
  let firstError: OssErrorWire | undefined
  let told = { rows: 0, atMs: nowMs() }
  const report = (): AclScanReport => ({ ...counts, isListed, ...(firstError === undefined ? {} : { firstError }) })
  const tell = (force: boolean): void => {
    if (!force && nowMs() - told.atMs < progressEveryMs) return
    onProgress(report(), rows.slice(told.rows))
    told = { rows: rows.length, atMs: nowMs() }
  }

  async function* keys(): AsyncGenerator<string, void, undefined> {
    for (let token: string | undefined; !isListed; ) {
      const { objects, nextToken } = await provider.listPage({ bucket, prefix, delimiter: '', token, signal })
      counts.listed += objects.length
      for (const { key } of objects) yield key
      token = nextToken
      isListed = token === undefined
    }
  }
  const check = async (key: string): Promise<void> => {
    try {
      const { acl, grants } = await provider.getObjectGrants({ bucket, key, signal })
      counts.checked += 1
      // What everybody has anyway says nothing.
      const others = grants.filter(({ who }) => who !== 'owner')
      if (acl === 'default' && others.length === 0) return
      counts.found += 1
      if (isOpen(acl) || others.some(isOpenGrant)) counts.open += 1
      if (rows.length < aclScanRowsMax) rows.push({ key, acl, ...(others.length === 0 ? {} : { grants: others }) })
    } catch (error) {
      if (isAbort(error)) throw error
      // Gone since it was listed.
      if (codeOf(error) === 'NoSuchKey') return
      counts.failed += 1
      firstError ??= toWire(error)
      if (counts.checked === 0 && counts.failed >= failuresInVain) throw error
    }
    tell(false)
  }
  // One generator for all of them: it hands out each key once, and reads the next page when the last one is taken.
  const queue = keys()
  const state = { isOver: false }
  const work = async (): Promise<void> => {
    try {
      while (!state.isOver) {
        const { value, done } = await queue.next()
        if (done === true) return
        await check(value)
      }
    } catch (error) {
      state.isOver = true
      throw error
    }
  }
  await Promise.all(Array.from({ length: streams }, work))
  tell(true)
  return { report: report(), rows: rows.toSorted((a, b) => compareUtf8(a.key, b.key)) }
}
