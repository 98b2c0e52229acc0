import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import { viewerOrigin, viewerUrl } from '../../../electron/contract/viewer-url.ts'
import { useApi } from '../../bridge/api.tsx'
import { isCancelled, toCallError } from '../../bridge/call-error.ts'
import { languageOf } from '../../ui/i18n/index.ts'
import { useAppearance } from '../settings/index.ts'
import { ViewerMessage, type ViewerKind, type ViewerRequest } from '../../viewer/messages.ts'

/** In development both pages come from one server, which knows no second origin. */
const page = import.meta.env.DEV ? { url: '/viewer/index.html', origin: location.origin } : { url: viewerUrl, origin: viewerOrigin }

export interface ShownObject {
  readonly profileId: string
  readonly bucket: string
  readonly key: string
  readonly name: string
  readonly sizeBytes: number
  /** Without quotes; empty to show what is there now. */
  readonly etag: string
  readonly versionId?: string | undefined
}

interface Options {
  readonly object: ShownObject
  readonly as?: ViewerRequest['as']
  readonly onKey: (key: string) => void
}

let lastSerial = 0

/**
 * Leads the viewer's page in a frame: tells it what to show and hears how it went. The page gets a grant to read the one
 * object; what it says back is checked like anything from outside.
 */
export function useViewer({ object, as, onKey }: Options) {
  const api = useApi()
  const { i18n } = useTranslation()
  const { mode } = useAppearance()
  const frame = useRef<HTMLIFrameElement>(null)
  const [isReady, setReady] = useState(false)
  const [result, setResult] = useState<{ readonly serial: number; readonly kind?: ViewerKind; readonly error?: OssErrorWire }>({ serial: 0 })
  const current = useRef(0)
  const language = languageOf(i18n.language)
  const { profileId, bucket, key, name, sizeBytes, etag, versionId } = object

  const hear = useEffectEvent((message: ViewerMessage) => {
    if (message.ossiaViewer === 'ready') setReady(true)
    else if (message.ossiaViewer === 'key') onKey(message.key)
    else if (message.serial === current.current) {
      const { serial } = message
      setResult(message.ossiaViewer === 'shown' ? { serial, kind: message.kind } : { serial, error: message.error })
    }
  })
  useEffect(() => {
    const onMessage = (event: MessageEvent<unknown>) => {
      if (event.source !== frame.current?.contentWindow || event.origin !== page.origin) return
      const message = ViewerMessage.safeParse(event.data)
      if (message.success) hear(message.data)
    }
    window.addEventListener('message', onMessage)
    return () => window.removeEventListener('message', onMessage)
  }, [])

  useEffect(() => {
    if (!isReady) return undefined
    const serial = ++lastSerial
    current.current = serial
    const controller = new AbortController()
    let open: string | undefined
    async function show(): Promise<void> {
      const { grant } = await api.previews.open({ profileId, bucket, key, etag: etag.replaceAll('"', '').slice(0, 100), ...(versionId === undefined ? {} : { versionId }) }, { signal: controller.signal })
      open = grant
      if (controller.signal.aborted) return void api.previews.close({ grant })
      const request: ViewerRequest = { ossiaViewer: 'show', serial, grant, name, sizeBytes, language, theme: mode, ...(as === undefined ? {} : { as }) }
      frame.current?.contentWindow?.postMessage(request, page.origin)
    }
    show().catch((thrown: unknown) => {
      if (!isCancelled(thrown)) setResult({ serial, error: toCallError(thrown) })
    })
    return () => {
      controller.abort()
      if (open !== undefined) void api.previews.close({ grant: open })
    }
  }, [api, isReady, profileId, bucket, key, name, sizeBytes, etag, versionId, language, mode, as])

  return {
    frame,
    pageUrl: page.url,
    /** How the present object is shown; undefined until the viewer says. */
    kind: result.kind,
    error: result.error,
  }
}
