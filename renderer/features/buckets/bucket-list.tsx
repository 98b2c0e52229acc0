import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { ClockArrowDown, FolderOpen, History, Info, Link, Plus, Puzzle, RefreshCw, ShieldCheck, SlidersHorizontal, Trash2 } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { PointMenu, type MenuEntries } from '../../ui/point-menu.tsx'
import { useRovingFocus } from '../../ui/use-roving-focus.ts'
import { formatAddress, openPlace, useNavigation, type AddressScheme, type DropHandlers, type Place } from '../navigation/index.ts'
import { useActionDialogs, wholeBucket } from '../actions/index.ts'
import { useNotices } from '../notices/index.ts'
import { BucketRow } from './bucket-row.tsx'
import { useBucketDialogs } from './dialogs.ts'
import { bucketsQuery } from './queries.ts'
import { useRememberedBuckets } from './remembered.ts'

interface Props {
  readonly profileId: string
  readonly scheme?: AddressScheme
  /** Whether the connection can be asked yet; until then the buckets it had last are shown. */
  readonly isReady?: boolean
  /** Why nothing can be changed here. */
  readonly lockedReason?: string | undefined
  readonly dropHandlers: (place: Place) => DropHandlers
  readonly isDropTarget: (place: Place) => boolean
}

/** The buckets of a connection: to open, to drop files on, to create and to delete. */
export function BucketList({ profileId, scheme = 'oss://', isReady = true, lockedReason, dropHandlers, isDropTarget }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const buckets = useQuery({ ...bucketsQuery(api, profileId), enabled: isReady })
  const remembered = useRememberedBuckets((state) => state.names[profileId])
  const remember = useRememberedBuckets((state) => state.remember)
  const names = useMemo(() => buckets.data?.map(({ name }) => name), [buckets.data])
  useEffect(() => {
    if (names !== undefined) remember(profileId, names)
  }, [names, profileId, remember])
  // What may be gone is not shown beside the reason why nobody knows.
  const shown = names ?? (buckets.isError ? undefined : remembered)
  const open = useNavigation((state) => state.open)
  const startCreate = useBucketDialogs((state) => state.startCreate)
  const startDelete = useBucketDialogs((state) => state.startDelete)
  const showSettings = useBucketDialogs((state) => state.showSettings)
  const showPermissions = useBucketDialogs((state) => state.showPermissions)
  const showVersioning = useBucketDialogs((state) => state.showVersioning)
  const showRestore = useBucketDialogs((state) => state.showRestore)
  const showAction = useActionDialogs((state) => state.show)
  const reportError = useNotices((state) => state.reportError)
  const list = useRef<HTMLUListElement>(null)
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number; readonly bucket: string } | undefined>(undefined)

  useRovingFocus(list, '.bucket-row', { ownKeys: true, isThere: shown !== undefined && shown.length > 0 })
  const onRowKeyDown = useCallback((event: KeyboardEvent<HTMLElement>, bucket: string) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('.bucket-row') ?? [])]
    const index = rows.indexOf(event.currentTarget)
    const next = event.key === 'ArrowDown' ? rows[index + 1] : event.key === 'ArrowUp' ? rows[index - 1] : event.key === 'Home' ? rows[0] : event.key === 'End' ? rows.at(-1) : undefined
    if (next !== undefined) next.focus()
    else if (event.key === 'Delete') startDelete(profileId, bucket)
    else return
    event.preventDefault()
    event.stopPropagation()
  }, [profileId, startDelete])
  const onRowContextMenu = useCallback((event: MouseEvent<HTMLElement>, bucket: string) => {
    event.preventDefault()
    setMenu({ x: event.clientX, y: event.clientY, bucket })
  }, [])
  const entries = (bucket: string): MenuEntries => [
    { key: 'open', label: t('buckets.open'), icon: <FolderOpen size={14} />, run: () => open({ profileId, bucket, prefix: '' }) },
    { key: 'open-in-tab', label: t('tabs.openInTab'), run: () => openPlace({ profileId, bucket, prefix: '' }, 'newTab') },
    {
      key: 'copy',
      label: t('buckets.copyAddress'),
      icon: <Link size={14} />,
      run: () => void copyText(formatAddress({ bucket, key: '' }, scheme)).catch(reportError),
    },
    { key: 'permissions', label: t('policy.menu'), icon: <ShieldCheck size={14} />, run: () => showPermissions(profileId, bucket) },
    { key: 'settings', label: t('bucketSettings.menu'), icon: <SlidersHorizontal size={14} />, run: () => showSettings(profileId, bucket) },
    { key: 'versioning', label: t('versioning.menu'), icon: <History size={14} />, run: () => showVersioning(profileId, bucket) },
    { key: 'restore-moment', label: t('asOf.restore.menu'), icon: <ClockArrowDown size={14} />, disabledReason: lockedReason, run: () => showRestore(profileId, bucket) },
    { key: 'fragments', label: t('fragments.menu'), icon: <Puzzle size={14} />, run: () => showAction({ kind: 'fragments', profileId, bucket }) },
    { key: 'size', label: t('objects.propertiesOf'), icon: <Info size={14} />, run: () => showAction(wholeBucket(profileId, bucket)) },
    'separator',
    { key: 'delete', label: t('buckets.delete'), icon: <Trash2 size={14} />, danger: true, disabledReason: lockedReason, run: () => startDelete(profileId, bucket) },
  ]
  return (
    <section className="bucket-section" aria-label={t('buckets.title')}>
      <div className="sidebar-heading">
        <h2>{t('buckets.title')}</h2>
        <IconButton label={t('buckets.refresh')} icon={<RefreshCw size={14} />} disabledReason={isReady ? undefined : t('store.starting')} onClick={() => void buckets.refetch()} />
        <IconButton label={t('buckets.create')} icon={<Plus size={16} />} disabledReason={isReady ? lockedReason : t('store.starting')} onClick={() => startCreate(profileId)} />
      </div>
      {buckets.isError ? (
        <ErrorNotice
          variant="inline"
          error={toCallError(buckets.error)}
          onCopy={(text) => void copyText(text)}
          action={
            <Button size="small" loading={buckets.isFetching} onClick={() => void buckets.refetch()}>
              {t('common.retry')}
            </Button>
          }
        />
      ) : null}
      {names?.length === 0 ? (
        <EmptyState title={t('buckets.empty')} hint={t('buckets.emptyHint')}>
          <Button type="primary" disabled={lockedReason !== undefined} onClick={() => startCreate(profileId)}>
            {t('buckets.create')}
          </Button>
        </EmptyState>
      ) : (
        <ul className="bucket-list" ref={list} aria-busy={names === undefined}>
          {shown === undefined && !buckets.isError && isReady ? <LoadingBuckets /> : null}
          {shown?.map((name) => (
            <BucketRow
              key={name}
              profileId={profileId}
              name={name}
              dropTarget={isDropTarget({ profileId, bucket: name, prefix: '' })}
              dropHandlers={dropHandlers}
              onContextMenu={onRowContextMenu}
              onKeyDown={onRowKeyDown}
            />
          ))}
        </ul>
      )}
      {menu === undefined ? null : <PointMenu at={menu} entries={entries(menu.bucket)} onClose={() => setMenu(undefined)} />}
    </section>
  )
}

function LoadingBuckets() {
  const { t } = useTranslation()
  return (
    <li className="loading-buckets is-late" role="status" aria-label={t('common.loading')}>
      <span className="skeleton-bar" />
      <span className="skeleton-bar" />
      <span className="skeleton-bar" />
    </li>
  )
}
