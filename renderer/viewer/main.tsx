import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import type { OssErrorWire } from '../../electron/contract/error-wire.ts'
import { createI18n } from '../ui/i18n/index.ts'
import { applyPalette } from '../ui/palette.ts'
import { grantStyleNonce } from '../ui/style-nonce.ts'
import { SubjectContext } from './context.ts'
import type { ViewerKind, ViewerMessage, ViewerQuestion, ViewerRequest, ViewerRest } from './messages.ts'
import { ReadFailure, type ObjectReader } from './object-reader.ts'
import { createReadAhead } from './read-ahead.ts'
import './viewer.css'
import { Viewer } from './viewer.tsx'

/** The window frames this page and nobody else can; in development both are pages of one server. */
const windowOrigin = import.meta.env.DEV ? location.origin : 'ossia://app'
const tell = (message: ViewerMessage): void => window.parent.postMessage(message, windowOrigin)

function errorOf(thrown: unknown): OssErrorWire {
  if (thrown instanceof ReadFailure) return thrown.wire
  return { code: 'InternalError', message: thrown instanceof Error ? thrown.message : String(thrown), status: 0, retryable: false }
}

const i18n = createI18n('en')
const readAhead = createReadAhead()

type Asked = { readonly request: ViewerRequest; readonly reader: ObjectReader } | { readonly request: ViewerRest }

/** Takes up what the window asks for; what it reads from now on is of that alone. */
function takeUp(request: ViewerRequest | ViewerRest): Asked {
  if (request.ossiaViewer === 'show') return { request, reader: readAhead.take(request) }
  readAhead.prepare(request.ahead)
  return { request }
}

/** One object after the other, as the window says. */
function Page() {
  const [asked, setAsked] = useState<Asked>()
  useEffect(() => {
    const onMessage = (event: MessageEvent<unknown>) => {
      if (event.source !== window.parent || event.origin !== windowOrigin) return
      const data = event.data as Partial<ViewerRequest | ViewerRest | ViewerQuestion> | null
      if (data?.ossiaViewer === 'ask') tell({ ossiaViewer: 'alive' })
      if (data?.ossiaViewer === 'show' || data?.ossiaViewer === 'rest') setAsked(takeUp(data as ViewerRequest | ViewerRest))
    }
    window.addEventListener('message', onMessage)
    tell({ ossiaViewer: 'ready' })
    return () => window.removeEventListener('message', onMessage)
  }, [])
  const language = asked?.request.language
  const theme = asked?.request.theme
  useLayoutEffect(() => {
    if (language === undefined || theme === undefined) return
    void i18n.changeLanguage(language)
    document.documentElement.lang = language
    applyPalette(document.documentElement, theme, 'normal')
  }, [language, theme])
  return asked !== undefined && 'reader' in asked ? <Show key={asked.request.serial} {...asked} /> : null
}

function Show({ request, reader }: { readonly request: ViewerRequest; readonly reader: ObjectReader }) {
  const { serial } = request
  const fail = useCallback((thrown: unknown) => tell({ ossiaViewer: 'failed', serial, error: errorOf(thrown) }), [serial])
  const onChosen = useCallback((kind: ViewerKind) => tell({ ossiaViewer: 'shown', serial, kind }), [serial])
  const subject = useMemo(() => ({ request, reader, fail }), [request, reader, fail])
  return (
    <SubjectContext value={subject}>
      <h1 className="only-read">{request.name}</h1>
      <Viewer onChosen={onChosen} />
    </SubjectContext>
  )
}

const forwarded = new Set(['Escape', ' ', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'])

/** Keys that a scrolled, played or pressed element does not need itself go to the window, which knows the neighbours. */
function isOwnKey(event: KeyboardEvent): boolean {
  const { target, key } = event
  if (key === 'Escape') return false
  if (target instanceof HTMLMediaElement || target instanceof HTMLSelectElement) return true
  if (target instanceof HTMLButtonElement) return key === ' '
  if (!(target instanceof HTMLElement) || !target.classList.contains('viewer-scroll')) return false
  if (key === 'ArrowUp' || key === 'ArrowDown') return target.scrollHeight > target.clientHeight
  return (key === 'ArrowLeft' || key === 'ArrowRight') && target.scrollWidth > target.clientWidth
}

window.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !forwarded.has(event.key) || isOwnKey(event)) return
  event.preventDefault()
  tell({ ossiaViewer: 'key', key: event.key as Extract<ViewerMessage, { ossiaViewer: 'key' }>['key'] })
})
// Nothing that is dropped here, and no link, leads anywhere.
window.addEventListener('dragover', (event) => event.preventDefault())
window.addEventListener('drop', (event) => event.preventDefault())

grantStyleNonce(document)
const root = document.querySelector('#root')
if (root === null) throw new Error('The page has no #root')
createRoot(root).render(
  <I18nextProvider i18n={i18n}>
    <Page />
  </I18nextProvider>,
)
