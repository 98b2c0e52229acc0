import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { useVirtualRows } from '../ui/use-virtual-rows.ts'
import { maxScrollHeightPx } from '../ui/virtual-rows.ts'
import { createChunkStore } from './chunk-store.ts'

interface Options<Row> {
  readonly scroller: RefObject<HTMLElement | null>
  readonly chunkCount: number
  readonly rowHeightPx: number
  readonly expectedRows: number
  /** The first rows of the first piece, to show until it is there. */
  readonly firstRows?: readonly Row[]
  readonly load: (index: number, signal: AbortSignal) => Promise<readonly Row[]>
  readonly onError: (thrown: unknown) => void
}

export interface ShownRow<Row> {
  readonly index: number
  readonly topPx: number
  /** Undefined while it is being read. */
  readonly row: Row | undefined
  /** Whether `index` is a fact and not an estimate. */
  readonly isExact: boolean
}

/** The rows on screen of an object that is read piece by piece. `load` must stay the same while the object does. */
export function useChunkRows<Row>({ scroller, chunkCount, rowHeightPx, expectedRows, firstRows, load, onError }: Options<Row>) {
  const [, redraw] = useState(0)
  const [failure, setFailure] = useState<{ readonly thrown: unknown } | undefined>(undefined)
  const make = useCallback(
    () => ({
      of: load,
      chunks: createChunkStore<Row>({ chunkCount, load, expectedRows, onChange: () => redraw((count) => count + 1), onError: (thrown) => setFailure({ thrown }) }),
    }),
    [chunkCount, load, expectedRows],
  )
  const [held, setHeld] = useState(make)
  if (held.of !== load) setHeld(make())
  const { chunks } = held
  useEffect(() => () => chunks.close(), [chunks])
  useEffect(() => {
    if (failure !== undefined) onError(failure.thrown)
  }, [failure, onError])

  const total = chunks.total()
  const rows = useVirtualRows({ scroller, count: total, rowHeightPx })
  const { first, end, shiftPx, heightPx } = rows
  const from = chunks.placeOf(first)
  const to = chunks.placeOf(Math.max(first, end - 1))
  useEffect(() => {
    chunks.want(from.chunk, to.chunk)
  }, [chunks, from.chunk, to.chunk])

  // Rows above that turn out more or fewer than estimated must not push away what is being read.
  const anchor = useRef({ chunk: 0, firstRow: 0 })
  useLayoutEffect(() => {
    const element = scroller.current
    const former = anchor.current
    if (element !== null && heightPx < maxScrollHeightPx && former.chunk === from.chunk && former.firstRow !== from.firstRow) {
      element.scrollBy({ top: (from.firstRow - former.firstRow) * rowHeightPx })
    }
    anchor.current = { chunk: from.chunk, firstRow: from.firstRow }
  }, [scroller, heightPx, from.chunk, from.firstRow, rowHeightPx])

  // Who went to the end stays there while its place becomes known.
  const isAtEnd = useRef(false)
  useEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    const onScroll = () => {
      isAtEnd.current = element.scrollTop > 0 && element.scrollTop + element.clientHeight >= element.scrollHeight - 2
    }
    // The list may have grown by the time that scrolling is told of: then it is not at its end any more, but was sent there.
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key === 'End') isAtEnd.current = true
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('keydown', onKeyDown)
    return () => {
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('keydown', onKeyDown)
    }
  }, [scroller])
  useLayoutEffect(() => {
    const element = scroller.current
    if (element !== null && isAtEnd.current) element.scrollTo({ top: heightPx + element.clientHeight })
  }, [scroller, heightPx])

  const shown: ShownRow<Row>[] = []
  let place = from
  for (let index = first; index < end; index++) {
    if (index >= place.firstRow + chunks.sizeOf(place.chunk)) place = chunks.placeOf(index)
    const row = chunks.rowsOf(place.chunk)?.[index - place.firstRow] ?? (place.chunk === 0 ? firstRows?.[index] : undefined)
    shown.push({ index, topPx: index * rowHeightPx + shiftPx, row, isExact: place.isExact })
  }
  return { shown, total, isCounted: chunks.isCounted(), heightPx, viewportPx: rows.viewportPx }
}
