import type { Locator, Page } from '@playwright/test'

/** A drag by the mouse of something in the window, which goes on until it is dropped. */
export interface WindowDrag {
  /** Moves to an element: its middle, or this share of its height from the top. */
  readonly over: (target: Locator, shareOfHeight?: number) => Promise<void>
  readonly drop: () => Promise<void>
}

async function pointOf(target: Locator, shareOfHeight: number): Promise<{ x: number; y: number }> {
  const box = await target.boundingBox()
  if (box === null) throw new Error('The drop target is not on the screen')
  return { x: box.x + Math.min(box.width / 2, 60), y: box.y + box.height * shareOfHeight }
}

/** Takes hold of an element as a hand does: presses, and moves away from it. */
export async function dragFrom(page: Page, source: Locator): Promise<WindowDrag> {
  const from = await pointOf(source, 0.5)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 4, from.y + 6, { steps: 3 })
  return {
    over: async (target, shareOfHeight = 0.5) => {
      const to = await pointOf(target, shareOfHeight)
      // Two movements: the first enters the element, the second is over it.
      await page.mouse.move(to.x - 1, to.y)
      await page.mouse.move(to.x, to.y)
    },
    drop: () => page.mouse.up(),
  }
}
