import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { launchOssia, test, type OssiaApp } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'

const output = path.resolve(import.meta.dirname, '../../screenshots')

const looks = [
  { label: 'light-en', locale: 'en-US', theme: 'light' },
  { label: 'dark-en', locale: 'en-US', theme: 'dark' },
  { label: 'light-zh', locale: 'zh-CN', theme: 'light' },
] as const

async function fill(ossia: OssiaApp): Promise<void> {
  const client = await sdkClient(ossia)
  await client.putBucket('photos')
  client.useBucket('photos')
  const classes = ['Standard', 'IA', 'Archive', 'Standard', 'Standard']
  for (let at = 0; at < 25; at++) {
    await client.put(`2026/lisbon/beach ${String(at + 1)}.jpg`, Buffer.alloc(40_000 * (at + 1)), { headers: { 'x-oss-storage-class': classes[at % classes.length] ?? 'Standard' } })
  }
  await client.put('plan.md', Buffer.from('# Plan'))
  await client.put('2025/readme.txt', Buffer.from('text'))
  await client.putSymlink('latest plan', 'plan.md', {})
  await client.putSymlink('broken link', 'gone.md', {})
  for (const [key, parts] of [['videos/holiday in the mountains, second part.mov', 3], ['backup-2026-11-12.tar', 1], ['年度报告.pdf', 2]] as const) {
    const { uploadId } = await client.initMultipartUpload(key)
    for (let part = 1; part <= parts; part++) await client.uploadPart(key, uploadId, part, path.resolve(import.meta.dirname, '../../package-lock.json'), 0, 120_000)
  }
}

for (const { label, locale, theme } of looks) {
  test(`sizes, unfinished uploads, links and archives, ${label}`, async ({ userData, folder }) => {
    await mkdir(output, { recursive: true })
    const ossia = await launchOssia({ userData, locale })
    const { page, electron } = ossia
    const shot = async (name: string): Promise<void> => {
      // Lets transitions settle: the picture is looked at by a person, nothing depends on it.
      await page.waitForTimeout(900)
      await page.screenshot({ path: path.join(output, `${label}-${name}.png`) })
    }
    const row = (key: string) => page.locator(`[data-key=${JSON.stringify(key)}]`)
    try {
      await ossia.storeReady()
      await page.evaluate((value) => window.ossia.settings.updateSettings({ theme: value, firstRun: false }), theme)
      await fill(ossia)
      await page.reload()
      await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1360, 832))
      await page.locator('[data-bucket="photos"]').click()
      await row('2026/').click()
      await page.locator('.size-section button').click()
      await page.locator('.size-largest').waitFor()
      await shot('size-inspector')
      await row('2026/').focus()
      await page.keyboard.press('Alt+Enter')
      await page.locator('.ant-modal .size-largest').waitFor()
      await shot('size-dialog')
      await page.keyboard.press('Escape')
      await row('broken link').click()
      await page.locator('.symlink-missing').waitFor()
      await shot('symlink-missing')
      await row('latest plan').click()
      await page.locator('.inspector section .inspector-actions button').first().waitFor()
      await shot('symlink-target')
      await row('plan.md').click({ button: 'right' })
      await page.locator('.ant-dropdown-menu').first().waitFor()
      await shot('action-menu')
      await page.locator('.ant-dropdown-menu-item').filter({ has: page.locator('.lucide-corner-up-right') }).click()
      await page.locator('#symlink-name').waitFor()
      await shot('symlink-dialog')
      await page.keyboard.press('Escape')
      await row('plan.md').focus()
      await page.keyboard.press('Alt+Shift+N')
      await page.locator('#text-name').waitFor()
      await shot('new-text')
      await page.keyboard.press('Escape')
      await page.locator('[data-bucket="photos"]').click({ button: 'right' })
      await page.locator('.ant-dropdown-menu-item').filter({ has: page.locator('.lucide-puzzle') }).click()
      await page.locator('.fragments-table tbody tr').first().waitFor()
      await page.locator('.fragments-table .ant-checkbox-input').first().check()
      await shot('fragments')
      await page.locator('.fragments .ant-modal-footer .ant-btn-dangerous').click()
      await shot('fragments-confirm')
      await page.keyboard.press('Escape')
      await electron.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
      }, path.join(folder, '2026.zip'))
      await row('2026/').click({ button: 'right' })
      await page.locator('.ant-dropdown-menu-item').filter({ has: page.locator('.lucide-archive') }).click()
      await page.keyboard.press('Control+j')
      await shot('zip-dock')
    } finally {
      await ossia.close()
    }
  })
}
