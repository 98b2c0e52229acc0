import { useQuery } from '@tanstack/react-query'
import { Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import { isArchived, StorageClass } from '../../../storage-core/model/storage-class.ts'
import { useBridge } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'
import { describeError } from '../../ui/describe-error.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { fileKind, nameOf, type FileKind } from '../../ui/names.ts'
import { useFormat } from '../../ui/use-format.ts'
import type { Place } from '../navigation/index.ts'
import { PreviewFailure } from './preview-failure.ts'
import { loadText } from './text-preview.ts'
import { windowPictures } from './thumbnails.ts'

const imageMaxBytes = 64 * 1024 * 1024

interface Props {
  readonly place: Place
  readonly row: ListingRow
}

/** What kind of preview a name promises. The content may still turn out otherwise. */
export function previewKind(kind: FileKind): 'image' | 'text' | 'audio' | 'video' | undefined {
  switch (kind) {
    case 'image':
    case 'audio':
    case 'video':
      return kind
    case 'text':
    case 'code':
    case 'data':
      return 'text'
    case 'archive':
    case 'document':
    case 'other':
    default:
      return undefined
  }
}

/** The object itself, read through the preview protocol. */
export function Preview({ place, row }: Props) {
  const { t } = useTranslation()
  const { previewUrl } = useBridge()
  const kind = previewKind(fileKind(row.key))
  const storageClass = StorageClass.safeParse(row.storageClass)
  const url = previewUrl({ profileId: place.profileId, bucket: place.bucket, key: row.key, etag: row.etag.replaceAll('"', '').slice(0, 100), versionId: row.versionId })
  if (storageClass.success && isArchived(storageClass.data)) return <EmptyState title={t('objects.preview.archived')} />
  if (row.sizeBytes === 0) return <EmptyState title={t('objects.preview.empty')} />
  switch (kind) {
    case 'image':
      return row.sizeBytes > imageMaxBytes ? <EmptyState title={t('objects.preview.tooLarge')} /> : <ImagePreview key={url} url={url} name={nameOf(row.key)} sizeBytes={row.sizeBytes} />
    case 'text':
      return <TextPreview url={url} row={row} />
    case 'audio':
    case 'video':
      return <MediaPreview key={url} url={url} kind={kind} name={nameOf(row.key)} />
    case undefined:
    default:
      return <EmptyState title={t('objects.preview.none')} />
  }
}

function PreviewFailed({ error }: { readonly error?: Error }) {
  const { t } = useTranslation()
  if (error instanceof PreviewFailure) {
    const { what, next } = describeError(error.code, t)
    return <EmptyState title={what} hint={next} />
  }
  return <EmptyState title={t('objects.preview.failed')} hint={t('objects.preview.failedHint')} />
}

/**
 * A picture made small from bytes that have told their size. Nothing is handed to the window's own decoders that has not: what
 * they choke on takes the whole window with them. SVG, whose size says nothing of the work it makes, is for the viewer alone.
 */
function ImagePreview({ url, name, sizeBytes }: { readonly url: string; readonly name: string; readonly sizeBytes: number }) {
  const { t } = useTranslation()
  const { data, isPending, error } = useQuery({ queryKey: queryKeys.preview(url), queryFn: ({ signal }) => windowPictures.make(url, sizeBytes, signal), gcTime: 0 })
  if (isPending) {
    return (
      <div className="image-preview">
        <div className="is-late" role="status" aria-label={t('objects.preview.loading')}>
          <Spin />
        </div>
      </div>
    )
  }
  if (error !== null) return <PreviewFailed error={error} />
  if (data === null) return <EmptyState title={t('objects.preview.onlyQuickLook')} hint={t('objects.preview.onlyQuickLookHint')} />
  return (
    <div className="image-preview is-checkered">
      <img src={data} alt={t('objects.preview.image', { name })} decoding="async" draggable={false} />
    </div>
  )
}

function TextPreview({ url, row }: { readonly url: string; readonly row: ListingRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data, isPending, error } = useQuery({
    queryKey: queryKeys.preview(url),
    // A query may not answer undefined; null stands for "not text".
    queryFn: async ({ signal }) => (await loadText(url, signal)) ?? null,
    gcTime: 30_000,
  })
  if (isPending) {
    return (
      <div className="is-late preview-spin" role="status" aria-label={t('objects.preview.loading')}>
        <Spin />
      </div>
    )
  }
  if (error !== null) return <PreviewFailed error={error} />
  if (data === null) return <EmptyState title={t('objects.preview.binary')} />
  return (
    <div className="text-preview">
      {/* Scrolls, so the keyboard must reach it. */}
      <pre tabIndex={0} aria-label={t('objects.preview.image', { name: nameOf(row.key) })}>
        {data.text}
      </pre>
      <div className="preview-note">
        {data.shownBytes < row.sizeBytes ? <span>{t('objects.preview.first', { shown: format.bytes(data.shownBytes), total: format.bytes(row.sizeBytes) })}</span> : null}
        <span>{t('objects.preview.encoding', { encoding: data.encoding })}</span>
      </div>
    </div>
  )
}

function MediaPreview({ url, kind, name }: { readonly url: string; readonly kind: 'audio' | 'video'; readonly name: string }) {
  const { t } = useTranslation()
  const [failed, setFailed] = useState(false)
  if (failed) return <PreviewFailed />
  const shared = { src: url, controls: true, preload: 'metadata', 'aria-label': t('objects.preview.image', { name }), onError: () => setFailed(true) } as const
  // Objects bring no caption tracks of their own.
  return kind === 'audio' ? <audio className="media-preview" {...shared} /> : <video className="media-preview" {...shared} />
}
