import type { PDFDocumentProxy, RenderTask } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TookTooLong } from '../apart/apart.ts'
import type { Patience } from './patience.ts'

/** A canvas larger than this would be refused, or take the process with it. */
const maxCanvasPixels = 16_000_000

interface Props {
  readonly pdf: PDFDocumentProxy
  readonly wait: Patience['wait']
  /** The document cannot be drawn in any time. */
  readonly onTooLong: () => void
  readonly pageNumber: number
  /** Room it has. */
  readonly widthPx: number
  readonly heightPx: number
}

/** One page, drawn to fit; drawing stops when it leaves the screen. */
export function PdfPage({ pdf, wait, onTooLong, pageNumber, widthPx, heightPx }: Props) {
  const { t } = useTranslation()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [words, setWords] = useState('')
  const [broken, setBroken] = useState(false)
  useEffect(() => {
    let task: RenderTask | undefined
    let left = false
    async function draw(): Promise<void> {
      const page = await wait(pdf.getPage(pageNumber))
      const element = canvas.current
      if (left || element === null) return
      const natural = page.getViewport({ scale: 1 })
      const scale = Math.min(widthPx / natural.width, heightPx / natural.height)
      const sharpness = Math.min(window.devicePixelRatio, Math.sqrt(maxCanvasPixels / Math.max(1, natural.width * natural.height * scale * scale)))
      const viewport = page.getViewport({ scale: scale * sharpness })
      element.width = Math.max(1, Math.floor(viewport.width))
      element.height = Math.max(1, Math.floor(viewport.height))
      element.style.width = `${natural.width * scale}px`
      element.style.height = `${natural.height * scale}px`
      // 0: annotations, among them links and form fields, are not drawn.
      task = page.render({ canvas: element, viewport, annotationMode: 0 })
      await wait(task.promise)
      const content = await wait(page.getTextContent())
      if (!left) setWords(content.items.map((item) => ('str' in item ? item.str : '')).join(' '))
    }
    draw().catch((thrown: unknown) => {
      if (left) return
      if (thrown instanceof TookTooLong) onTooLong()
      else if (!(thrown instanceof Error && thrown.name === 'RenderingCancelledException')) setBroken(true)
    })
    return () => {
      left = true
      task?.cancel()
    }
  }, [pdf, wait, onTooLong, pageNumber, widthPx, heightPx])
  return (
    <>
      <canvas ref={canvas} role="img" aria-label={t(broken ? 'viewer.pageBroken' : 'viewer.pageLabel', { page: pageNumber })} className={broken ? 'is-broken' : undefined} />
      <p className="only-read">{words}</p>
    </>
  )
}
