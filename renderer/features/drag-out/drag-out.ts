import { useMemo } from 'react'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useApi } from '../../bridge/api.tsx'
import { setHandedOut, type ChosenObjects } from '../transfers/index.ts'
import { useDragOutStore } from './store.ts'

/**
 * Hands objects to other programs. A drag of the page itself carries no files, whatever is put into it: Chromium takes them out of
 * everything a page drags. So the system's drag is begun in its place, of files that are on the disk by then, from a handle of its
 * own; a drag of rows stays what it is and, when it leaves the window, brings the tray.
 */
export interface DragOut {
  /**
   * The button went down on the handle of these objects: what it takes to drag them begins. The drag itself follows when the pointer
   * moves. Not by the page's own `dragstart`, which was seen to stay away after presses that also brought the window to the front; why
   * is not known.
   */
  readonly press: (chosen: ChosenObjects, at: PointerPlace) => void
  /** It did not move: the objects of the last press are shown in the tray. */
  readonly open: () => void
  /** Shows objects in the tray, from where they can be dragged as often as one likes. */
  readonly show: (chosen: ChosenObjects) => void
  /** Once more, after a failure. */
  readonly retry: () => void
  readonly close: () => void
}

export interface PointerPlace {
  readonly clientX: number
  readonly clientY: number
}

/** Less is a click. */
const thresholdPx = 4

/** Of the button that is down on something to be dragged out. */
interface Hand {
  held: boolean
  /** It moved, and files are wanted as soon as they are there. */
  wants: boolean
  /** The tray was asked for, and did not only come to say what a drag waits for. */
  asked: boolean
  /** Stops following the pointer. */
  letGo: () => void
}

const showAfterMs = 200

export function createDragOut(api: Pick<WindowApi, 'drags'>): DragOut {
  const hand: Hand = { held: false, wants: false, asked: false, letGo: () => undefined }
  const store = (): ReturnType<typeof useDragOutStore.getState> => useDragOutStore.getState()

  const close = (): void => {
    const { carried } = store()
    if (carried === undefined) return
    store().close()
    carried.cancel()
  }
  const discard = (dragId: string): void => {
    // What is left is removed with the window, at the latest when Ossia starts again.
    void api.drags.discard({ dragId }).catch(() => undefined)
  }
  const start = async (dragId: string): Promise<void> => {
    // The system keeps all further movements to itself, and the end as well.
    hand.letGo()
    setHandedOut(true)
    try {
      const { leftWindow } = await api.drags.start({ dragId })
      if (store().carried?.dragId === dragId && (leftWindow || !hand.asked)) close()
    } catch (error) {
      store().setStage(dragId, { state: 'failed', error })
      store().show()
    } finally {
      setHandedOut(false)
      hand.held = false
      hand.wants = false
    }
  }
  const carry = async (chosen: ChosenObjects): Promise<void> => {
    close()
    hand.asked = false
    const dragId = crypto.randomUUID()
    const controller = new AbortController()
    store().carry({
      dragId,
      chosen,
      stage: { state: 'preparing', progress: undefined },
      cancel: () => {
        controller.abort()
        discard(dragId)
      },
    })
    const { profileId, bucket, prefix } = chosen.place
    try {
      const stage = await api.drags.prepare({ dragId, profileId, bucket, selection: chosen.selection, basePrefix: prefix }, { signal: controller.signal })
      if (controller.signal.aborted) return discard(dragId)
      store().setStage(dragId, stage)
      if (!hand.wants) return
      if (stage.state !== 'ready') store().show()
      // Without a button down nobody would end the drag.
      else if (hand.held) await start(dragId)
    } catch (error) {
      if (controller.signal.aborted) return
      store().setStage(dragId, { state: 'failed', error })
      if (hand.wants) store().show()
    }
  }
  /** Small files are there before anybody could read that they are on their way. */
  const waitInSight = (): void => {
    const { carried } = store()
    if (carried?.stage.state !== 'preparing') store().show()
    else {
      setTimeout(() => {
        if (store().carried?.dragId === carried.dragId) store().show()
      }, showAfterMs)
    }
  }
  const begin = (): void => {
    const { carried } = store()
    if (carried === undefined) return
    hand.wants = true
    if (carried.stage.state === 'ready') void start(carried.dragId)
    else waitInSight()
  }
  const hold = ({ clientX, clientY }: PointerPlace): void => {
    hand.letGo()
    hand.held = true
    hand.wants = false
    const onMove = (event: PointerEvent): void => {
      // The button came up where nobody told us.
      if (event.buttons === 0) onRelease()
      else if (!hand.wants && Math.hypot(event.clientX - clientX, event.clientY - clientY) >= thresholdPx) begin()
    }
    const onRelease = (): void => {
      hand.letGo()
      hand.held = false
      // A click, which comes after this, shows the tray; a press that led to nothing leaves nothing.
      if (!hand.wants) setTimeout(() => store().shown || hand.held || close(), 0)
    }
    document.addEventListener('pointermove', onMove, true)
    document.addEventListener('pointerup', onRelease, true)
    hand.letGo = () => {
      document.removeEventListener('pointermove', onMove, true)
      document.removeEventListener('pointerup', onRelease, true)
    }
  }

  return {
    press: (chosen, at) => {
      hold(at)
      const { carried } = store()
      if (carried?.chosen !== chosen) void carry(chosen)
    },
    open: () => {
      hand.asked = true
      store().show()
    },
    show: (chosen) => {
      const { carried } = store()
      if (carried === undefined || !isSame(carried.chosen, chosen)) void carry(chosen)
      hand.asked = true
      store().show()
    },
    retry: () => {
      const { carried } = store()
      if (carried === undefined) return
      void carry(carried.chosen)
      hand.asked = true
      store().show()
    },
    close,
  }
}

function isSame(one: ChosenObjects, other: ChosenObjects): boolean {
  return JSON.stringify([one.place, one.selection]) === JSON.stringify([other.place, other.selection])
}

const made = new WeakMap<Pick<WindowApi, 'drags'>, DragOut>()

/** The same one for the whole window: there is one pointer. */
export function useDragOut(): DragOut {
  const api = useApi()
  return useMemo(() => {
    const known = made.get(api) ?? createDragOut(api)
    made.set(api, known)
    return known
  }, [api])
}
