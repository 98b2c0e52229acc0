import { useQuery } from '@tanstack/react-query'
import { Button, Dropdown, Segmented, Skeleton } from 'antd'
import { Copy, Download, Ellipsis, Eraser, FileX2, Link, RotateCcw, Share2, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ObjectVersion, VersionAuthor } from '../../../electron/contract/versions.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { nameOf } from '../../ui/names.ts'
import { isMac, shortcutText } from '../../ui/platform.ts'
import { menuItems, runEntry, type MenuEntries } from '../../ui/point-menu.tsx'
import { storageClassLabel } from '../../ui/storage-class-label.ts'
import { useFormat } from '../../ui/use-format.ts'
import { ViewerFrame } from '../viewer-frame/index.ts'
import { authorSentence } from './author-text.ts'
import { ChangesTable } from './changes-table.tsx'
import { comparisonQuery } from './queries.ts'
import type { HistoryTarget } from './store.ts'
import { pairLabels } from './pair-labels.ts'
import type { VersionActions } from './version-actions.ts'

export type PanelView = 'preview' | 'compare' | 'changes'
const views: readonly PanelView[] = ['preview', 'compare', 'changes']

interface Props {
  readonly target: HistoryTarget
  readonly row: ObjectVersion
  /** Undefined while it is asked. */
  readonly author: VersionAuthor | undefined
  /** The version before, when it is known. */
  readonly older: ObjectVersion | undefined
  /** There is nothing it could be compared with. */
  readonly isOnly: boolean
  /** What it is compared with instead of the version before. */
  readonly base: ObjectVersion | undefined
  /** The base is newer than the version that is shown. */
  readonly isBaseAbove: boolean
  readonly view: PanelView
  readonly lockedReason: string | undefined
  readonly actions: VersionActions
  readonly onView: (view: PanelView) => void
  readonly onBase: (row: ObjectVersion) => void
  readonly onRemove: () => void
  readonly onRemoveOlder: () => void
  readonly onLeave: () => void
  readonly onStep: (step: 1 | -1) => void
}

const keys = (shortcut: string) => shortcutText(shortcut, isMac)

/** The chosen version: what it is, what can be done with it, and what it holds or changed. */
export function VersionPanel(props: Props) {
  const { t } = useTranslation()
  const { row, view, onView } = props
  return (
    <section className="version-panel" aria-label={t('versions.chosen')}>
      <PanelHead {...props} />
      {row.isDeleteMarker ? (
        <DeletedNote {...props} />
      ) : (
        <>
          <div className="version-views">
            <Segmented size="small" value={view} onChange={onView} options={views.map((value) => ({ value, label: t(`versions.views.${value}`) }))} />
            <CompareChoice {...props} />
          </div>
          <PanelContent {...props} />
        </>
      )}
    </section>
  )
}

function PanelHead({ row, author, lockedReason, actions, onRemove, onRemoveOlder }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const facts = row.isDeleteMarker ? [] : [format.bytes(row.sizeBytes), storageClassLabel(row.storageClass, t)]
  const more: MenuEntries = [
    { key: 'copy-id', label: t('versions.copyId'), icon: <Copy size={14} />, shortcut: keys('Mod+C'), run: () => void actions.copyId(row) },
    { key: 'copy-address', label: t('versions.copyAddress'), icon: <Link size={14} />, disabledReason: row.isDeleteMarker ? t('versions.markerHasNothing') : undefined, run: () => void actions.copyAddress(row) },
    'separator',
    { key: 'older', label: t('versions.deleteOlder'), icon: <Eraser size={14} />, danger: true, disabledReason: lockedReason, run: onRemoveOlder },
  ]
  const noBytes = row.isDeleteMarker ? t('versions.markerHasNothing') : undefined
  return (
    <header className="version-head">
      <div className="version-facts">
        <strong>{format.exactTime(row.lastModifiedMs)}</strong>
        {facts.length === 0 ? null : <span className="is-secondary">{facts.join(' · ')}</span>}
        <span className="is-secondary version-author" data-testid="version-author" title={author?.kind === 'unknown' && author.reason === 'notTold' ? t('versions.author.notToldHint') : undefined}>
          {authorSentence(author, row.owner, t)}
        </span>
        <span className="is-mono is-secondary version-id" title={row.versionId}>
          {row.versionId === 'null' ? t('versions.nullId') : row.versionId}
        </span>
      </div>
      <div className="version-actions">
        {row.isDeleteMarker || row.isLatest ? null : (
          <Button size="small" type="primary" icon={<RotateCcw size={14} />} disabled={lockedReason !== undefined} title={lockedReason ?? t('versions.restoreHint')} onClick={() => void actions.restore(row)} data-testid="restore-version">
            {t('versions.restore')}
          </Button>
        )}
        <IconButton label={t('objects.download')} shortcut={keys('Mod+D')} icon={<Download size={16} />} disabledReason={noBytes} onClick={() => void actions.download(row)} />
        <IconButton label={t('sharing.share')} shortcut={keys('Mod+Shift+L')} icon={<Share2 size={16} />} disabledReason={noBytes} onClick={() => actions.share(row)} />
        <IconButton label={t('versions.deleteOne')} shortcut="Del" danger icon={<Trash2 size={16} />} disabledReason={lockedReason} onClick={onRemove} />
        <Dropdown autoFocus trigger={['click']} menu={{ items: menuItems(more), onClick: ({ key }) => runEntry(more, key) }}>
          <span>
            <IconButton label={t('versions.more')} icon={<Ellipsis size={16} />} onClick={() => undefined} />
          </span>
        </Dropdown>
      </div>
    </header>
  )
}

function DeletedNote({ row, older, lockedReason, actions, onRemove }: Props) {
  const { t } = useTranslation()
  const canRecover = row.isLatest && older !== undefined
  return (
    <EmptyState icon={<FileX2 size={20} />} title={t(row.isLatest ? 'versions.deletedNow' : 'versions.deletedThen')} hint={t(row.isLatest ? (canRecover ? 'versions.deletedNowHint' : 'versions.nothingLeft') : 'versions.deletedThenHint')}>
      {canRecover ? (
        <Button type="primary" icon={<RotateCcw size={14} />} disabled={lockedReason !== undefined} title={lockedReason} onClick={() => void actions.recover()} data-testid="recover">
          {t('versions.recover')}
        </Button>
      ) : (
        <Button disabled={lockedReason !== undefined} title={lockedReason} onClick={onRemove}>
          {t('versions.remove.markerAction')}
        </Button>
      )}
    </EmptyState>
  )
}

/** What the version is compared with, and how to change it. */
function CompareChoice({ row, base, isBaseAbove, older, view, onBase }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  if (view === 'preview') return null
  const other = otherOf(row, base, older)
  const isNewer = other !== undefined && other === base && isBaseAbove
  return (
    <span className="version-other">
      {other === undefined ? null : <span className="is-secondary">{t('versions.comparedWith', { time: isNewer ? pairLabels(row, other, format, t).after : pairLabels(other, row, format, t).before })}</span>}
      {base !== undefined && base.versionId !== row.versionId ? (
        <Button type="link" size="small" onClick={() => onBase(base)}>
          {t('versions.useBefore')}
        </Button>
      ) : (
        <Button type="link" size="small" onClick={() => onBase(row)} aria-pressed={base !== undefined}>
          {t(base === undefined ? 'versions.useThis' : 'versions.notThis')}
        </Button>
      )}
    </span>
  )
}

function otherOf(row: ObjectVersion, base: ObjectVersion | undefined, older: ObjectVersion | undefined): ObjectVersion | undefined {
  return base !== undefined && base.versionId !== row.versionId ? base : older
}

function PanelContent({ target, row, base, isBaseAbove, older, isOnly, view, onLeave, onStep, onView }: Props) {
  const { t } = useTranslation()
  const shownOf = (version: ObjectVersion) => ({ ...target, name: nameOf(target.key), sizeBytes: version.sizeBytes, etag: version.etag, versionId: version.versionId })
  const onKey = (key: string) => {
    if (key === 'Escape') onLeave()
    else if (key === 'ArrowDown') onStep(1)
    else if (key === 'ArrowUp') onStep(-1)
  }
  if (view === 'preview') return <ViewerFrame object={shownOf(row)} onKey={onKey} />
  const other = otherOf(row, base, older)
  if (other === undefined) {
    return (
      <EmptyState title={t(isOnly ? 'versions.nothingToCompare' : 'versions.firstOfAll')} hint={t('versions.chooseHint')}>
        <Button size="small" onClick={() => onView('preview')}>
          {t('versions.views.preview')}
        </Button>
      </EmptyState>
    )
  }
  // The older one is on the left, whichever was chosen first.
  const [before, after] = other === base && isBaseAbove ? [row, other] : [other, row]
  return view === 'changes' ? <Changes target={target} before={before} after={after} /> : <Compared before={before} after={after} shownOf={shownOf} onKey={onKey} />
}

interface PairProps {
  readonly before: ObjectVersion
  readonly after: ObjectVersion
}

function Compared({ before, after, shownOf, onKey }: PairProps & { readonly shownOf: (version: ObjectVersion) => Parameters<typeof ViewerFrame>[0]['object']; readonly onKey: (key: string) => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <ViewerFrame
      object={shownOf(before)}
      other={shownOf(after)}
      labels={pairLabels(before, after, format, t)}
      onKey={onKey}
    />
  )
}

function Changes({ target, before, after }: PairProps & { readonly target: HistoryTarget }) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const format = useFormat()
  const compared = useQuery(comparisonQuery(api, target, before.versionId, after.versionId))
  if (compared.error !== null) return <ErrorNotice variant="page" title={t('versions.compareFailed')} error={toCallError(compared.error)} onCopy={(text) => void copyText(text)} action={<Button onClick={() => void compared.refetch()}>{t('common.retry')}</Button>} />
  if (compared.data === undefined) return <Skeleton className="is-late versions-skeleton" active title={false} paragraph={{ rows: 5 }} />
  const { changes } = compared.data
  const labels = pairLabels(before, after, format, t)
  return (
    <ChangesTable
      changes={changes}
      unknown={[...new Set([...compared.data.before.unknown, ...compared.data.after.unknown])]}
      beforeLabel={labels.before}
      afterLabel={labels.after}
    />
  )
}
