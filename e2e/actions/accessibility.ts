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

interface Palette {
  readonly scheme: 'light' | 'dark'
  readonly contrast: 'more' | 'normal'
}

interface Question {
  readonly palette: Palette
  /** All by default. */
  readonly rules?: readonly string[] | undefined
  /** What of the page to look at, where nothing is laid over it; all of it by default. */
  readonly part?: string | undefined
}

/** What axe-core finds wrong, as text that says where; `undefined` where it is not there to be asked yet. Runs in the page. */
async function ask({ palette, rules, part, over }: Question & { readonly over: string }): Promise<string[] | undefined> {
  if (window.axe === undefined) return undefined
  const untilMs = performance.now() + 30_000
  const { dataset } = document.documentElement
  while (dataset['theme'] !== undefined && (dataset['theme'] !== palette.scheme || dataset['contrast'] !== palette.contrast)) {
    if (performance.now() > untilMs) throw new Error(`The page stays ${dataset['theme']}, ${dataset['contrast'] ?? ''}`)
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  const isShown = (element: Element): boolean => element.getClientRects().length > 0
  const above = [...document.querySelectorAll(over)].filter(isShown).at(-1)
  const parts = above === undefined ? (part === undefined ? [] : [...document.querySelectorAll(part)].filter(isShown)) : [above]
  if (part !== undefined && parts.length === 0) throw new Error(`There is no ${part}`)
  // Whatever is in the page is measured, asked about or not; of what is covered that takes longer than the rest.
  const covered = document.querySelector('#root')
  const place = above !== undefined && covered?.contains(above) === false ? document.createComment('') : undefined
  if (place !== undefined) covered?.replaceWith(place)
  // Landmarks are a page's, not a part's.
  const unasked = parts.length > 0 && rules === undefined ? { region: { enabled: false } } : {}
  const options = { iframes: false, elementRef: false, preload: false, resultTypes: ['violations' as const], ...(rules === undefined ? {} : { runOnly: [...rules] }), rules: unasked }
  try {
    const { violations } = await window.axe.run(parts.length > 0 ? { include: parts } : document, options)
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary?.replaceAll(/\s+/g, ' ') ?? ''}`))
  } finally {
    if (covered !== null) place?.replaceWith(covered)
  }
}

async function violations(page: Page | Frame, question: Question): Promise<string[]> {
  const found = await page.evaluate(ask, { ...question, over: overlays })
  if (found !== undefined) return found
  await page.evaluate(source)
  // What still fades in has the contrast of neither before nor after.
  await page.evaluate(() => {
    const still = new CSSStyleSheet()
    still.replaceSync('*, *::before, *::after { transition: none !important; animation-duration: 0s !important; animation-delay: 0s !important }')
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, still]
  })
  return (await page.evaluate(ask, { ...question, over: overlays })) ?? ['axe-core did not load']
}

/** Asks about what is on the screen, the viewer's page too. */
async function expectNone(page: Page, view: string, question: Question, onlyViewer: boolean): Promise<void> {
  if (!onlyViewer) expect.soft(await violations(page, question), view).toEqual([])
  const viewer = page.frames().find((frame) => frame.url().startsWith('ossia-viewer:'))
  if (viewer === undefined || !(await page.locator('.viewer-frame iframe').first().isVisible())) {
    if (onlyViewer) throw new Error(`There is no viewer in ${view}`)
    return
  }
  expect.soft(await violations(viewer, { ...question, part: undefined }), `${view}, the viewer`).toEqual([])
}

interface Look {
  /** All by default. */
  readonly rules?: readonly string[]
  /** What of the page to look at, where nothing is laid over it; all of it by default. */
  readonly part?: string | undefined
  /** In high contrast as well. */
  readonly isMain?: boolean
  /** What is around the viewer was looked at before. */
  readonly onlyViewer?: boolean
}

/** Looks at what is on the screen. */
export type Looker = (view: string, look?: Look) => Promise<void>

/** Otherwise what is no main view is looked at in one palette: they share their colours, and three times the looks take three times as long. */
const everyPalette = process.env['OSSIA_EVERY_PALETTE'] !== undefined

/**
 * Somebody who looks at one view after the other: by all rules in the palette that is on, then at the colours in the other
 * ones, since a palette changes colours and nothing else. The next view begins with the last palette of the one before:
 * changing it costs more than looking.
 */
export async function startLooking(page: Page): Promise<Looker> {
  let palette: Palette = { scheme: 'light', contrast: 'normal' }
  const wear = async (next: Palette): Promise<void> => {
    palette = next
    await page.emulateMedia({ colorScheme: palette.scheme, contrast: palette.contrast === 'more' ? 'more' : 'no-preference', reducedMotion: 'reduce' })
  }
  await wear(palette)
  return async (view, { rules, part, isMain = false, onlyViewer = false } = {}) => {
    const other = palette.scheme === 'light' ? 'dark' : 'light'
    const name = (): string => `${view}, ${palette.scheme}${palette.contrast === 'more' ? ', high contrast' : ''}`
    await expectNone(page, name(), { palette, rules, part }, onlyViewer)
    if (rules !== undefined || !(isMain || everyPalette)) return
    const others: readonly Palette[] = [...(isMain ? [{ scheme: palette.scheme, contrast: 'more' } as const, { scheme: other, contrast: 'more' } as const] : []), { scheme: other, contrast: 'normal' }]
    for (const next of others) {
      await wear(next)
      await expectNone(page, name(), { palette, rules: ['color-contrast'], part }, onlyViewer)
    }
  }
}

const open = `${overlays.replaceAll(/(?<=\w|\])(?=,|$)/g, ':visible')}, .ant-picker-dropdown:visible`

/** Escape until nothing is laid over the page: the next view would be looked at behind it. */
export async function leaveView(page: Page): Promise<void> {
  const shown = page.locator(open)
  const names = async (): Promise<string> => (await shown.evaluateAll((all) => all.map((element) => `${element.className} ${element.getAttribute('aria-labelledby') ?? ''}`))).join('; ')
  for (let now = await names(); now !== ''; now = await names()) {
    await page.keyboard.press('Escape')
    // One that closes may uncover another.
    await expect.poll(names, { message: `Escape leaves ${now}`, intervals: [0, 10, 20, 50, 100] }).not.toBe(now)
  }
}
