import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { extensionOf } from '../../ui/names.ts'
import { decodeText, type TextEncoding } from '../../ui/text-encoding.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useSubject } from '../context.ts'
import { EncodingChoice, Footer, Loading } from '../parts.tsx'
import { chunkBytes, firstRowsOf, lookAheadBytes, readChunk, type FirstRows } from '../text/line-chunks.ts'
import { TextView } from '../text/text-view.tsx'
import { useChunkRows } from '../use-chunk-rows.ts'
import { useLoaded } from '../use-loaded.ts'
import { formatOf, parseDelimited, parseJsonLines, recordStart, type TableFormat } from './records.ts'

const rowHeightPx = 26
const sampledRows = 60
/** Of a cell, which is never wide enough for them: laying out hundreds of long ones would take longer than reading them. */
const shownCharacters = 200

interface Shape {
  readonly format: TableFormat
  readonly header: readonly string[]
  readonly widthsPx: readonly number[]
  /** What there is to show until the whole first piece is there. */
  readonly first: FirstRows<readonly string[]>
}

/** What the beginning of a table tells of all of it. */
function shapeOf(name: string, text: string, readBytes: number, sizeBytes: number): Shape {
  const format = formatOf(extensionOf(name), text)
  const parsed = parse(format, text)
  const sample = parsed.slice(0, sampledRows)
  const header = format.kind === 'json' ? format.columns : (sample[0] ?? [])
  const widthsPx = header.map((title, column) => {
    const longest = Math.max(title.length, ...sample.map((row) => row[column]?.length ?? 0))
    return Math.min(360, Math.max(88, longest * 7.5 + 32))
  })
  return { format, header, widthsPx, first: firstRowsOf(format.kind === 'json' ? parsed : parsed.slice(1), readBytes, sizeBytes) }
}

interface Props {
  readonly detected: TextEncoding
  /** The beginning of the object. */
  readonly head: Uint8Array
}

/** What has so many lines in its head tells its columns there; the records of others are long, and more is read to see some whole. */
const enoughLines = 20

function useBeginning(head: Uint8Array): Uint8Array | undefined {
  const { reader } = useSubject()
  const isEnough = useMemo(() => head.length >= reader.sizeBytes || head.reduce((lines, byte) => (byte === 10 ? lines + 1 : lines), 0) >= enoughLines, [head, reader])
  const load = useCallback((signal: AbortSignal) => (isEnough ? Promise.resolve(undefined) : reader.read(0, chunkBytes + lookAheadBytes, signal)), [isEnough, reader])
  const longer = useLoaded(load)
  return isEnough ? head : longer
}

/** CSV, TSV and lines of JSON as a table of any length. */
export function TableView({ detected, head }: Props) {
  const { t } = useTranslation()
  const { request } = useSubject()
  const [encoding, setEncoding] = useState(detected)
  const [asText, setAsText] = useState(false)
  const beginning = useBeginning(head)
  const shape = useMemo(() => {
    if (beginning === undefined) return undefined
    const text = decodeText(beginning, encoding, { partial: beginning.length < request.sizeBytes })
    return shapeOf(request.name, text, beginning.length, request.sizeBytes)
  }, [request, beginning, encoding])
  const source = (
    <button type="button" aria-pressed={asText} onClick={() => setAsText(!asText)}>
      {t(asText ? 'viewer.asTable' : 'viewer.asText')}
    </button>
  )
  if (asText) {
    return (
      <>
        <TextView detected={encoding} head={head} />
        <Footer>{source}</Footer>
      </>
    )
  }
  return shape === undefined ? (
    <Loading />
  ) : (
    <Rows key={encoding} shape={shape} encoding={encoding}>
      <EncodingChoice value={encoding} onChange={setEncoding} />
      {source}
    </Rows>
  )
}

function parse(format: TableFormat, text: string): string[][] {
  // Told sooner than by counting its line ends.
  if (text.trim() === '') return []
  return format.kind === 'json' ? parseJsonLines(text, format.columns) : parseDelimited(text, format.delimiter)
}

function Rows({ shape, encoding, children }: { readonly shape: Shape; readonly encoding: TextEncoding; readonly children: React.ReactNode }) {
  const { t } = useTranslation()
  const formats = useFormat()
  const { request, reader, fail } = useSubject()
  const { format, header, widthsPx, first } = shape
  const scroller = useRef<HTMLDivElement>(null)
  const chunkCount = Math.max(1, Math.ceil(request.sizeBytes / chunkBytes))
  const load = useCallback(
    async (index: number, signal: AbortSignal): Promise<readonly (readonly string[])[]> => {
      const findStart = format.kind === 'json' ? undefined : recordStart(format)
      const { text } = await readChunk(reader, index, { encoding, signal, ...(findStart === undefined ? {} : { findStart }) })
      const parsed = parse(format, text)
      const rows = index === 0 && format.kind === 'delimited' ? parsed.slice(1) : parsed
      // In search of rows to fill the screen with, an object of nothing but line ends would be read to its end.
      return rows.length === 0 && chunkCount > 1 ? [[]] : rows
    },
    [reader, encoding, format, chunkCount],
  )
  const { shown, total, isCounted, heightPx } = useChunkRows<readonly string[]>({
    scroller,
    chunkCount,
    rowHeightPx,
    expectedRows: first.expectedRows,
    firstRows: first.rows,
    load,
    onError: fail,
  })
  const columns = useMemo(() => ({ gridTemplateColumns: ['64px', ...widthsPx.map((width) => `${width}px`)].join(' ') }), [widthsPx])
  return (
    <>
      <div className="viewer-scroll table-rows" ref={scroller} tabIndex={0} role="table" aria-label={t('viewer.content', { name: request.name })} aria-rowcount={isCounted ? total + 1 : -1} aria-colcount={header.length}>
        <div className="table-row is-header" role="row" aria-rowindex={1} style={columns}>
          <span className="table-number" role="columnheader">
            {'#'}
          </span>
          {header.map((name, column) => (
            <span key={column} role="columnheader" title={name}>
              {name}
            </span>
          ))}
        </div>
        <div style={{ height: heightPx, minWidth: 64 + widthsPx.reduce((sum, width) => sum + width, 0) }} role="rowgroup">
          {shown.map(({ index, topPx, row, isExact }) => (
            <div key={index} className="table-row" role="row" aria-rowindex={index + 2} style={{ ...columns, transform: `translateY(${topPx}px)` }}>
              <span className="table-number" role="rowheader">
                {isExact ? index + 1 : ''}
              </span>
              {header.map((_, column) => (
                <span key={column} role="cell" title={row?.[column]}>
                  {row?.[column]?.slice(0, shownCharacters) ?? ''}
                </span>
              ))}
            </div>
          ))}
        </div>
      </div>
      <Footer>
        <span>{isCounted ? t('viewer.rows', { count: total }) : t('viewer.rowsAbout', { total: formats.number(total) })}</span>
        <span>{t(format.moreColumns ? 'viewer.columnsCut' : 'viewer.columns', { count: header.length })}</span>
        {children}
      </Footer>
    </>
  )
}
