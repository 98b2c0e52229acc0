import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ViewerType } from '../../../electron/contract/viewer-url.ts'
import { formatDuration } from '../../ui/format.ts'
import { useSubject } from '../context.ts'
import { Footer, Notice } from '../parts.tsx'

/** Film and sound, streamed: the player asks for the ranges it is about to play. */
export function MediaView({ kind, type }: { readonly kind: 'audio' | 'video'; readonly type: ViewerType }) {
  const { t, i18n } = useTranslation()
  const { request, reader } = useSubject()
  const [failed, setFailed] = useState(false)
  const [facts, setFacts] = useState<{ readonly seconds: number; readonly width: number; readonly height: number }>()
  // An element that has left the page goes on reading and playing until it is told otherwise.
  const silence = useCallback((element: HTMLMediaElement | null) => {
    if (element === null) return undefined
    return () => {
      element.pause()
      element.removeAttribute('src')
      element.load()
    }
  }, [])
  if (failed) return <Notice title={t('viewer.mediaUnknown')} hint={t('viewer.damagedHint')} />
  const shared = {
    ref: silence,
    src: reader.url(type),
    controls: true,
    preload: 'metadata',
    'aria-label': t('viewer.content', { name: request.name }),
    onError: () => setFailed(true),
    onLoadedMetadata: ({ currentTarget }: { readonly currentTarget: HTMLMediaElement }) =>
      setFacts({
        seconds: currentTarget.duration,
        width: currentTarget instanceof HTMLVideoElement ? currentTarget.videoWidth : 0,
        height: currentTarget instanceof HTMLVideoElement ? currentTarget.videoHeight : 0,
      }),
  } as const
  return (
    <>
      {/* Objects bring no caption tracks of their own. */}
      <div className="media-box">{kind === 'audio' ? <audio {...shared} /> : <video {...shared} />}</div>
      {facts === undefined ? null : (
        <Footer>
          {Number.isFinite(facts.seconds) ? <span>{formatDuration(facts.seconds, i18n.language)}</span> : null}
          {facts.width === 0 ? null : <span>{t('viewer.pixels', { width: facts.width, height: facts.height })}</span>}
        </Footer>
      )}
    </>
  )
}
