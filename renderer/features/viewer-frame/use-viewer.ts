import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import { viewerOrigin, viewerUrl } from '../../../electron/contract/viewer-url.ts'
import { useApi } from '../../bridge/api.tsx'
import { isCancelled, toCallError } from '../../bridge/call-error.ts'
import { languageOf } from '../../ui/i18n/index.ts'
import { useAppearance } from '../settings/index.ts'
import { ViewerMessage, type SideLabels, type ViewerKind, type ViewerQuestion, type ViewerRequest, type ViewerRest } from '../../viewer/messages.ts'
import { createGrantsAhead } from './grants-ahead.ts'
import { useWatch } from './use-watch.ts'
import { useWeight } from './use-weight.ts'

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

/** What may be shown next. */
export interface ObjectAhead extends ShownObject {
  /** Whether its first bytes may be read before anybody asks for them: where that costs nothing. */
  readonly isRead: boolean
}

/** Of what a grant is asked for. */
const addressOf = ({ profileId, bucket, key, etag, versionId }: Omit<ShownObject, 'name' | 'sizeBytes'>) => ({
  profileId,
  bucket,
  key,
  etag: etag.replaceAll('"', '').slice(0, 100),
  ...(versionId === undefined ? {} : { versionId }),
})

export type ViewerEnd = 'stuck' | 'tooHeavy'

interface Result {
  /** What it is about, so that nothing is said of the next object that was true of the former. */
  readonly subject: string
  readonly kind?: ViewerKind
  readonly error?: OssErrorWire
  /** Why the page was ended: it did not answer any more, or took too much memory. */
  readonly ended?: ViewerEnd
}

interface Options {
  /** Undefined for a page that waits, cleared, for what it will be asked to show. */
  readonly object: ShownObject | undefined
  /** What it may be asked for, and is prepared for. The same object for as long as it means the same. */
  readonly ahead?: ObjectAhead | undefined
  readonly as?: ViewerRequest['as']
  /** A later version that the object is compared with. */
  readonly other?: ShownObject | undefined
  readonly labels?: SideLabels | undefined
  readonly onKey: (key: string) => void
  /** Takes a new page in place of one that was ended. */
  readonly onRetry: () => void
}

let lastSerial = 0
/** What takes a new page, of each viewer there is. */
const pages = new Set<() => void>()

/**
 * Leads the viewer's page in a frame: tells it what to show and hears how it went. The page gets a grant to read the one
 * object; what it says back is checked like anything from outside.
 */
export function useViewer({ object, ahead, as, other, labels, onKey, onRetry }: Options) {
  const api = useApi()
  const { i18n } = useTranslation()
  const { mode } = useAppearance()
  const frame = useRef<HTMLIFrameElement>(null)
  const [isReady, setReady] = useState(false)
  const [result, setResult] = useState<Result>({ subject: '' })
  const grants = useMemo(() => createGrantsAhead(api.previews), [api])
  const current = useRef({ serial: 0, subject: '' })
  const language = languageOf(i18n.language)
  const { profileId, bucket, key, name, sizeBytes = 0, etag = '', versionId } = object ?? {}
  const isComparison = other !== undefined
  const { versionId: otherId, etag: otherEtag = '', sizeBytes: otherBytes = 0 } = other ?? {}
  const { before = '', after = '' } = labels ?? {}
  const subject = JSON.stringify([profileId, bucket, key, etag, versionId, as, ...(isComparison ? [otherId, otherEtag] : [])])

  const isShowing = object !== undefined && result.ended === undefined
  const takeNewPages = (isOwnToo: boolean): void => {
    // All viewers of a window share one process.
    for (const retry of pages) if (isOwnToo || retry !== onRetry) retry()
  }
  const answered = useWatch({
    isShowing,
    ask: () => frame.current?.contentWindow?.postMessage({ ossiaViewer: 'ask' } satisfies ViewerQuestion, page.origin),
    onStuck: (isLeft) => {
      if (!isLeft) setResult({ subject: current.current.subject, ended: 'stuck' })
      void api.previews.stop({}).finally(() => takeNewPages(isLeft))
    },
  })
  useWeight({
    subject: isShowing ? subject : undefined,
    weigh: async () => (await api.previews.weigh({})).isEnded,
    onTooHeavy: (isLeft) => {
      if (!isLeft) setResult({ subject: current.current.subject, ended: 'tooHeavy' })
      takeNewPages(isLeft)
    },
  })
  const hear = useEffectEvent((message: ViewerMessage) => {
    answered()
    if (message.ossiaViewer === 'ready') setReady(true)
    else if (message.ossiaViewer === 'alive') return
    else if (message.ossiaViewer === 'key') onKey(message.key)
    else if (message.serial === current.current.serial) {
      const of = current.current.subject
      setResult(message.ossiaViewer === 'shown' ? { subject: of, kind: message.kind } : { subject: of, error: message.error })
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
    const serial = ++lastSerial
    current.current = { serial, subject }
    if (!isReady || profileId === undefined || bucket === undefined || key === undefined || name === undefined) return undefined
    const shownName = name
    const place = { profileId, bucket, key }
    const controller = new AbortController()
    const open: string[] = []
    async function take(address: ReturnType<typeof addressOf>): Promise<string> {
      const grant = await grants.take(address)
      if (controller.signal.aborted) void api.previews.close({ grant })
      else open.push(grant)
      return grant
    }
    async function show(): Promise<void> {
      const [grant, otherGrant] = await Promise.all([take(addressOf({ ...place, etag, versionId })), isComparison ? take(addressOf({ ...place, etag: otherEtag, versionId: otherId })) : undefined])
      if (controller.signal.aborted) return
      const comparison = otherGrant === undefined ? {} : { other: { grant: otherGrant, sizeBytes: otherBytes }, labels: { before, after } }
      const request: ViewerRequest = { ossiaViewer: 'show', serial, grant, name: shownName, sizeBytes, language, theme: mode, ...(as === undefined ? {} : { as }), ...comparison }
      frame.current?.contentWindow?.postMessage(request, page.origin)
    }
    show().catch((thrown: unknown) => {
      if (!isCancelled(thrown)) setResult({ subject, error: toCallError(thrown) })
    })
    return () => {
      controller.abort()
      for (const grant of open) void api.previews.close({ grant })
    }
  }, [api, grants, isReady, subject, profileId, bucket, key, name, sizeBytes, etag, versionId, isComparison, otherId, otherEtag, otherBytes, before, after, language, mode, as])

  useEffect(() => {
    pages.add(onRetry)
    return () => void pages.delete(onRetry)
  }, [onRetry])

  const isOver = result.ended !== undefined && result.subject !== subject
  const takeNewPage = useEffectEvent(onRetry)
  // What is looked at next needs a page that is there.
  useEffect(() => {
    if (isOver) takeNewPage()
  }, [isOver])

  const isAtRest = object === undefined
  useEffect(() => {
    if (!isReady || !isAtRest) return undefined
    let isOver = false
    const rest = (grant?: string): void => {
      if (isOver) return
      const prepared = ahead === undefined ? {} : { ahead: { name: ahead.name, sizeBytes: ahead.sizeBytes, ...(grant === undefined ? {} : { grant }) } }
      const request: ViewerRest = { ossiaViewer: 'rest', language, theme: mode, ...prepared }
      frame.current?.contentWindow?.postMessage(request, page.origin)
    }
    // What was shown is forgotten at once, whatever comes of the grant.
    rest()
    if (ahead?.isRead === true) {
      // Asked for again, and the failure told, when it is really shown.
      grants.prepare(addressOf(ahead)).then(rest, () => undefined)
    } else grants.drop()
    return () => {
      isOver = true
    }
  }, [grants, isReady, isAtRest, language, mode, ahead])
  useEffect(() => () => grants.drop(), [grants])

  return {
    frame,
    pageUrl: page.url,
    /** How the present object is shown; undefined until the viewer says. */
    kind: result.subject === subject ? result.kind : undefined,
    error: result.subject === subject ? result.error : undefined,
    ended: result.subject === subject ? result.ended : undefined,
  }
}
