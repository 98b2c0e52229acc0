import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import type { ObjectVersion } from '../../../electron/contract/versions.ts'
import { useApi } from '../../bridge/api.tsx'
import { isCancelled, toCallError } from '../../bridge/call-error.ts'
import { useEventGap, useWindowEvent } from '../../bridge/use-window-event.ts'
import { parentPrefix } from '../../ui/names.ts'
import { useNotices } from '../notices/index.ts'
import { chunkRows, historyReducer, missingChunks, noHistory, rowAt, totalOf, type HistoryState } from './history-state.ts'
import type { HistoryTarget } from './store.ts'

export interface History {
  readonly state: HistoryState
  readonly total: number
  readonly rowAt: (index: number) => ObjectVersion | undefined
  /** The rows in sight: the first, and the one behind the last. */
  readonly shown: readonly [number, number]
  /** Tells which rows are in sight. */
  readonly showRows: (first: number, end: number) => void
  readonly reopen: () => void
  /** Number of the reading; what was asked about a former one may have changed. */
  readonly reading: number
}

/** Opens the history of an object, reads what is looked at, and reads it anew after changes by this app. */
export function useHistory({ profileId, bucket, key }: HistoryTarget): History {
  const api = useApi()
  const [state, dispatch] = useReducer(historyReducer, noHistory)
  const [attempt, setAttempt] = useState(0)
  const [reading, setReading] = useState(0)
  const [shown, setShown] = useState<readonly [number, number]>([0, 1])
  const reopen = useCallback(() => setAttempt((count) => count + 1), [])

  useEffect(() => {
    const controller = new AbortController()
    let sessionId: string | undefined
    let isOver = false
    const close = () => {
      // A session that cannot be closed is gone with its process already.
      if (sessionId !== undefined) void api.versions.close({ sessionId }).catch(() => undefined)
    }
    api.versions.open({ profileId, bucket, key, limit: chunkRows }, { signal: controller.signal }).then(
      (window) => {
        sessionId = window.progress.sessionId
        if (isOver) close()
        else {
          dispatch({ kind: 'opened', window })
          setReading(attempt)
        }
      },
      (thrown: unknown) => {
        if (!isOver && !isCancelled(thrown)) dispatch({ kind: 'failed', error: toCallError(thrown) })
      },
    )
    return () => {
      isOver = true
      controller.abort()
      close()
    }
  }, [api, profileId, bucket, key, attempt])

  useWindowEvent('versions.progress', ({ progress }) => dispatch({ kind: 'progress', progress }))
  useWindowEvent('objects.changed', (event) => {
    if (event.profileId === profileId && event.bucket === bucket && event.prefixes.includes(parentPrefix(key))) reopen()
  })
  useEventGap((label) => {
    if (label === 'client-host') reopen()
  })

  const loading = useRef(new Set<string>())
  const sessionId = state.progress?.sessionId
  const missing = missingChunks(state, shown[0], shown[1]).join(' ')
  useEffect(() => {
    if (sessionId === undefined || missing === '') return
    for (const chunk of missing.split(' ').map(Number)) {
      const id = `${sessionId} ${chunk}`
      if (loading.current.has(id)) continue
      loading.current.add(id)
      api.versions
        .getWindow({ sessionId, offset: chunk * chunkRows, limit: chunkRows })
        .then((window) => dispatch({ kind: 'rows', chunk, window }))
        .catch((thrown: unknown) => {
          // The process behind it was started again and has forgotten the session.
          if (toCallError(thrown).code === 'ListingGone') reopen()
          else useNotices.getState().reportError(thrown)
        })
        .finally(() => loading.current.delete(id))
    }
  }, [api, sessionId, missing, reopen])

  const showRows = useCallback((first: number, end: number) => setShown((former) => (former[0] === first && former[1] === end ? former : [first, end])), [])
  return { state, total: totalOf(state.progress), rowAt: (index) => rowAt(state, index), shown, showRows, reopen, reading }
}
