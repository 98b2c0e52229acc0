import { find, skipFirstRun } from '../actions/window.ts'
import { expect, launchOssia, test } from '../fixtures/app.ts'

test('speaks Chinese on a Chinese system', async ({ userData }) => {
  const ossia = await launchOssia({ userData, locale: 'zh-CN' })
  try {
    await ossia.storeReady()
    await expect(ossia.page.getByRole('button', { name: '创建 Bucket' }).first()).toBeVisible()
  } finally {
    await ossia.close()
  }
})

test('the theme follows the setting at once and is kept', async ({ ossia }) => {
  const { page } = ossia
  await skipFirstRun(page)
  const canvas = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const before = await canvas()
  await page.evaluate(() => window.ossia.settings.updateSettings({ theme: 'dark' }))
  await page.keyboard.press('Control+,')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(find.sidebar(page)).toBeVisible()
  await expect.poll(canvas).not.toBe(before)
})
