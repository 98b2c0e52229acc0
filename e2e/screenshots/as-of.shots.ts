import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, launchOssia, test } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'

const output = path.resolve(import.meta.dirname, '../../screenshots')
const looks = [
  { label: 'light-en', locale: 'en-US', theme: 'light' },
  { label: 'light-zh', locale: 'zh-CN', theme: 'light' },
  { label: 'dark-en', locale: 'en-US', theme: 'dark' },
  { label: 'dark-zh', locale: 'zh-CN', theme: 'dark' },
] as const
const bucket = 'team-data'
const put = async (ossia: Parameters<typeof sdkClient>[0], keys: readonly string[], bytes: number): Promise<void> => {
  const client = await sdkClient(ossia, bucket)
  await Promise.all(keys.map((key) => client.put(key, Buffer.alloc(bytes, key))))
}
const numbered = (name: string, count: number): string[] => Array.from({ length: count }, (_, number) => `${name}${String(number + 1).padStart(3, '0')}.csv`)

for (const { label, locale, theme } of looks) {
  test(`earlier moments, ${label}`, async ({ userData }) => {
    await mkdir(output, { recursive: true })
    const ossia = await launchOssia({ userData, locale })
    try {
      const { page, electron } = ossia
      const shot = async (name: string): Promise<void> => {
        // Lets transitions settle: the picture is looked at by a person, nothing depends on it.
        await page.waitForTimeout(900)
        await page.screenshot({ path: path.join(output, `${label}-${name}.png`) })
      }
      const setVersioning = (status: 'Enabled' | 'Suspended'): Promise<void> =>
        page.evaluate((value) => window.ossia.buckets.putBucketSetting({ profileId: 'local', bucket: 'team-data', setting: { name: 'versioning', status: value } }), status)
      await ossia.storeReady()
      await page.evaluate((value) => window.ossia.settings.updateSettings({ theme: value, firstRun: false }), theme)
      for (const name of [bucket, 'no-versions']) {
        await page.evaluate((one) => window.ossia.buckets.putBucket({ profileId: 'local', bucket: one, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' }), name)
      }
      await page.reload()
      await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1360, 832))
      const button = page.locator('.toolbar .lucide-clock-arrow-down')
      await page.locator('[data-bucket="no-versions"]').click()
      await button.click()
      await page.locator('.moment-picker .ant-alert').waitFor()
      await shot('as-of-refused')
      await page.locator('.moment-actions button').click()
      await page.locator('.versioning-dialog .versioning-state').waitFor()
      await shot('versioning-off')
      await page.locator('.versioning-dialog .ant-modal-footer button').click()

      await setVersioning('Enabled')
      await put(ossia, [...numbered('measurements/2026-', 40), ...numbered('reports/week ', 12), 'README.md', 'budget.xlsx', 'logo.png'], 4000)
      const moment = await page.evaluate(() => Date.now())
      await page.waitForTimeout(1200)
      await put(ossia, [...numbered('measurements/2026-', 9), ...numbered('reports/draft ', 5), 'budget.xlsx'], 9000)
      const client = await sdkClient(ossia, bucket)
      for (const key of numbered('reports/week ', 4)) await client.delete(key)
      await put(ossia, ['README.md'], 4000)
      await setVersioning('Suspended')
      await put(ossia, ['logo.png', 'measurements/2026-020.csv'], 5000)
      await setVersioning('Enabled')
      await page.locator(`[data-bucket="${bucket}"]`).click()
      await button.click()
      await page.locator('.moment-field input').waitFor()
      await shot('as-of-picker')
      const then = new Date(moment)
      const two = (value: number): string => String(value).padStart(2, '0')
      await page.locator('.moment-field input').fill(`${String(then.getFullYear())}-${two(then.getMonth() + 1)}-${two(then.getDate())} ${two(then.getHours())}:${two(then.getMinutes())}:${two(then.getSeconds())}`)
      await page.locator('.moment-field input').press('Enter')
      await page.locator('.as-of-bar').waitFor()
      await page.locator('[data-key="budget.xlsx"]').click()
      await shot('as-of')
      await page.locator('.as-of-bar button').first().click()
      await page.locator('.plan-row').nth(5).waitFor()
      await shot('as-of-restore')
      await page.locator('.restore-dialog .ant-alert .ant-checkbox-wrapper').click()
      await page.locator('.restore-dialog .ant-modal-footer .ant-btn-primary').click()
      await expect(page.locator('.restore-dialog')).toBeHidden()
      await page.locator('.as-of-bar button').last().click()
      await expect(page.locator('.as-of-bar')).toHaveCount(0)
      await shot('as-of-restored')
      await page.locator(`[data-bucket="${bucket}"]`).click({ button: 'right' })
      await page.locator('.ant-dropdown-menu-item:has(.lucide-history)').click()
      await page.locator('.version-usage button').click()
      await page.locator('.usage-table').waitFor()
      await shot('versioning')
      await page.locator('.versioning-dialog .ant-modal-footer button').last().click()
      await page.locator(`[data-bucket="${bucket}"]`).click()
      await page.keyboard.press('Control+i')
      await page.locator('.bucket-settings .setting-entry:has(.lucide-history)').click()
      await page.locator('.version-usage header button').click()
      await page.locator('.usage-table').waitFor()
      await shot('versioning-page')
    } finally {
      await ossia.close()
    }
  })
}
