import type { Page } from '@playwright/test'

export interface ScrollFigures {
  readonly frames: number
  /** Frames later than 1.5 frame times of a 60 Hz screen. */
  readonly dropped: number
  /** The longest time in which a row on the screen had nothing in it. */
  readonly longestBlankMs: number
}

/** Scrolls the list for a while, each frame by a number of rows to and fro, or to random places. */
export function scrollList(page: Page, how: 'slow' | 'fling' | 'jump', seconds: number): Promise<ScrollFigures> {
  return page.evaluate(
    ({ mode, forMs }) =>
      new Promise<ScrollFigures>((resolve, reject) => {
        const body = document.querySelector<HTMLElement>('.tab-view:not([hidden]) .grid-body')
        if (body === null) return reject(new Error('there is no list'))
        const rowPx = 32
        const startedMs = performance.now()
        let lastMs = startedMs
        let lastJumpMs = startedMs
        let blankSinceMs: number | undefined
        let [frames, dropped, longestBlankMs] = [0, 0, 0]
        const isBlank = (): boolean => {
          const box = body.getBoundingClientRect()
          // Rows at the top, in the middle and at the bottom of what is on the screen.
          return [0.05, 0.5, 0.95].some((share) => {
            const row = document.elementFromPoint(box.left + 40, box.top + box.height * share)?.closest('[data-index]')
            return !(row?.hasAttribute('data-key') ?? false)
          })
        }
        const step = (nowMs: number): void => {
          frames++
          if (nowMs - lastMs > 25) dropped++
          lastMs = nowMs
          if (isBlank()) {
            blankSinceMs ??= nowMs
            longestBlankMs = Math.max(longestBlankMs, nowMs - blankSinceMs)
          } else blankSinceMs = undefined
          if (nowMs - startedMs > forMs) return resolve({ frames, dropped, longestBlankMs })
          if (mode === 'slow') body.scrollTop += rowPx
          else if (mode === 'fling') body.scrollTop += rowPx * 25
          else if (nowMs - lastJumpMs > 400) {
            lastJumpMs = nowMs
            body.scrollTop = Math.random() * (body.scrollHeight - body.clientHeight)
          }
          requestAnimationFrame(step)
        }
        requestAnimationFrame(step)
      }),
    { mode: how, forMs: seconds * 1000 },
  )
}

/** Milliseconds from a click on a column's header to other rows on the screen, and two frames later. */
export function sortBy(page: Page, label: string): Promise<number> {
  return page.evaluate(
    (name) =>
      new Promise<number>((resolve, reject) => {
        const view = document.querySelector<HTMLElement>('.tab-view:not([hidden])')
        const header = [...(view?.querySelectorAll<HTMLElement>('[role="columnheader"] button') ?? [])].find((button) => button.textContent === name)
        if (view === null || header === undefined) return reject(new Error(`there is no column ${name}`))
        const firstKeys = (): string => [0, 1, 2, 3].map((index) => view.querySelector(`[data-index="${index}"]`)?.getAttribute('data-key') ?? '').join('\n')
        const areShown = (keys: string): boolean => keys.split('\n').every((key) => key !== '')
        const timer = setTimeout(() => reject(new Error(`nothing changed when sorted by ${name}`)), 60_000)
        const start = (): void => {
          const before = firstKeys()
          // Rows that only come into sight are no other order.
          if (!areShown(before)) return void requestAnimationFrame(start)
          const startedMs = performance.now()
          const observer = new MutationObserver(() => {
            const now = firstKeys()
            if (now === before || !areShown(now)) return
            observer.disconnect()
            clearTimeout(timer)
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - startedMs)))
          })
          observer.observe(view, { subtree: true, childList: true, attributes: true })
          header.click()
        }
        start()
      }),
    label,
  )
}
