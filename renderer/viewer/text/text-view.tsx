import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { decodeText, type TextEncoding } from '../../ui/text-encoding.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useSubject } from '../context.ts'
import { drawn } from '../drawn.ts'
import { EncodingChoice, Footer } from '../parts.tsx'
import { useChunkRows } from '../use-chunk-rows.ts'
import { useLoaded } from '../use-loaded.ts'
import type { Span } from './highlight.ts'
import { chunkBytes, firstRowsOf, readChunk, rowCharacters, rowsOf, type TextRow } from './line-chunks.ts'

const rowHeightPx = 20
/** Above this, parsing would take longer than a glance. */
const highlightedBytes = 512 * 1024

interface Line extends TextRow {
  readonly spans?: readonly Span[]
}

/** Text of any size, read where it is looked at; `head` is its beginning. */
export function TextView({ detected, head }: { readonly detected: TextEncoding; readonly head: Uint8Array }) {
  const { request } = useSubject()
  const [encoding, setEncoding] = useState(detected)
  const isHighlighted = request.sizeBytes <= Math.min(highlightedBytes, chunkBytes)
  const shared = { head, encoding, onEncoding: setEncoding }
  return isHighlighted ? <SmallText {...shared} /> : <Lines key={encoding} {...shared} colours={undefined} />
}

interface EncodedProps {
  readonly head: Uint8Array
  readonly encoding: TextEncoding
  readonly onEncoding: (encoding: TextEncoding) => void
}

/** Shown at once, coloured as soon as the language is there. */
function SmallText(props: EncodedProps) {
  const { request, reader } = useSubject()
  const { encoding } = props
  const colour = useCallback(
    async (signal: AbortSignal) => {
      // The words are there first: loading a language and reading the whole by it would keep them from being drawn.
      await drawn()
      signal.throwIfAborted()
      const [{ languageOf, highlightLines }, { text }] = await Promise.all([import('./highlight.ts'), readChunk(reader, 0, { encoding, signal })])
      const language = await languageOf(request.name)
      return language === undefined ? [] : highlightLines(text.replace(/\r\n?/g, '\n'), language, signal)
    },
    [reader, encoding, request.name],
  )
  return <Lines key={encoding} {...props} colours={useLoaded(colour)} />
}

function Lines({ head, encoding, onEncoding, colours }: EncodedProps & { readonly colours: readonly (readonly Span[])[] | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { request, reader, fail } = useSubject()
  const scroller = useRef<HTMLDivElement>(null)
  const chunkCount = Math.max(1, Math.ceil(request.sizeBytes / chunkBytes))
  const load = useCallback(
    async (index: number, signal: AbortSignal): Promise<readonly Line[]> => rowsOf((await readChunk(reader, index, { encoding, signal })).text, index === chunkCount - 1),
    [reader, encoding, chunkCount],
  )
  const first = useMemo(() => {
    const isWhole = head.length >= request.sizeBytes
    return firstRowsOf<Line>(rowsOf(decodeText(head, encoding, { partial: !isWhole }), isWhole), head.length, request.sizeBytes)
  }, [head, encoding, request.sizeBytes])
  const { shown, total, isCounted, heightPx } = useChunkRows<Line>({ scroller, chunkCount, rowHeightPx, expectedRows: first.expectedRows, firstRows: first.rows, load, onError: fail })
  const digits = String(total).length
  const style = useMemo(() => ({ '--gutter': `${digits + 2}ch` }) as React.CSSProperties, [digits])
  return (
    <>
      <div className="viewer-scroll text-lines" ref={scroller} tabIndex={0} role="document" aria-label={t('viewer.content', { name: request.name })} style={style}>
        <div style={{ height: heightPx }}>
          {shown.map(({ index, topPx, row, isExact }) => (
            <div key={index} className="text-line" style={{ transform: `translateY(${topPx}px)` }}>
              <span className="text-number" aria-hidden>
                {row?.isLineStart === true && isExact ? index + 1 : ''}
              </span>
              <span className="text-words">{row === undefined ? '' : <Words text={row.text} spans={colours?.[index]} />}</span>
            </div>
          ))}
        </div>
      </div>
      <Footer>
        <span>{isCounted ? t('viewer.lines', { count: total }) : t('viewer.linesAbout', { total: format.number(total) })}</span>
        <EncodingChoice value={encoding} onChange={onEncoding} />
      </Footer>
    </>
  )
}

function Words({ text, spans }: { readonly text: string; readonly spans: readonly Span[] | undefined }) {
  // Long lines were cut into rows, which the colours do not know of.
  if (spans === undefined || text.length >= rowCharacters || spans.reduce((sum, span) => sum + span.text.length, 0) !== text.length) return text
  return spans.map((span, index) => (
    <span key={index} className={span.className === '' ? undefined : span.className}>
      {span.text}
    </span>
  ))
}
