import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { extensionOf } from '../../ui/names.ts'
import type { TextEncoding } from '../../ui/text-encoding.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useSubject } from '../context.ts'
import { EncodingChoice, Footer, Loading } from '../parts.tsx'
import { chunkBytes, readChunk } from '../text/line-chunks.ts'
import { TextView } from '../text/text-view.tsx'
import { useChunkRows } from '../use-chunk-rows.ts'
import { useLoaded } from '../use-loaded.ts'
import { formatOf, parseDelimited, parseJsonLines, recordStart, type TableFormat } from './records.ts'

const rowHeightPx = 26
const firstBytes = 64 * 1024
const sampledRows = 60

interface Shape {
  readonly format: TableFormat
  readonly header: readonly string[]
  readonly widthsPx: readonly number[]
  /** The first rows, to show until their whole piece is there. */
  readonly firstRows: readonly (readonly string[])[]
}

/** CSV, TSV and lines of JSON as a table of any length. */
export function TableView({ detected }: { readonly detected: TextEncoding }) {
  const { t } = useTranslation()
  const { request, reader } = useSubject()
  const [encoding, setEncoding] = useState(detected)
  const [asText, setAsText] = useState(false)
  const look = useCallback(
    async (signal: AbortSignal): Promise<Shape> => {
      const { text } = await readChunk({ ...reader, sizeBytes: Math.min(reader.sizeBytes, firstBytes) }, 0, { encoding, signal })
      const format = formatOf(extensionOf(request.name), text)
      const parsed = parse(format, text.slice(0, firstBytes))
      const rows = parsed.slice(0, sampledRows)
      const header = format.kind === 'json' ? format.columns : (rows[0] ?? [])
      const widthsPx = header.map((name, column) => {
        const longest = Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0))
        return Math.min(360, Math.max(88, longest * 7.5 + 32))
      })
      // The last one parsed may have been cut.
      const firstRows = parsed.slice(format.kind === 'json' ? 0 : 1, Math.min(sampledRows, parsed.length - 1))
      return { format, header, widthsPx, firstRows }
    },
    [reader, encoding, request.name],
  )
  const shape = useLoaded(look)
  const source = (
    <button type="button" aria-pressed={asText} onClick={() => setAsText(!asText)}>
      {t(asText ? 'viewer.asTable' : 'viewer.asText')}
    </button>
  )
  if (asText) {
    return (
      <>
        <TextView detected={encoding} />
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
  return format.kind === 'json' ? parseJsonLines(text, format.columns) : parseDelimited(text, format.delimiter)
}

function Rows({ shape, encoding, children }: { readonly shape: Shape; readonly encoding: TextEncoding; readonly children: React.ReactNode }) {
  const { t } = useTranslation()
  const formats = useFormat()
  const { request, reader, fail } = useSubject()
  const { format, header, widthsPx, firstRows } = shape
  const scroller = useRef<HTMLDivElement>(null)
  const load = useCallback(
    async (index: number, signal: AbortSignal) => {
      const findStart = format.kind === 'json' ? undefined : recordStart(format)
      const { text } = await readChunk(reader, index, { encoding, signal, ...(findStart === undefined ? {} : { findStart }) })
      const rows = parse(format, text)
      return index === 0 && format.kind === 'delimited' ? rows.slice(1) : rows
    },
    [reader, encoding, format],
  )
  const { shown, total, isCounted, heightPx } = useChunkRows<readonly string[]>({
    scroller,
    chunkCount: Math.max(1, Math.ceil(request.sizeBytes / chunkBytes)),
    rowHeightPx,
    expectedRows: 2000,
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
          {shown.map(({ index, topPx, row = firstRows[index], isExact }) => (
            <div key={index} className="table-row" role="row" aria-rowindex={index + 2} style={{ ...columns, transform: `translateY(${topPx}px)` }}>
              <span className="table-number" role="rowheader">
                {isExact ? index + 1 : ''}
              </span>
              {header.map((_, column) => (
                <span key={column} role="cell" title={row?.[column]}>
                  {row?.[column] ?? ''}
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
