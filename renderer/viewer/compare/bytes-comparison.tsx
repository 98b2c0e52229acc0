import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../ui/use-format.ts'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import { useSubject } from '../context.ts'
import { Footer } from '../parts.tsx'
import { useChunkRows } from '../use-chunk-rows.ts'
import { SideLabels, type ComparisonProps } from './side-labels.tsx'
import { findDifference, largerBytes } from './sides.ts'

const rowHeightPx = 20
const bytesPerRow = 16
const chunkBytes = 64 * 1024

interface PairRow {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

const pairsOf = (before: Uint8Array, after: Uint8Array): PairRow[] => {
  const hex = (bytes: Uint8Array, at: number): string[] => Array.from(bytes.subarray(at, at + bytesPerRow), (byte) => byte.toString(16).padStart(2, '0'))
  return Array.from({ length: Math.ceil(Math.max(before.length, after.length) / bytesPerRow) }, (_, row) => ({ before: hex(before, row * bytesPerRow), after: hex(after, row * bytesPerRow) }))
}

/** Any two objects, byte by byte at the same places, and a way to the next place where they differ. */
export function BytesComparison({ sides, choice }: ComparisonProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { fail } = useSubject()
  const scroller = useRef<HTMLDivElement>(null)
  const total = largerBytes(sides)
  const rowCount = Math.max(1, Math.ceil(total / bytesPerRow))
  const load = useCallback(
    async (index: number, signal: AbortSignal) => {
      const [before, after] = await Promise.all([sides.before, sides.after].map(({ reader }) => reader.read(index * chunkBytes, (index + 1) * chunkBytes, signal)))
      return pairsOf(before ?? new Uint8Array(0), after ?? new Uint8Array(0))
    },
    [sides],
  )
  const { shown, heightPx } = useChunkRows<PairRow>({ scroller, chunkCount: Math.max(1, Math.ceil(total / chunkBytes)), rowHeightPx, expectedRows: Math.min(chunkBytes, total) / bytesPerRow, load, onError: fail })
  const { scrollToRow } = useVirtualRows({ scroller, count: rowCount, rowHeightPx })
  const [found, setFound] = useState<{ readonly at?: number | undefined; readonly state: 'idle' | 'running' | 'none' }>({ state: 'idle' })
  const searching = useRef<AbortController>(undefined)
  const search = useCallback(
    async (from: number) => {
      searching.current?.abort()
      const controller = new AbortController()
      searching.current = controller
      setFound(({ at }) => ({ at, state: 'running' }))
      try {
        const at = await findDifference(sides, from, controller.signal)
        if (controller.signal.aborted) return
        setFound((former) => (at === undefined ? { ...former, state: 'none' } : { at, state: 'idle' }))
        if (at !== undefined) scrollToRow(Math.floor(at / bytesPerRow))
      } catch (thrown) {
        if (!controller.signal.aborted) fail(thrown)
      }
    },
    [sides, scrollToRow, fail],
  )
  const start = useRef(search)
  useEffect(() => {
    void start.current(0)
    return () => searching.current?.abort()
  }, [])
  const digits = Math.max(8, total.toString(16).length)
  const { at, state } = found
  const message =
    state === 'running' ? t('viewer.compare.searching') : at === undefined ? t('viewer.compare.sameBytes', { size: format.bytesAndExact(total) }) : state === 'none' ? t('viewer.compare.noMoreBytes') : t('viewer.compare.differsAt', { offset: at.toString(16).padStart(digits, '0') })
  return (
    <>
      <SideLabels sides={sides} />
      <div className="viewer-scroll hex-rows" ref={scroller} tabIndex={0} role="document" aria-label={t('viewer.compare.modes.bytes')}>
        <div style={{ height: heightPx }}>
          {shown.map(({ index, topPx, row }) => (
            <div key={index} className="hex-row compare-hex" style={{ transform: `translateY(${topPx}px)` }}>
              <span className="hex-offset">{(index * bytesPerRow).toString(16).padStart(digits, '0')}</span>
              {row === undefined ? null : (
                <>
                  <HexSide own={row.before} other={row.after} kind="removed" />
                  <HexSide own={row.after} other={row.before} kind="added" />
                </>
              )}
            </div>
          ))}
        </div>
      </div>
      <Footer>
        <span className="viewer-buttons">
          <span role="status">{message}</span>
          <button type="button" disabled={at === undefined || state !== 'idle'} onClick={() => void search(((at ?? 0) - ((at ?? 0) % bytesPerRow)) + bytesPerRow)}>
            {t('viewer.compare.nextDifference')}
          </button>
        </span>
        {choice}
      </Footer>
    </>
  )
}

/** Runs of bytes that are the same, and that are not. */
function HexSide({ own, other, kind }: { readonly own: readonly string[]; readonly other: readonly string[]; readonly kind: 'added' | 'removed' }) {
  const runs: { text: string; differs: boolean }[] = []
  for (const [at, byte] of own.entries()) {
    const differs = byte !== other[at]
    const last = runs.at(-1)
    if (last?.differs === differs) last.text += ` ${byte}`
    else runs.push({ text: `${at === 0 ? '' : ' '}${byte}`, differs })
  }
  return (
    <span className="compare-bytes">
      {runs.map(({ text, differs }, at) => (
        <span key={at} className={differs ? `is-${kind}` : undefined}>
          {text}
        </span>
      ))}
    </span>
  )
}
