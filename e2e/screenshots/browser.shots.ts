import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { expect, launchOssia, test, type OssiaApp } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'
import { photoPath } from '../fixtures/trees.ts'

const output = path.resolve(import.meta.dirname, '../../screenshots')
const folders = ['2026/lisbon/', '2026/上海/', '2025/', 'raw/', 'exports/quarterly reports/', 'logs/', 'backups/', 'site/assets/', 'drafts/', 'inbox/', 'music/', 'video/']

async function fill(ossia: OssiaApp): Promise<void> {
  const client = await sdkClient(ossia)
  for (const bucket of ['photos', 'backups']) await client.putBucket(bucket)
  client.useBucket('photos')
  const photo = await readFile(photoPath)
  for (const folder of folders) await client.put(`${folder}keep.txt`, Buffer.from('1'))
  for (let index = 1; index <= 18; index++) await client.put(`2026/lisbon/beach ${index}.jpg`, photo)
  for (const name of ['plan.md', 'sound.mp3', 'clip.mp4', 'data.csv', 'archive.zip', '年度报告（修订版）.pdf']) await client.put(`2026/lisbon/${name}`, Buffer.alloc(name.length * 1700))
}

const looks = [
  { label: 'light-en', locale: 'en-US', theme: 'light' },
  { label: 'dark-zh', locale: 'zh-CN', theme: 'dark' },
] as const

for (const { label, locale, theme } of looks) {
  test(`tabs, panes, filters and tiles, ${label}`, async ({ userData }) => {
    await mkdir(output, { recursive: true })
    const ossia = await launchOssia({ userData, locale })
    const { page } = ossia
    const resize = (width: number, height: number): Promise<void> =>
      ossia.electron.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), { width, height })
    const goTo = async (address: string): Promise<void> => {
      await page.keyboard.press('Control+l')
      await page.locator('.pane.is-active .address-input, .toolbar .address-input').fill(address)
      await page.keyboard.press('Enter')
    }
    const shot = async (name: string): Promise<void> => {
      // Lets tooltips, transitions and images settle: the picture is looked at by a person, nothing depends on it.
      await page.waitForTimeout(900)
      await page.screenshot({ path: path.join(output, `${label}-${name}.png`) })
    }
    try {
      await ossia.storeReady()
      await page.evaluate((value) => window.ossia.settings.updateSettings({ theme: value, firstRun: false }), theme)
      await fill(ossia)
      await page.reload()
      await resize(1360, 832)
      await page.getByRole('navigation').first().waitFor()
      await shoot(page, shot, goTo)
      await resize(1024, 640)
      await shot('browser-small')
      await page.keyboard.press('F3')
      await shot('browser-small-dual')
    } finally {
      await ossia.close()
    }
  })
}

async function shoot(page: Page, shot: (name: string) => Promise<void>, goTo: (address: string) => Promise<void>): Promise<void> {
  await goTo('oss://photos/2026/lisbon/')
  await expect(page.locator('[data-key="2026/lisbon/beach 1.jpg"]')).toBeVisible()
  await page.keyboard.press('Control+Shift+s')
  for (const folder of folders) {
    await page.keyboard.press('Control+t')
    await goTo(`oss://photos/${folder}`)
  }
  await page.keyboard.press('Control+1')
  await shot('tabs')
  await page.keyboard.press('F3')
  await page.keyboard.press('F6')
  await goTo('oss://photos/')
  await shot('dual')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('b')
  await shot('palette')
  await page.keyboard.press('Escape')
  await page.keyboard.press('F6')
  await page.keyboard.press('F3')
  await page.keyboard.press('Control+Shift+f')
  await page.locator('.filter-chip-button').first().click()
  await page.locator('.chip-choices input').nth(1).click()
  await shot('filters')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Shift+f')
  await page.getByRole('button', { name: /^(View|视图)$/ }).click()
  await page.getByRole('menuitem').nth(2).click()
  await expect(page.locator('.tile-picture img').first()).toBeVisible()
  await shot('tiles')
  await page.keyboard.press('Control+l')
  await page.locator('.address-input').fill('oss://photos/2')
  await page.locator('.address-completions li').first().waitFor()
  await shot('completion')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^(View|视图)$/ }).click()
  await page.getByRole('menuitem').first().click()
  await page.keyboard.press('Control+t')
  await shot('new-tab')
  await page.keyboard.press('Control+w')
}
