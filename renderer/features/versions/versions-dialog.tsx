import { Button, Modal, Skeleton } from 'antd'
import { History as HistoryIcon } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ObjectVersion } from '../../../electron/contract/versions.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { isCancelled, toCallError } from '../../bridge/call-error.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { nameOf } from '../../ui/names.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useNotices } from '../notices/index.ts'
import { useProfile } from '../profiles/index.ts'
import { DeleteOlderDialog } from './delete-older-dialog.tsx'
import { DeleteVersionDialog } from './delete-version-dialog.tsx'
import { isAbove } from './pair-labels.ts'
import { useVersions, type HistoryTarget } from './store.ts'
import { Timeline } from './timeline.tsx'
import { useDifferences } from './use-differences.ts'
import { useHistory, type History } from './use-history.ts'
import { useVersionActions, type VersionActions } from './version-actions.ts'
import { VersionPanel, type PanelView } from './version-panel.tsx'
import { VersioningNote } from './versioning-note.tsx'

/** The history of an object: its versions on the left, the chosen one on the right. */
export function VersionsDialog({ target }: { readonly target: HistoryTarget }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const close = useVersions((state) => state.close)
  const profile = useProfile(target.profileId)
  const lockedReason = profile?.readOnly === true ? t('profiles.readOnlyReason') : undefined
  const history = useHistory(target)
  const { state, total, reopen } = history
  const wanted = useWantedVersion(target, state.progress?.sessionId)
  return (
    <Modal
      open
      centered
      className="versions"
      width="min(1320px, 94vw)"
      footer={null}
      onCancel={close}
      title={
        <div className="versions-title">
          <span className="versions-name" title={target.key}>
            {t('versions.title', { name: nameOf(target.key) })}
          </span>
          <Totals history={history} />
          {wanted === null ? <span className="is-warn">{t('versions.wantedGone')}</span> : null}
        </div>
      }
    >
      <VersioningNote profileId={target.profileId} bucket={target.bucket} onLeave={close} />
      <div className="versions-body" data-testid="versions">
        {state.error !== undefined ? (
          state.error.code === 'NoSuchKey' ? (
            <EmptyState icon={<HistoryIcon size={20} />} title={t('versions.empty')} hint={t('versions.emptyHint')} />
          ) : (
            <ErrorNotice variant="page" title={t('versions.failed')} error={state.error} onCopy={(text) => void copyText(text)} action={<Button onClick={reopen}>{t('common.retry')}</Button>} />
          )
        ) : total === 0 ? (
          <Skeleton className="is-late versions-skeleton" active title={false} paragraph={{ rows: 8 }} />
        ) : (
          <OpenHistory target={target} history={history} wanted={wanted ?? 0} lockedReason={lockedReason} onClose={close} />
        )}
      </div>
    </Modal>
  )
}

function Totals({ history }: { readonly history: History }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { progress } = history.state
  if (progress === undefined) return null
  const parts = [
    t('versions.count', { count: progress.versions }),
    ...(progress.deleteMarkers === 0 ? [] : [t('versions.markerCount', { count: progress.deleteMarkers })]),
    format.bytes(progress.bytes),
  ]
  return (
    <span className="is-secondary" role="status" data-testid="version-totals" data-state={progress.state}>
      {parts.join(' · ')}
      {progress.state === 'loading' ? ` · ${t('versions.loading')}` : ''}
      {progress.state === 'failed' ? ` · ${t('versions.incomplete')}` : ''}
    </span>
  )
}

interface OpenProps {
  readonly target: HistoryTarget
  readonly history: History
  /** The row to begin with. */
  readonly wanted: number
  readonly lockedReason: string | undefined
  readonly onClose: () => void
}

type Asked = { readonly kind: 'remove' | 'older'; readonly row: ObjectVersion; readonly index: number }

function OpenHistory({ target, history, wanted, lockedReason, onClose }: OpenProps) {
  const body = useRef<HTMLDivElement>(null)
  const actions = useVersionActions(target)
  const [focus, setFocus] = useState<number>()
  const [view, setView] = useState<PanelView>('preview')
  const [base, setBase] = useState<ObjectVersion>()
  const [asked, setAsked] = useState<Asked>()
  const { total, rowAt, state } = history
  const index = Math.min(focus ?? wanted, total - 1)
  const row = rowAt(index)
  const older = nextVersion(rowAt, index, total)
  useEffect(() => {
    body.current?.querySelector<HTMLElement>('[role="listbox"]')?.focus()
  }, [])
  const toggleBase = (chosen: ObjectVersion) => {
    if (chosen.isDeleteMarker) return
    setBase(base?.versionId === chosen.versionId ? undefined : chosen)
  }
  const ask = (kind: Asked['kind'], chosen: ObjectVersion) => {
    if (lockedReason === undefined) setAsked({ kind, row: chosen, index })
  }
  const onKey = (event: KeyboardEvent, chosen: ObjectVersion) => {
    if (runKey(event, { row: chosen, actions, lockedReason, setView, ask })) event.preventDefault()
  }
  const sessionId = state.progress?.sessionId
  const [first, end] = history.shown
  const inSight = Array.from({ length: Math.max(0, Math.min(end, total) - first) }, (_, at) => rowAt(first + at))
  const differences = useDifferences(sessionId, inSight.flatMap((each) => (each === undefined ? [] : [each.versionId])))
  return (
    <div className="versions-columns" ref={body}>
      <Timeline history={history} differences={differences} focus={index} onFocus={setFocus} baseId={base?.versionId} onToggleBase={toggleBase} onKey={onKey} />
      {row === undefined ? null : (
        <VersionPanel
          target={target}
          row={row}
          author={differences.get(row.versionId)?.author}
          older={older}
          isOnly={total === 1 && state.progress?.state === 'complete'}
          base={base}
          isBaseAbove={base !== undefined && isAbove(rowAt, index, row, base)}
          view={view}
          lockedReason={lockedReason}
          actions={actions}
          onView={setView}
          onBase={toggleBase}
          onRemove={() => ask('remove', row)}
          onRemoveOlder={() => ask('older', row)}
          onLeave={onClose}
          onStep={(step) => setFocus(Math.min(total - 1, Math.max(0, index + step)))}
        />
      )}
      {asked?.kind === 'remove' ? (
        <DeleteVersionDialog row={asked.row} beside={[rowAt(asked.index - 1), rowAt(asked.index + 1)]} hasOlder={nextVersion(rowAt, asked.index, total) !== undefined} onDelete={() => actions.remove(asked.row)} onClose={() => setAsked(undefined)} />
      ) : null}
      {asked?.kind === 'older' && sessionId !== undefined ? (
        <DeleteOlderDialog
          name={nameOf(target.key)}
          sessionId={sessionId}
          revision={`${history.reading} ${state.progress?.state ?? ''} ${total}`}
          row={asked.row}
          beside={[rowAt(asked.index - 1), rowAt(asked.index + 1)]}
          onDelete={actions.removeOlder}
          onClose={() => setAsked(undefined)}
        />
      ) : null}
    </div>
  )
}

/** Where the version stands that somebody came for: undefined until it is known or for none, null when it is not there any more. */
function useWantedVersion({ versionId }: HistoryTarget, sessionId: string | undefined): number | null | undefined {
  const api = useApi()
  const [wanted, setWanted] = useState<number | null>()
  const isKnown = wanted !== undefined
  useEffect(() => {
    if (versionId === undefined || sessionId === undefined || isKnown) return undefined
    const controller = new AbortController()
    api.versions.locate({ sessionId, versionId }, { signal: controller.signal }).then(
      ({ index }) => setWanted(index),
      (thrown: unknown) => {
        // A session that is gone is opened anew, and asked again.
        if (!isCancelled(thrown) && toCallError(thrown).code !== 'ListingGone') useNotices.getState().reportError(thrown)
      },
    )
    return () => controller.abort()
  }, [api, sessionId, versionId, isKnown])
  return wanted
}

/** The next version further down that is no delete marker, of the rows that are read. */
function nextVersion(rowAt: History['rowAt'], index: number, total: number): ObjectVersion | undefined {
  for (let at = index + 1; at < total; at++) {
    const row = rowAt(at)
    if (row === undefined) return undefined
    if (!row.isDeleteMarker) return row
  }
  return undefined
}

interface KeyContext {
  readonly row: ObjectVersion
  readonly actions: VersionActions
  readonly lockedReason: string | undefined
  readonly setView: (view: PanelView) => void
  readonly ask: (kind: Asked['kind'], row: ObjectVersion) => void
}

/** Keys on a version, the same as in the list of objects where those have them. @returns whether the key was one of them */
function runKey(event: KeyboardEvent, { row, actions, lockedReason, setView, ask }: KeyContext): boolean {
  const mod = event.ctrlKey || event.metaKey
  const key = event.key.toLowerCase()
  if (mod && key === 'c' && !event.shiftKey) void actions.copyId(row)
  else if (mod && key === 'd' && !row.isDeleteMarker) void actions.download(row)
  else if (mod && event.shiftKey && key === 'l' && !row.isDeleteMarker) actions.share(row)
  else if (mod || event.altKey) return false
  else if (key === 'delete') ask('remove', row)
  else if (key === '1') setView('preview')
  else if (key === '2') setView('compare')
  else if (key === '3') setView('changes')
  else if (key === 'r' && lockedReason === undefined && !row.isDeleteMarker && !row.isLatest) void actions.restore(row)
  else return false
  return true
}
