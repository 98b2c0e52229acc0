import { useEffect } from 'react'
import { objectsInHand } from '../transfers/index.ts'
import { useDragOut } from './drag-out.ts'

/** A pointer that is outside for so long does not only cross the edge, or a frame inside of the window. */
const outsideForMs = 250

/**
 * A drag of rows that leaves the window cannot end in another program: the tray says so and makes ready what can. It goes again when
 * the drag ends inside after all.
 */
export function useLeavingDrags(): void {
  const dragOut = useDragOut()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let left = false
    const show = (): void => {
      const chosen = objectsInHand()
      if (chosen === undefined) return
      left = true
      dragOut.show(chosen)
    }
    const stay = (): void => {
      clearTimeout(timer)
      timer = undefined
    }
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget !== null) return
      stay()
      timer = setTimeout(show, outsideForMs)
    }
    // Before the list forgets what was dragged.
    const onEnd = ({ clientX, clientY }: DragEvent): void => {
      stay()
      const isInside = clientX >= 0 && clientY >= 0 && clientX < window.innerWidth && clientY < window.innerHeight
      if (!isInside) show()
      else if (left) dragOut.close()
      left = false
    }
    document.addEventListener('dragleave', onLeave, true)
    document.addEventListener('dragenter', stay, true)
    document.addEventListener('dragend', onEnd, true)
    return () => {
      stay()
      document.removeEventListener('dragleave', onLeave, true)
      document.removeEventListener('dragenter', stay, true)
      document.removeEventListener('dragend', onEnd, true)
    }
  }, [dragOut])
}
