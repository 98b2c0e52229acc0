import { Spin } from 'antd'
import { TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../ui/use-format.ts'
import { useListing } from './listing-context.tsx'
import { isFiltered } from './store.ts'
import { useSelectionSummary } from './use-selection-summary.ts'

/** Below the list: what is there, what is chosen, and whether all of it has been read. */
export const StatusLine = memo(function StatusLine() {
  const { t } = useTranslation()
  const format = useFormat()
  const { progress, refreshing, view, total } = useListing()
  const { count, summary } = useSelectionSummary()
  if (progress === undefined) return <div className="status-line" />
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
      {progress.state === 'failed' ? (
        <span className="chip">
          <TriangleAlert size={13} className="is-warn" aria-hidden />
          {t('objects.stoppedAt', { count: rows })}
        </span>
      ) : null}
      {reading === undefined ? null : (
        <span className="chip is-late">
          <Spin size="small" />
          {t(progress.state === 'loading' && sorted ? 'objects.sortedSoFar' : 'objects.loadingSoFar', { count: reading.folders + reading.objects })}
        </span>
      )}
    </div>
  )
})
