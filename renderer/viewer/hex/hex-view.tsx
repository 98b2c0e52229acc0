import { useCallback, useRef } from 'react'
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

/** Rows of sixteen bytes: their values, and what of them is printable ASCII. */
export function hexRows(bytes: Uint8Array): HexRow[] {
  const rows: HexRow[] = []
  for (let at = 0; at < bytes.length; at += bytesPerRow) {
    const row = bytes.subarray(at, at + bytesPerRow)
    const values = Array.from(row, (byte) => byte.toString(16).padStart(2, '0'))
    rows.push({
      hex: `${values.slice(0, 8).join(' ')}  ${values.slice(8).join(' ')}`.padEnd(bytesPerRow * 3),
      characters: Array.from(row, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join(''),
    })
  }
  return rows
}

/** Bytes of any object, of any size. */
export function HexView() {
  const { t } = useTranslation()
  const format = useFormat()
  const { request, reader, fail } = useSubject()
  const scroller = useRef<HTMLDivElement>(null)
  const load = useCallback(async (index: number, signal: AbortSignal) => hexRows(await reader.read(index * chunkBytes, (index + 1) * chunkBytes, signal)), [reader])
  const { shown, heightPx } = useChunkRows<HexRow>({
    scroller,
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
            <div key={index} className="hex-row" style={{ transform: `translateY(${topPx}px)` }}>
              <span className="hex-offset">{(index * bytesPerRow).toString(16).padStart(digits, '0')}</span>
              <span>{row?.hex ?? ''}</span>
              <span className="hex-characters">{row?.characters ?? ''}</span>
            </div>
          ))}
        </div>
      </div>
      <Footer>
        <span>{t('viewer.bytes', { size: format.bytesAndExact(request.sizeBytes) })}</span>
      </Footer>
    </>
  )
}
