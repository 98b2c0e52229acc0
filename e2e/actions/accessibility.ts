import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import { expect, type Frame, type Page } from '@playwright/test'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

declare global {
  interface Window {
    readonly axe?: { readonly run: (context: Document | { readonly include: readonly Element[] }, options: RunOptions) => Promise<AxeResults> }
  }
}

/** What is laid over a page takes the keyboard wholly; what lies below was looked at by itself before. */
const overlays = '[role=dialog], [role=menu], .palette-backdrop'

/** What axe-core finds wrong, as text that says where; each page is looked at by itself. */
async function violations(page: Page | Frame, rules: readonly string[] | undefined): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(source)
    // What still fades in has the contrast of neither before nor after.
    await page.evaluate(() => {
      const still = new CSSStyleSheet()
      still.replaceSync('*, *::before, *::after { transition: none !important; animation-duration: 0s !important; animation-delay: 0s !important }')
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, still]
    })
  }
  return page.evaluate(
    async ({ only, over }) => {
      const above = [...document.querySelectorAll(over)].filter((element) => element.getClientRects().length > 0)
      // Landmarks are a page's, not a dialog's or a menu's.
      const unasked = above.length > 0 && only === undefined ? { region: { enabled: false } } : {}
      const options = { iframes: false, elementRef: false, resultTypes: ['violations' as const], ...(only === undefined ? {} : { runOnly: [...only] }), rules: unasked }
      const { violations: found } = (await window.axe?.run(above.length > 0 ? { include: above } : document, options)) ?? { violations: [] }
      return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary?.replaceAll(/\s+/g, ' ') ?? ''}`))
    },
    { only: rules, over: overlays },
  )
}

/** Looks at what is on the screen, the viewer's page too: by all rules, or by some. */
export async function expectAccessible(page: Page, view: string, rules?: readonly string[]): Promise<void> {
  expect.soft(await violations(page, rules), view).toEqual([])
  const viewer = page.frames().find((frame) => frame.url().startsWith('ossia-viewer:'))
  if (viewer !== undefined && (await page.locator('.viewer-frame iframe').first().isVisible())) expect.soft(await violations(viewer, rules), `${view}, the viewer`).toEqual([])
}
