import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { createBucket, find, skipFirstRun } from '../actions/window.ts'
import { expect, launchOssia, test } from '../fixtures/app.ts'
import { answerOpenDialog } from '../fixtures/dialogs.ts'

test('speaks Chinese on a Chinese system', async ({ userData }) => {
  const ossia = await launchOssia({ userData, locale: 'zh-CN' })
  try {
    await ossia.storeReady()
    await expect(ossia.page.getByRole('button', { name: '创建 Bucket' }).first()).toBeVisible()
  } finally {
    await ossia.close()
  }
})

test('settings hold at once and over a restart: theme, folder of the store, tabs, start at login', async ({ userData, folder }) => {
  const other = path.join(folder, 'other store')
  await mkdir(other)
  // Where a Linux desktop looks for what it starts; not the one of whoever runs the tests.
  const environment = { XDG_CONFIG_HOME: path.join(folder, 'config') }
  let ossia = await launchOssia({ userData, environment })
  try {
    const { page } = ossia
    await skipFirstRun(page)
    const canvas = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const before = await canvas()
    await page.evaluate(() => window.ossia.settings.updateSettings({ theme: 'dark' }))
    await page.reload()
    await expect(find.sidebar(page)).toBeVisible()
    await expect.poll(canvas).not.toBe(before)
    await createBucket(page, 'in-the-usual')

    await page.keyboard.press('Control+,')
    let dialog = page.getByRole('dialog', { name: 'Settings' })
    await dialog.getByRole('switch', { name: 'Open the tabs of the last time' }).click()
    if (process.platform === 'linux') {
      await dialog.getByRole('switch', { name: 'Start Ossia at login' }).click()
      await expect.poll(() => readFile(path.join(folder, 'config/autostart/ossia.desktop'), 'utf8').catch(() => '')).toContain('"--hidden"')
    }
    await answerOpenDialog(ossia.electron, [other])
    await dialog.getByRole('button', { name: 'Change…', exact: true }).click()
    await expect(dialog.getByRole('group', { name: 'Data folder' })).toContainText('is empty: a new store begins there')
    await dialog.getByRole('button', { name: 'Start the store with this folder' }).click()
    await expect(dialog.getByRole('group', { name: 'Data folder' })).toBeHidden()
    await page.keyboard.press('Escape')
    await expect(find.bucket(page, 'in-the-usual')).toBeHidden()
    await createBucket(page, 'in-the-other')
    await ossia.close()

    ossia = await launchOssia({ userData, environment })
    const again = ossia.page
    expect((await ossia.storeReady()).dataFolder).toBe(other)
    await expect(find.bucket(again, 'in-the-other')).toBeVisible()
    // The tab that showed it was not brought back.
    await expect(find.address(again).getByRole('button', { name: 'in-the-other', exact: true })).toBeHidden()
    await again.keyboard.press('Control+,')
    dialog = again.getByRole('dialog', { name: 'Settings' })
    await dialog.getByRole('button', { name: 'Back to the usual folder' }).click()
    await dialog.getByRole('button', { name: 'Start the store with this folder' }).click()
    await expect(dialog.getByRole('group', { name: 'Data folder' })).toBeHidden()
    await again.keyboard.press('Escape')
    await expect(find.bucket(again, 'in-the-usual')).toBeVisible()
    await expect(find.bucket(again, 'in-the-other')).toBeHidden()
  } finally {
    await ossia.close()
  }
})
