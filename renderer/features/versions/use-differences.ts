import { useEffect, useRef, useState } from 'react'
import type { VersionDifference } from '../../../electron/contract/versions.ts'
import { useApi } from '../../bridge/api.tsx'
import { isCancelled, toCallError } from '../../bridge/call-error.ts'

/** Rows asked about in one call. */
const askedAtOnce = 20
/** Rows that only fly past are not asked about. */
const settleMs = 80

/** What the versions in sight changed and who wrote them, by id; each is asked about once in a reading. */
export function useDifferences(sessionId: string | undefined, visibleIds: readonly string[]): ReadonlyMap<string, VersionDifference> {
  const api = useApi()
  const [known, setKnown] = useState<{ readonly of: string | undefined; readonly byId: ReadonlyMap<string, VersionDifference> }>({ of: sessionId, byId: new Map() })
  const asked = useRef<{ of: string | undefined; readonly ids: Set<string> }>({ of: sessionId, ids: new Set() })
  const wanted = visibleIds.join('\n')
  useEffect(() => {
    if (sessionId === undefined || wanted === '') return undefined
    const controller = new AbortController()
    const timer = setTimeout(() => {
      if (asked.current.of !== sessionId) asked.current = { of: sessionId, ids: new Set() }
      const { ids } = asked.current
      const missing = wanted.split('\n').filter((id) => !ids.has(id))
      for (let from = 0; from < missing.length; from += askedAtOnce) void ask(missing.slice(from, from + askedAtOnce), ids)
    }, settleMs)
    async function ask(versionIds: readonly string[], ids: Set<string>): Promise<void> {
      if (sessionId === undefined) return
      for (const id of versionIds) ids.add(id)
      let found: readonly VersionDifference[]
      try {
        found = await api.versions.describe({ sessionId, versionIds: [...versionIds] }, { signal: controller.signal })
      } catch (thrown) {
        if (isCancelled(thrown)) {
          for (const id of versionIds) ids.delete(id)
          return
        }
        const error = toCallError(thrown)
        found = versionIds.map((versionId) => ({ versionId, changes: [], unknown: [], author: { kind: 'unknown', reason: 'failed' }, error }))
      }
      setKnown((former) => ({ of: sessionId, byId: new Map([...(former.of === sessionId ? former.byId : []), ...found.map((one) => [one.versionId, one] as const)]) }))
    }
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [api, sessionId, wanted])
  return known.of === sessionId ? known.byId : none
}

const none: ReadonlyMap<string, VersionDifference> = new Map()
