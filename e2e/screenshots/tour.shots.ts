import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { expect, launchOssia, test } from '../fixtures/app.ts'
import { dropFiles } from '../fixtures/drop-files.ts'

const output = path.resolve('screenshots')
const looks = [
  { label: 'light-en', locale: 'en-US', theme: 'light' },
  { label: 'dark-en', locale: 'en-US', theme: 'dark' },
  { label: 'light-zh', locale: 'zh-CN', theme: 'light' },
  { label: 'dark-zh', locale: 'zh-CN', theme: 'dark' },
] as const

for (const { label, locale, theme } of looks) {
  test(`the tour, ${label}`, async ({ userData, folder }) => {
    await mkdir(output, { recursive: true })
    const shot = async (page: Page, name: string): Promise<void> => void (await page.screenshot({ path: path.join(output, `${label}-tour-${name}.png`) }))
    const ossia = await launchOssia({ userData, locale })
    try {
      const { page } = ossia
      await ossia.storeReady()
      await page.evaluate((value) => window.ossia.settings.updateSettings({ theme: value }), theme)
      await page.reload()
      const tour = page.getByTestId('first-run')
      await expect(tour).toBeVisible()
      await shot(page, '1-store')
      await page.keyboard.press('Enter')
      await expect(page.locator('#tour-bucket')).toBeFocused()
      await shot(page, '2-bucket')
      await page.locator('#tour-bucket').fill('My files')
      await shot(page, '2-bucket-name')
      await page.locator('#tour-bucket').fill('my-files')
      await page.keyboard.press('Enter')
      await expect(tour.locator('.tour-drop')).toBeVisible()
      await shot(page, '3-file')
      await writeFile(path.join(folder, 'plan.txt'), 'plan')
      await dropFiles(tour, [path.join(folder, 'plan.txt')])
      await expect(page.getByRole('heading', { name: 'plan.txt' })).toBeVisible()
      await shot(page, '4-done')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('row', { selected: true })).toContainText('plan.txt')
      await shot(page, '5-window')
    } finally {
      await ossia.close()
    }
  })
}
