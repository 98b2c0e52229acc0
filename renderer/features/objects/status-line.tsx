import { Spin } from 'antd'
import { Lock, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../ui/use-format.ts'
import { useProfile } from '../profiles/index.ts'
import { useListing } from './listing-context.tsx'
import { isFiltered } from './store.ts'
import { useSelectionSummary } from './use-selection-summary.ts'

/** Below the list: what is there, what is chosen, and whether all of it has been read. */
export const StatusLine = memo(function StatusLine() {
  const { t } = useTranslation()
  const format = useFormat()
  const { place, progress, refreshing, opening, view, total } = useListing()
  const { count, summary } = useSelectionSummary()
  const isLocked = useProfile(place?.profileId ?? '')?.readOnly === true
  if (progress === undefined) return <div className="status-line">{opening ? <Waiting text={t('common.loading')} /> : null}</div>
  const rows = progress.folders + progress.objects
  const reading = progress.state === 'loading' ? progress : refreshing
  const sorted = view.column !== 'name' || view.direction === 'descending'
  return (
    <div className="status-line" role="status" data-testid="status-line">
      <span>
        {!isFiltered(view)
          ? t('objects.status', {
              folders: t('common.folderCount', { count: progress.folders }),
              objects: t('common.objectCount', { count: progress.objects }),
              size: format.bytes(progress.bytes),
            })
          : view.filter === ''
            ? t('objects.filteredByFacets', { count: total, total: rows })
            : t('objects.filtered', { count: total, total: rows, filter: view.filter })}
      </span>
      {count > 0 ? (
        <span className="status-selection">
          {summary === undefined || summary.objects === 0
            ? t('objects.selected', { count })
            : t('objects.selectedBytes', { count, size: format.bytes(summary.bytes) })}
        </span>
      ) : null}
      {progress.deleted === undefined ? null : <span className="status-deleted">{t('objects.deletedShown', { count: progress.deleted })}</span>}
      <span className="dock-spacer" />
      {isLocked ? (
        <span className="chip" title={t('profiles.readOnlyReason')}>
          <Lock size={13} aria-hidden />
          {t('profiles.readOnly')}
        </span>
      ) : null}
      {progress.state === 'failed' ? (
        <span className="chip">
          <TriangleAlert size={13} className="is-warn" aria-hidden />
          {t('objects.stoppedAt', { count: rows })}
        </span>
      ) : null}
      {reading !== undefined ? (
        <Waiting text={t(progress.state === 'loading' && sorted ? 'objects.sortedSoFar' : 'objects.loadingSoFar', { count: reading.folders + reading.objects })} />
      ) : opening ? (
        <Waiting text={t('objects.refreshing')} />
      ) : null}
    </div>
  )
})

/** Seen when it takes longer than a blink. */
function Waiting({ text }: { readonly text: string }) {
  return (
    <span className="chip is-late">
      <Spin size="small" />
      {text}
    </span>
  )
}
