import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ViewerType } from '../../../electron/contract/viewer-url.ts'
import { useFormat } from '../../ui/use-format.ts'
import { TookTooLong, workApart } from '../apart/apart.ts'
import { headBytes } from '../choose-viewer.ts'
import { useSubject } from '../context.ts'
import { Footer, Loading, Notice, ZoomButtons, zoomIn, zoomOut } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import type { ImageFacts } from './facts.ts'
import { maxPictureBytes, maxPixels, readPictureSize } from '../../ui/picture-size.ts'

/** Where the notes of pictures that cannot be decoded, and their thumbnail, have all been. */
const longHeadBytes = 512 * 1024

/** So many notes can tell of so many bytes, each of the same ones, that reading them takes minutes. */
async function longFacts(head: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<ImageFacts> {
  try {
    return await workApart({ kind: 'facts', head }, signal)
  } catch (thrown) {
    if (thrown instanceof TookTooLong) return { exif: [] }
    throw thrown
  }
}

/** A picture, decoded by the platform from its own URL; what its header says of itself below. */
export function ImageView({ type, thumbnailOnly }: { readonly type: ViewerType | undefined; readonly thumbnailOnly: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { reader } = useSubject()
  const measure = useCallback(async (signal: AbortSignal) => ({ size: await readPictureSize(type, (start, end) => reader.read(start, end, signal)) }), [reader, type])
  const look = useCallback(
    async (signal: AbortSignal) => {
      if (thumbnailOnly) return longFacts(await reader.read(0, longHeadBytes, signal), signal)
      const [{ readImageFacts }, head] = await Promise.all([import('./facts.ts'), reader.read(0, headBytes, signal)])
      return readImageFacts(head, type)
    },
    [reader, type, thumbnailOnly],
  )
  const measured = useLoaded(measure)
  const told = useLoaded(look)
  // The size decides whether the picture may be decoded at all, so it is waited for; what else is told of it can come later.
  if (measured === undefined || (told === undefined && (thumbnailOnly || measured.size === undefined))) return <Loading />
  // What the decoder goes by counts, whatever else the file says of itself.
  const facts: ImageFacts = { exif: [], ...told, ...measured.size }
  const isMeasured = thumbnailOnly || measured.size !== undefined || type === 'image/svg+xml' || type === 'image/avif'
  const { width = 0, height = 0, thumbnail } = facts
  if (width * height > maxPixels) {
    return (
      <>
        <Notice title={t('viewer.imageTooLarge', { width: format.number(width), height: format.number(height) })} hint={t('viewer.imageTooLargeHint')} />
        <Facts facts={facts} />
      </>
    )
  }
  if (!thumbnailOnly && reader.sizeBytes > maxPictureBytes) {
    return (
      <>
        <Notice title={t('viewer.imageFileTooLarge', { size: format.bytes(reader.sizeBytes) })} hint={t('viewer.imageTooLargeHint')} />
        <Facts facts={facts} />
      </>
    )
  }
  if (!isMeasured) return <Notice title={t('viewer.imageBroken')} hint={t('viewer.damagedHint')} />
  if (thumbnailOnly) return thumbnail === undefined ? <Notice title={t('viewer.imageUnknown')} hint={t('viewer.downloadHint')} /> : <Thumbnail facts={facts} thumbnail={thumbnail} />
  return <Picture url={reader.url(type ?? 'application/octet-stream')} facts={facts} />
}

function Thumbnail({ facts, thumbnail }: { readonly facts: ImageFacts; readonly thumbnail: Uint8Array<ArrayBuffer> }) {
  const { t } = useTranslation()
  const url = useMemo(() => URL.createObjectURL(new Blob([thumbnail], { type: 'image/jpeg' })), [thumbnail])
  useEffect(() => () => URL.revokeObjectURL(url), [url])
  return <Picture url={url} facts={facts} note={t('viewer.thumbnailOnly')} />
}

function Picture({ url, facts, note }: { readonly url: string; readonly facts: ImageFacts; readonly note?: string }) {
  const { t } = useTranslation()
  const { request } = useSubject()
  const box = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState({ width: 1, height: 1 })
  const [size, setSize] = useState<{ readonly width: number; readonly height: number }>()
  const [failed, setFailed] = useState(false)
  const [zoom, setZoom] = useState<number | undefined>(undefined)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const measure = () => setRoom({ width: element.clientWidth - 24, height: element.clientHeight - 24 })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const fit = size === undefined ? 1 : Math.min(1, room.width / size.width, room.height / size.height)
  const shown = zoom ?? fit
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '+' || event.key === '=') setZoom(zoomIn(shown))
      else if (event.key === '-') setZoom(zoomOut(shown))
      else if (event.key === '0') setZoom(undefined)
      else if (event.key === '1') setZoom(1)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [shown])
  if (failed) return <Notice title={t('viewer.imageBroken')} hint={t('viewer.damagedHint')} />
  return (
    <>
      <div
        className="viewer-scroll image-box"
        ref={box}
        tabIndex={0}
        role="document"
        aria-label={t('viewer.content', { name: request.name })}
        onWheel={(event) => {
          if (event.ctrlKey) setZoom(event.deltaY < 0 ? zoomIn(shown) : zoomOut(shown))
        }}
      >
        <img
          src={url}
          alt={t('viewer.image', { name: request.name })}
          decoding="async"
          draggable={false}
          style={size === undefined ? undefined : { width: size.width * shown, height: size.height * shown }}
          className={size === undefined ? 'is-measured' : shown >= 3 ? 'is-pixelated' : undefined}
          onLoad={({ currentTarget }) => setSize({ width: currentTarget.naturalWidth || 300, height: currentTarget.naturalHeight || 300 })}
          onError={() => setFailed(true)}
        />
      </div>
      <Facts facts={facts} {...(note === undefined ? {} : { note })} {...(size === undefined ? {} : { size })}>
        <ZoomButtons zoom={zoom} shown={shown} onZoom={setZoom} />
      </Facts>
    </>
  )
}

interface FactsProps {
  readonly facts: ImageFacts
  readonly note?: string
  readonly size?: { readonly width: number; readonly height: number }
  readonly children?: React.ReactNode
}

function Facts({ facts, note, size, children }: FactsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const width = facts.width ?? size?.width
  const height = facts.height ?? size?.height
  return (
    <>
      {open ? (
        <dl className="image-facts" aria-label={t('viewer.exifTitle')}>
          {facts.exif.map(([name, value]) => (
            <div key={name}>
              <dt>{t(`viewer.exif.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      <Footer>
        {width === undefined || height === undefined ? null : <span>{t('viewer.pixels', { width: format.number(width), height: format.number(height) })}</span>}
        {note === undefined ? null : <span>{note}</span>}
        {facts.exif.length === 0 ? null : (
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('viewer.exifTitle')}
          </button>
        )}
        {children}
      </Footer>
    </>
  )
}
