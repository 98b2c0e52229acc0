import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { FolderOpen, RotateCcw } from 'lucide-react'
import { memo, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import type { ObjectHeadView } from '../../../electron/contract/objects.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { queryKeys } from '../../bridge/query-keys.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { RetryButton } from '../../ui/retry-button.tsx'
import { FileIcon } from '../../ui/file-icon.tsx'
import { fileKind, nameOf } from '../../ui/names.ts'
import { PropertyList, type Property } from '../../ui/property-list.tsx'
import { TruncatedName } from '../../ui/truncated-name.tsx'
import { useAfterPaint } from '../../ui/use-after-paint.ts'
import { useFormat } from '../../ui/use-format.ts'
import { SizeSection } from '../folder-size/index.ts'
import { storageClassLabel } from '../../ui/storage-class-label.ts'
import { useNavigation, type Place } from '../navigation/index.ts'
import { useLockedReason } from '../profiles/index.ts'
import { SymlinkTarget } from '../symlink/index.ts'
import { VersionsButton } from '../versions/index.ts'
import { BucketPanel } from './bucket-panel.tsx'
import { useListing } from './listing-context.tsx'
import { Preview, previewKind } from './preview.tsx'
import { countOf } from './ranges.ts'
import { selectionForJob } from './selection-for-job.ts'
import { useObjectsStore } from './store.ts'
import { useObjectActions } from './use-object-actions.ts'
import { useGoToKey } from './use-go-to-key.ts'
import { useSelectionSummary } from './use-selection-summary.ts'

/** Follows the selection: an object, a folder, several, or the bucket when nothing is chosen. */
export const Inspector = memo(function Inspector() {
  const { t } = useTranslation()
  const { place, rowAt, peekRow, orderId, error } = useListing()
  const bucket = useSettledBucket(place, orderId !== undefined || error !== undefined)
  const ranges = useObjectsStore((state) => state.selection.ranges)
  const boundTo = useObjectsStore((state) => state.orderId)
  const count = boundTo === orderId ? countOf(ranges) : 0
  const index = ranges[0]?.[0] ?? -1
  const row = count === 1 ? (rowAt(index) ?? peekRow(index)) : undefined
  return (
    <aside className="inspector" aria-label={t('objects.inspector.title')} data-testid="inspector">
      {place === undefined ? null : count > 1 ? (
        <SelectionPanel count={count} place={place} />
      ) : row === undefined ? (
        <BucketPanel profileId={bucket?.profileId ?? place.profileId} bucket={bucket?.bucket ?? place.bucket} />
      ) : row.kind === 'folder' ? (
        <FolderPanel row={row} place={place} />
      ) : row.deleted === true ? (
        <DeletedPanel row={row} place={place} />
      ) : (
        <ObjectPanel row={row} place={place} />
      )}
    </aside>
  )
})

/** The open bucket, once its first rows are drawn: they come first, and questions about the bucket would delay them. */
function useSettledBucket(place: Place | undefined, settled: boolean): Place | undefined {
  const [held, setHeld] = useState(place)
  if (settled && held !== place) setHeld(place)
  return useAfterPaint(held)
}

export function PanelTitle({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <header className="inspector-title">
      {icon}
      <h2>{children}</h2>
    </header>
  )
}

function ObjectPanel({ row, place }: { readonly row: ListingRow; readonly place: Place }) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const { profileId, bucket } = place
  const head = useQuery({
    queryKey: queryKeys.objectHead(profileId, bucket, row.key, row.etag, row.versionId),
    queryFn: ({ signal }) => api.objects.headObject({ profileId, bucket, key: row.key, ...(row.versionId === undefined ? {} : { versionId: row.versionId }) }, { signal }),
    gcTime: 30_000,
  })
  const goToKey = useGoToKey()
  const kind = previewKind(fileKind(row.key))
  return (
    <>
      <PanelTitle icon={<FileIcon kind={fileKind(row.key)} />}>
        <TruncatedName name={nameOf(row.key)} />
      </PanelTitle>
      {kind === undefined ? null : (
        <section className={`inspector-preview is-${kind}`} aria-label={t('objects.inspector.preview')}>
          <Preview place={place} row={row} />
        </section>
      )}
      {head.isError && !(row.type === 'Symlink' && toCallError(head.error).code === 'SymlinkTargetNotExist') ? <ErrorNotice variant="inline" error={toCallError(head.error)} onCopy={(text) => void copyText(text)} action={<RetryButton query={head} />} /> : null}
      {row.type === 'Symlink' ? <SymlinkTarget place={place} objectKey={row.key} versionId={row.versionId} onGoTo={(key) => void goToKey(key)} /> : null}
      {head.isPending ? <Skeleton className="is-late inspector-skeleton" active title={false} paragraph={{ rows: 6 }} /> : null}
      <VersionsButton target={{ profileId, bucket, key: row.key }} etag={row.etag} />
      {head.data === undefined ? null : <ObjectProperties head={head.data} />}
    </>
  )
}

function ObjectProperties({ head }: { readonly head: ObjectHeadView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const copyText = useCopyText()
  const optional = (label: string, value: string | undefined): Property[] => (value === undefined ? [] : [{ label, value, copy: value, mono: true }])
  const contentType = head.headers['content-type']
  const headers = Object.entries(head.headers).filter(([name]) => name !== 'content-type')
  const metadata = Object.entries(head.userMetadata)
  return (
    <>
      <section aria-label={t('objects.inspector.properties')}>
        <PropertyList
          onCopy={copyText}
          properties={[
            { label: t('objects.inspector.key'), value: head.key, copy: head.key, mono: true },
            { label: t('objects.inspector.size'), value: format.bytesAndExact(head.sizeBytes) },
            ...optional(t('objects.inspector.contentType'), contentType),
            { label: t('objects.inspector.modified'), value: format.exactTime(head.lastModifiedMs) },
            { label: t('objects.inspector.storageClass'), value: storageClassLabel(head.storageClass, t) },
            { label: t('objects.inspector.type'), value: t(`common.objectType.${head.type}`) },
            { label: t('objects.inspector.etag'), value: head.etag, copy: head.etag, mono: true },
            ...optional(t('objects.inspector.crc64'), head.crc64),
            ...optional(t('objects.inspector.contentMd5'), head.contentMd5),
            ...optional(t('objects.inspector.versionId'), head.versionId),
            { label: t('objects.inspector.tags'), value: head.tagCount === 0 ? t('common.none') : format.number(head.tagCount) },
            { label: t('objects.inspector.requestId'), value: head.requestId, copy: head.requestId, mono: true },
          ]}
        />
      </section>
      {headers.length === 0 ? null : (
        <section>
          <h3 className="section-title">{t('objects.inspector.headers')}</h3>
          <PropertyList onCopy={copyText} properties={headers.map(([label, value]) => ({ label, value, copy: value, mono: true }))} />
        </section>
      )}
      {metadata.length === 0 ? null : (
        <section>
          <h3 className="section-title">{t('objects.inspector.userMetadata')}</h3>
          <PropertyList onCopy={copyText} properties={metadata.map(([label, value]) => ({ label, value, copy: value, mono: true }))} />
        </section>
      )}
    </>
  )
}

/** A deleted object: when, what would come back, and how. */
function DeletedPanel({ row, place }: { readonly row: ListingRow; readonly place: Place }) {
  const { t } = useTranslation()
  const format = useFormat()
  const copyText = useCopyText()
  const actions = useObjectActions()
  const lockedReason = useLockedReason()
  return (
    <>
      <PanelTitle icon={<FileIcon kind={fileKind(row.key)} />}>
        <TruncatedName name={nameOf(row.key)} />
      </PanelTitle>
      <PropertyList
        onCopy={copyText}
        properties={[
          { label: t('objects.inspector.key'), value: row.key, copy: row.key, mono: true },
          { label: t('objects.inspector.deleted'), value: format.exactTime(row.lastModifiedMs) },
          { label: t('objects.inspector.size'), value: format.bytesAndExact(row.sizeBytes) },
          { label: t('objects.inspector.storageClass'), value: storageClassLabel(row.storageClass, t) },
        ]}
      />
      <div className="inspector-actions">
        <Button type="primary" icon={<RotateCcw size={14} />} disabled={lockedReason !== undefined} title={lockedReason} onClick={() => actions.recover()}>
          {t('versions.recover')}
        </Button>
      </div>
      <VersionsButton target={{ profileId: place.profileId, bucket: place.bucket, key: row.key }} etag={row.etag} />
    </>
  )
}

function FolderPanel({ row, place }: { readonly row: ListingRow; readonly place: Place }) {
  const { profileId, bucket, momentMs } = place
  const { t } = useTranslation()
  const copyText = useCopyText()
  const open = useNavigation((state) => state.open)
  return (
    <>
      <PanelTitle icon={<FileIcon kind="folder" />}>{nameOf(row.key).replace(/(.)\/$/u, '$1')}</PanelTitle>
      <PropertyList onCopy={copyText} properties={[{ label: t('objects.inspector.prefix'), value: row.key, copy: row.key, mono: true }]} />
      <div className="inspector-actions">
        <Button icon={<FolderOpen size={14} />} onClick={() => open({ ...place, prefix: row.key })}>
          {t('objects.open')}
        </Button>
      </div>
      <SizeSection key={`${profileId} ${bucket} ${row.key} ${String(momentMs)}`} target={{ profileId, bucket, selection: { kind: 'prefix', prefix: row.key, ...(momentMs === undefined ? {} : { momentMs }) } }} prefix={row.key} />
    </>
  )
}

function SelectionPanel({ count, place }: { readonly count: number; readonly place: Place }) {
  const { t } = useTranslation()
  const format = useFormat()
  const copyText = useCopyText()
  const { summary } = useSelectionSummary()
  const listing = useListing()
  const chosen = useObjectsStore((state) => state.selection)
  const orderId = useObjectsStore((state) => state.orderId)
  const selection = selectionForJob(listing, { selection: chosen, orderId })
  const { profileId, bucket, prefix } = place
  return (
    <>
      <PanelTitle icon={<FileIcon kind="other" />}>{t('objects.selected', { count })}</PanelTitle>
      {summary === undefined ? null : (
        <PropertyList
          onCopy={copyText}
          properties={[
            { label: t('buckets.info.objects'), value: t('common.objectCount', { count: summary.objects }) },
            { label: t('objects.inspector.folders'), value: t('common.folderCount', { count: summary.folders }) },
            {
              label: t('objects.inspector.size'),
              value: summary.folders > 0 ? `${format.bytes(summary.bytes)} (${t('objects.inspector.inFolders')})` : format.bytes(summary.bytes),
            },
          ]}
        />
      )}
      {selection === undefined || (summary?.folders ?? 0) === 0 ? null : <SizeSection key={JSON.stringify([bucket, orderId, chosen.ranges])} target={{ profileId, bucket, selection }} prefix={prefix} />}
    </>
  )
}
