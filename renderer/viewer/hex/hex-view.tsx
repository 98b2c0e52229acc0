import { memo, useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../ui/use-format.ts'
import { useSubject } from '../context.ts'
import { Footer } from '../parts.tsx'
import { useChunkRows } from '../use-chunk-rows.ts'

const rowHeightPx = 20
const bytesPerRow = 16
const chunkBytes = 64 * 1024

interface HexRow {
  readonly hex: string
  readonly characters: string
}

/** The values of up to sixteen bytes, and what of them is printable ASCII. */
function hexRow(row: Uint8Array): HexRow {
  const values = Array.from(row, (byte) => byte.toString(16).padStart(2, '0'))
  return {
    hex: `${values.slice(0, 8).join(' ')}  ${values.slice(8).join(' ')}`.padEnd(bytesPerRow * 3),
    characters: Array.from(row, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join(''),
  }
}

const piecesOf = (bytes: Uint8Array): Uint8Array[] => Array.from({ length: Math.ceil(bytes.length / bytesPerRow) }, (_, row) => bytes.subarray(row * bytesPerRow, (row + 1) * bytesPerRow))

/** Rows of sixteen bytes. */
export const hexRows = (bytes: Uint8Array): HexRow[] => piecesOf(bytes).map(hexRow)

/** Bytes of any object, of any size. */
export function HexView({ head }: { readonly head: Uint8Array }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { request, reader, fail } = useSubject()
  const scroller = useRef<HTMLDivElement>(null)
  const load = useCallback(async (index: number, signal: AbortSignal) => piecesOf(await reader.read(index * chunkBytes, (index + 1) * chunkBytes, signal)), [reader])
  const firstRows = useMemo(() => piecesOf(head), [head])
  const { shown, heightPx } = useChunkRows<Uint8Array>({
    scroller,
    firstRows,
    chunkCount: Math.max(1, Math.ceil(request.sizeBytes / chunkBytes)),
    rowHeightPx,
    expectedRows: Math.min(chunkBytes, request.sizeBytes) / bytesPerRow,
    load,
    onError: fail,
  })
  const digits = Math.max(8, request.sizeBytes.toString(16).length)
  return (
    <>
      <div className="viewer-scroll hex-rows" ref={scroller} tabIndex={0} role="document" aria-label={t('viewer.content', { name: request.name })}>
        <div style={{ height: heightPx }}>
          {shown.map(({ index, topPx, row }) => (
            <Row key={index} offset={(index * bytesPerRow).toString(16).padStart(digits, '0')} topPx={topPx} bytes={row} />
          ))}
        </div>
      </div>
      <Footer>
        <span>{t('viewer.bytes', { size: format.bytesAndExact(request.sizeBytes) })}</span>
      </Footer>
    </>
  )
}

interface RowProps {
  readonly offset: string
  readonly topPx: number
  /** Undefined while they are read. */
  readonly bytes: Uint8Array | undefined
}

/** Written out when it comes into sight: of a piece's thousands of rows few ever do. */
const Row = memo(function Row({ offset, topPx, bytes }: RowProps) {
  const { hex, characters } = bytes === undefined ? { hex: '', characters: '' } : hexRow(bytes)
  return (
    <div className="hex-row" style={{ transform: `translateY(${topPx}px)` }}>
      <span className="hex-offset">{offset}</span>
      <span>{hex}</span>
      <span className="hex-characters">{characters}</span>
    </div>
  )
})
