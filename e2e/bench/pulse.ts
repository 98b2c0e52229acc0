import type { Page } from '@playwright/test'

/** How quickly a window answered over a while; milliseconds. */
export interface Pulse {
  /** Between two looks at events by the window's thread: what is longer than a look every 4 ms. */
  readonly loopMs: readonly number[]
  /** A question that the main process answers by itself. */
  readonly mainMs: readonly number[]
  /** How transfers stand, from the client host. */
  readonly batchesMs: readonly number[]
  /** A page of a batch's items, from the client host. */
  readonly itemsMs: readonly number[]
  /** From a key that moves the selection to the other row on the screen. */
  readonly keysMs: readonly number[]
}

declare global {
  interface Window {
    takePulse?: () => Pulse
    /** Batch whose items are asked for; the first of all until then. */
    pulseBatchId?: string
  }
}

/** Runs in the page. */
function beat(): void {
  type Recorded = { -readonly [name in keyof Pulse]: number[] }
  const fresh = (): Recorded => ({ loopMs: [], mainMs: [], batchesMs: [], itemsMs: [], keysMs: [] })
  let recorded = fresh()
  const pauseMs = 4
  let lastMs = performance.now()
  const look = (): void => {
    const nowMs = performance.now()
    recorded.loopMs.push(Math.max(0, nowMs - lastMs - pauseMs))
    lastMs = nowMs
    setTimeout(look, pauseMs)
  }
  setTimeout(look, pauseMs)

  const timed = async (into: keyof Pulse, ask: () => Promise<unknown>): Promise<void> => {
    const startedMs = performance.now()
    await ask()
    recorded[into].push(performance.now() - startedMs)
  }
  let turn = 0
  const ask = async (): Promise<void> => {
    turn++
    await timed('mainMs', () => window.ossia.settings.getSettings({}))
    await timed('batchesMs', () => window.ossia.transfers.listBatches({}))
    const batchId = window.pulseBatchId
    if (batchId !== undefined) await timed('itemsMs', () => window.ossia.transfers.listItems({ batchId, offset: (turn * 7919) % 200_000, limit: 100, ...(turn % 2 === 0 ? {} : { states: ['queued'] }) }))
    setTimeout(() => void ask(), 25)
  }
  void ask()

  let pressedMs: number | undefined
  window.addEventListener(
    'keydown',
    (event) => {
      pressedMs = event.key.startsWith('Arrow') ? event.timeStamp : undefined
    },
    { capture: true },
  )
  const channel = new MessageChannel()
  let paintOf: number | undefined
  channel.port1.addEventListener('message', () => {
    if (paintOf !== undefined) recorded.keysMs.push(performance.now() - paintOf)
    paintOf = undefined
  })
  channel.port1.start()
  new MutationObserver(() => {
    const pressed = pressedMs
    pressedMs = undefined
    if (pressed === undefined) return
    // The message comes behind the frame that draws the row.
    requestAnimationFrame(() => {
      paintOf = pressed
      channel.port2.postMessage(undefined)
    })
  }).observe(document.body, { subtree: true, attributeFilter: ['aria-selected'] })

  window.takePulse = () => {
    const taken = recorded
    recorded = fresh()
    lastMs = performance.now()
    return taken
  }
}

export interface Measuring {
  /** What was recorded since the last time. */
  take(): Promise<Pulse>
  stop(): Promise<void>
}

/** Measures from now on, while a hand moves the selection of the list to and fro, about eight times a second. */
export async function startPulse(page: Page): Promise<Measuring> {
  await page.evaluate(beat)
  const stopped = new AbortController()
  const press = async (): Promise<void> => {
    for (let turn = 0; !stopped.signal.aborted; turn++) {
      await page.keyboard.press(turn % 200 < 100 ? 'ArrowDown' : 'ArrowUp')
      await page.waitForTimeout(100)
    }
  }
  const pressing = press()
  return {
    take: async () => {
      const pulse = await page.evaluate(() => window.takePulse?.())
      if (pulse === undefined) throw new Error('The window has no pulse: it was loaded anew.')
      return pulse
    },
    stop: async () => {
      stopped.abort()
      await pressing
    },
  }
}
