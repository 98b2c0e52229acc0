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
async function violations(page: Page | Frame, { rules, part }: Look): Promise<string[]> {
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
    async ({ only, over, inside }) => {
      const isShown = (element: Element): boolean => element.getClientRects().length > 0
      const above = [...document.querySelectorAll(over)].filter(isShown)
      const parts = above.length > 0 || inside === undefined ? above : [...document.querySelectorAll(inside)].filter(isShown)
      if (inside !== undefined && parts.length === 0) throw new Error(`There is no ${inside}`)
      // Whatever is in the page is measured, asked about or not; of what is covered that takes longer than the rest.
      const covered = document.querySelector('#root')
      const place = above.length > 0 && above.every((element) => covered?.contains(element) === false) ? document.createComment('') : undefined
      if (place !== undefined) covered?.replaceWith(place)
      try {
        // Landmarks are a page's, not a part's.
        const unasked = parts.length > 0 && only === undefined ? { region: { enabled: false } } : {}
        const options = { iframes: false, elementRef: false, preload: false, resultTypes: ['violations' as const], ...(only === undefined ? {} : { runOnly: [...only] }), rules: unasked }
        const { violations: found } = (await window.axe?.run(parts.length > 0 ? { include: parts } : document, options)) ?? { violations: [] }
        return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary?.replaceAll(/\s+/g, ' ') ?? ''}`))
      } finally {
        if (covered !== null) place?.replaceWith(covered)
      }
    },
    { only: rules, over: overlays, inside: part },
  )
}

interface Look {
  /** All by default. */
  readonly rules?: readonly string[]
  /** What of the page to look at, where nothing is laid over it; all of it by default. */
  readonly part?: string | undefined
}

/** Looks at what is on the screen, the viewer's page too. */
export async function expectAccessible(page: Page, view: string, look: Look = {}): Promise<void> {
  expect.soft(await violations(page, look), view).toEqual([])
  const viewer = page.frames().find((frame) => frame.url().startsWith('ossia-viewer:'))
  if (viewer !== undefined && (await page.locator('.viewer-frame iframe').first().isVisible())) expect.soft(await violations(viewer, look.rules === undefined ? {} : { rules: look.rules }), `${view}, the viewer`).toEqual([])
}
