import type { Page } from '@playwright/test'
import { expectAccessible } from '../actions/accessibility.ts'
import { command, prepareViews, views } from '../actions/views.ts'
import { createBucket, find, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'

/** What a language can change. Everything else is found in the first look at a view. */
const names = ['aria-dialog-name', 'aria-input-field-name', 'aria-command-name', 'aria-toggle-field-name', 'button-name', 'label', 'image-alt', 'html-lang-valid', 'label-content-name-mismatch']

async function leave(page: Page): Promise<void> {
  const open = page.locator('[role=dialog]:visible, .palette-backdrop, [role=menu]:visible')
  // What takes Escape for itself, such as an open calendar, takes one press more.
  for (let press = 0; press < 4; press++) {
    const isOpen = await open.count()
    if (isOpen === 0) return
    await page.keyboard.press('Escape')
    await page.waitForFunction((former) => [...document.querySelectorAll('[role=dialog], .palette-backdrop, [role=menu]')].filter((element) => element.getClientRects().length > 0).length < former, isOpen, { timeout: 3000 }).catch(() => undefined)
  }
  // The next view would be looked at behind this one.
  await expect(open).toHaveCount(0)
}

test('axe-core finds nothing wrong in any view, in any palette, in English or Chinese', async ({ ossia }) => {
  test.setTimeout(300_000)
  const { page } = ossia
  const wear = async (scheme: 'light' | 'dark', contrast: 'more' | 'no-preference' = 'no-preference'): Promise<void> => {
    await page.emulateMedia({ colorScheme: scheme, contrast, reducedMotion: 'reduce' })
    const root = page.locator('html')
    await expect(root).toHaveAttribute('data-theme', scheme)
    await expect(root).toHaveAttribute('data-contrast', contrast === 'more' ? 'more' : 'normal')
  }
  const palettes = [['light'], ['dark'], ['light', 'more'], ['dark', 'more']] as const
  let turn = 0
  /** Each view in two palettes, the next one in the next two: changing them costs more than looking. A palette changes colours and nothing else. */
  const inTwo = async (view: string, part?: string): Promise<void> => {
    await expectAccessible(page, `${view}, ${palettes[turn % 4]?.join(' ')}`, { part })
    turn++
    const [scheme, contrast] = palettes[turn % 4] ?? ['light']
    await wear(scheme, contrast)
    await expectAccessible(page, `${view}, ${palettes[turn % 4]?.join(' ')}`, { rules: ['color-contrast'], part })
  }
  await wear('light')
  const tour = page.getByTestId('first-run')
  await expect(tour).toBeVisible()
  await inTwo('first run')
  await skipFirstRun(page)
  await inTwo('no bucket')
  await command(page, 'Show the tour again')
  await page.getByRole('button', { name: 'Next: a bucket' }).click()
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused()
  await inTwo('tour, a bucket')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Choose files…' })).toBeFocused()
  await inTwo('tour, a file')
  await page.getByRole('button', { name: 'Use a sample file' }).click()
  await expect(page.getByRole('button', { name: 'Open my-files' })).toBeFocused()
  await inTwo('tour, done')
  await page.keyboard.press('Enter')
  await expect(tour).toBeHidden()
  await createBucket(page, 'views')
  await inTwo('empty bucket')
  await prepareViews(ossia)
  await page.keyboard.press('F5')
  await expect(find.row(page, 'table.csv')).toBeVisible()
  for (const { name, open, part } of views) {
    await test.step(name, async () => {
      await open(page, ossia, inTwo)
      await inTwo(name, part)
      await leave(page)
    })
  }
  await page.evaluate(() => window.ossia.settings.updateSettings({ language: 'zh-CN' }))
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  // Whatever the list is called in this language.
  const row = page.locator('[data-key="notes.md"]')
  for (const keys of ['Alt+Enter', 'Control+k', 'Space', 'F4', 'Control+Shift+h', 'Control+i', 'Control+,', 'F2', 'Delete', 'Control+j']) {
    await test.step(`Chinese: ${keys}`, async () => {
      await row.click()
      await page.keyboard.press(keys)
      if (!['Alt+Enter', 'F2', 'Control+j'].includes(keys)) await expect(page.locator('[role=dialog]:visible, .palette-backdrop').first()).toBeVisible()
      await expectAccessible(page, `${keys}, Chinese`, { rules: names })
      await leave(page)
    })
  }
})
