import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import { TookTooLong } from '../apart/apart.ts'
import { useSubject } from '../context.ts'
import { ReadFailure } from '../object-reader.ts'
import { Footer, Loading, Notice, ZoomButtons, zoomIn, zoomOut } from '../parts.tsx'
import type { Patience } from './patience.ts'
import { PdfPage } from './pdf-page.tsx'

const gapPx = 12
/** Documents may call a page as large as they like. */
const maxPagePoints = 20_000

interface Opened {
  readonly pdf: PDFDocumentProxy
  readonly wait: Patience['wait']
  /** Of the first page, in CSS pixels at full size; others are shown within it. */
  readonly width: number
  readonly height: number
}

/** A document page by page, each drawn when it comes into view. */
export function PdfView() {
  const { reader, fail } = useSubject()
  const { t } = useTranslation()
  const [opened, setOpened] = useState<Opened | 'broken' | 'locked' | undefined>(undefined)
  const [isGivenUp, setGivenUp] = useState(false)
  const giveUp = useCallback(() => setGivenUp(true), [])
  useEffect(() => {
    // What keeps its worker busy for ever ends with it.
    if (isGivenUp) return undefined
    let close: (() => void) | undefined
    let closed = false
    async function open(): Promise<void> {
      const { openPdf } = await import('./open-pdf.ts')
      if (closed) return
      const opening = openPdf(reader, fail)
      close = opening.close
      const pdf = await opening.document
      const { width, height } = (await opening.wait(pdf.getPage(1))).getViewport({ scale: 96 / 72 })
      if (!closed) setOpened({ pdf, wait: opening.wait, width: Math.min(width, maxPagePoints), height: Math.min(height, maxPagePoints) })
    }
    open().catch((thrown: unknown) => {
      if (closed) return
      if (thrown instanceof ReadFailure) fail(thrown)
      else if (thrown instanceof TookTooLong) giveUp()
      else setOpened(thrown instanceof Error && thrown.name === 'PasswordException' ? 'locked' : 'broken')
    })
    return () => {
      closed = true
      close?.()
    }
  }, [reader, fail, isGivenUp, giveUp])
  if (isGivenUp) return <Notice title={t('viewer.pdfTooIntricate')} hint={t('viewer.downloadHint')} />
  if (opened === undefined) return <Loading />
  if (opened === 'locked') return <Notice title={t('viewer.pdfLocked')} hint={t('viewer.downloadHint')} />
  if (opened === 'broken') return <Notice title={t('viewer.pdfBroken')} hint={t('viewer.damagedHint')} />
  return <Pages opened={opened} onTooLong={giveUp} />
}

function Pages({ opened, onTooLong }: { readonly opened: Opened; readonly onTooLong: () => void }) {
  const { t } = useTranslation()
  const { request } = useSubject()
  const { pdf, wait, width, height } = opened
  const scroller = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState(0)
  const [zoom, setZoom] = useState<number | undefined>(undefined)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    const measure = () => setRoom(element.clientWidth - 48)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const shown = zoom ?? Math.min(1.5, Math.max(0.1, room / width))
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '+' || event.key === '=') setZoom(zoomIn(shown))
      else if (event.key === '-') setZoom(zoomOut(shown))
      else if (event.key === '0') setZoom(undefined)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [shown])
  const pageHeightPx = Math.ceil(height * shown)
  const rowHeightPx = pageHeightPx + gapPx
  const { first, end, heightPx, shiftPx, viewportPx } = useVirtualRows({ scroller, count: pdf.numPages, rowHeightPx, overscan: 1 })
  const current = Math.min(pdf.numPages, first + Math.max(1, Math.floor((end - first) / 2) + (viewportPx > rowHeightPx ? 0 : 1)))
  return (
    <>
      <div className="viewer-scroll pdf-pages" ref={scroller} tabIndex={0} role="document" aria-label={t('viewer.content', { name: request.name })}>
        <div style={{ height: heightPx, minWidth: width * shown + 48 }}>
          {room === 0
            ? null
            : Array.from({ length: end - first }, (_, offset) => first + offset).map((index) => (
                <div key={index} className="pdf-row" style={{ transform: `translateY(${index * rowHeightPx + shiftPx + gapPx / 2}px)`, height: pageHeightPx }}>
                  <PdfPage pdf={pdf} wait={wait} onTooLong={onTooLong} pageNumber={index + 1} widthPx={width * shown} heightPx={pageHeightPx} />
                </div>
              ))}
        </div>
      </div>
      <Footer>
        <span>{t('viewer.page', { page: current, pages: pdf.numPages })}</span>
        <ZoomButtons zoom={zoom} shown={shown} onZoom={setZoom} />
      </Footer>
    </>
  )
}
