import { Modal } from 'antd'
import { createContext, memo, useContext, useEffect, useMemo, useRef, useState, type ComponentProps, type KeyboardEvent } from 'react'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import { useTabs } from '../navigation/index.ts'
import { useListing, useObjectActions, useObjectsStore, type Listing } from '../objects/index.ts'
import { ViewerFrame } from '../viewer-frame/index.ts'
import { LookTitle } from './look-title.tsx'
import { objectAhead, shownObject } from './object-ahead.ts'
import { useHeldReady, useSettled } from './use-held-ready.ts'

/** What one opening leaves behind in the viewer's page goes with the page, once nobody is likely to come back at once. */
const retireMs = 1500

/** The object under the focus, large, with the arrows to its neighbours. */
export const QuickLook = memo(function QuickLook() {
  const listing = useListing()
  const isAsked = useObjectsStore((state) => state.quickLook)
  const index = useObjectsStore((state) => state.selection.focus)
  const isChosen = useObjectsStore((state) => state.selection.ranges.length > 0)
  const found = (isAsked ? listing.rowAt(index) : undefined) ?? listing.peekRow(index)
  const row = found?.kind === 'object' ? found : undefined
  const isOpen = isAsked && row !== undefined && listing.place !== undefined
  return useHeldReady(isOpen, isChosen ? row?.key : undefined) ? <Look isOpen={isOpen} row={row} index={index} listing={listing} /> : null
})

interface Looked extends ComponentProps<typeof ViewerFrame> {
  readonly page: number
}
/** A dialog that is not open hands no news down to what is in it; this does. */
const LookedContext = createContext<Looked | undefined>(undefined)

function LookedFrame() {
  const looked = useContext(LookedContext)
  if (looked === undefined) return null
  const { page, ...frame } = looked
  return <ViewerFrame key={page} {...frame} />
}

interface Props {
  readonly isOpen: boolean
  readonly row: ListingRow | undefined
  readonly index: number
  readonly listing: Listing
}

function Look({ isOpen, row, index, listing }: Props) {
  const { place, total, orderId, peekRow } = listing
  const actions = useObjectActions()
  const hide = useObjectsStore((state) => state.hideQuickLook)
  const pickOnly = useObjectsStore((state) => state.pickOnly)
  const [body, setBody] = useState<HTMLDivElement | null>(null)
  const [bytesOf, setBytesOf] = useState<string>()
  const page = useFreshPage(isOpen)
  const ahead = useSettled(useMemo(() => (row === undefined || place === undefined ? undefined : objectAhead(place, row)), [row, place]))

  /** The nearest object that way; folders in between are passed over. */
  const neighbour = (step: 1 | -1): number | undefined => {
    for (let at = index + step; at >= 0 && at < total; at += step) {
      const found = peekRow(at)
      if (found === undefined) return undefined
      if (found.kind === 'object') return at
    }
    return undefined
  }
  const previous = isOpen ? neighbour(-1) : undefined
  const next = isOpen ? neighbour(1) : undefined
  const go = (target: number | undefined) => {
    if (target !== undefined && orderId !== undefined) pickOnly(target, orderId)
  }
  const onKey = (key: string): boolean => {
    if (!isOpen) return false
    if (key === 'ArrowRight' || key === 'ArrowDown') go(next)
    else if (key === 'ArrowLeft' || key === 'ArrowUp') go(previous)
    else if (key === ' ' || key === 'Escape') hide()
    else return false
    return true
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === ' ' && event.target instanceof HTMLButtonElement) return
    // The dialog itself hears Escape.
    if (event.key !== 'Escape' && onKey(event.key)) event.preventDefault()
  }
  const asBytes = row !== undefined && bytesOf === row.key
  const looked: Looked = {
    page,
    object: isOpen && row !== undefined && place !== undefined ? shownObject(place, row) : undefined,
    ahead,
    ...(asBytes ? { as: 'hex' as const } : {}),
    onKey,
    onRestore: () => {
      hide()
      actions.startEdit('restore')
    },
  }
  return (
    <LookedContext value={looked}>
      <Modal
        open={isOpen}
        // Only until it is made: one that has to be there hears Escape in place of what is really open.
        forceRender={body === null}
        centered
        className="quick-look"
        width="min(1120px, 92vw)"
        footer={null}
        // Seen at once: a glance has no time for movement, and a key pressed meanwhile would go to what is leaving.
        transitionName=""
        maskTransitionName=""
        onCancel={hide}
        afterOpenChange={(open) => {
          if (open) body?.focus()
          // What was looked at last may be another row than the one it was opened from, which may have scrolled away.
          else if (document.activeElement === document.body || document.activeElement?.closest('[role=grid]') !== null) useTabs.getState().focusList()
        }}
        wrapProps={{ onKeyDown }}
        title={
          isOpen && row !== undefined ? (
            <LookTitle row={row} index={index} total={total} asBytes={asBytes} onBytes={() => setBytesOf(asBytes ? undefined : row.key)} previous={previous} next={next} onGo={go} onHide={hide} />
          ) : null
        }
      >
        <div className="quick-look-body" tabIndex={-1} ref={setBody} data-testid="quick-look">
          <LookedFrame />
        </div>
      </Modal>
    </LookedContext>
  )
}

/** Counts the pages of the viewer: some time after each closing there is a new one, which has never seen an object. */
function useFreshPage(isOpen: boolean): number {
  const [page, setPage] = useState(0)
  const wasOpen = useRef(false)
  useEffect(() => {
    if (isOpen) wasOpen.current = true
    if (isOpen || !wasOpen.current) return undefined
    const retire = setTimeout(() => {
      wasOpen.current = false
      setPage((count) => count + 1)
    }, retireMs)
    return () => clearTimeout(retire)
  }, [isOpen])
  return page
}
