import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import { expect, type Frame, type Page } from '@playwright/test'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

declare global {
  interface Window {
    readonly axe?: { readonly run: (options: RunOptions) => Promise<AxeResults> }
  }
}

/** What axe-core finds wrong, as text that says where; each page is looked at by itself. */
async function violations(page: Page | Frame, rules: readonly string[] | undefined): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  return page.evaluate(async (only) => {
    // What still fades in has the contrast of neither before nor after.
    await Promise.allSettled(document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity).map((animation) => animation.finished))
    // A menu that is open takes the keyboard wholly, as a dialog does, which the rule about landmarks knows of dialogs only.
    const rules = [...document.querySelectorAll('[role=menu]')].some((menu) => menu.getClientRects().length > 0) && only === undefined ? { region: { enabled: false } } : {}
    const { violations: found } = (await window.axe?.run({ iframes: false, resultTypes: ['violations'], ...(only === undefined ? {} : { runOnly: [...only] }), rules })) ?? { violations: [] }
    return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary?.replaceAll(/\s+/g, ' ') ?? ''}`))
  }, rules)
}

/** Looks at what is on the screen, the viewer's page too: by all rules, or by some. */
export async function expectAccessible(page: Page, view: string, rules?: readonly string[]): Promise<void> {
  expect.soft(await violations(page, rules), view).toEqual([])
  const viewer = page.frames().find((frame) => frame.url().startsWith('ossia-viewer:'))
  if (viewer !== undefined && (await page.getByTestId('quick-look').isVisible())) expect.soft(await violations(viewer, rules), `${view}, the viewer`).toEqual([])
}
