import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, launchOssia, test } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'
import { photoPath } from '../fixtures/trees.ts'

const output = path.resolve(import.meta.dirname, '../../screenshots')

const looks = [
  { label: 'light-en', locale: 'en-US', theme: 'light' },
  { label: 'light-zh', locale: 'zh-CN', theme: 'light' },
  { label: 'dark-en', locale: 'en-US', theme: 'dark' },
  { label: 'dark-zh', locale: 'zh-CN', theme: 'dark' },
] as const

const lines = (count: number, changed: (index: number) => string | undefined): Buffer =>
  Buffer.from(`${Array.from({ length: count }, (_, index) => changed(index) ?? `const value${index} = ${index * 3} // 第 ${index} 行`).join('\n')}\n`)

for (const { label, locale, theme } of looks) {
  test(`version history, ${label}`, async ({ userData }) => {
    await mkdir(output, { recursive: true })
    const ossia = await launchOssia({ userData, locale })
    try {
      const { page, electron } = ossia
      const shot = async (name: string): Promise<void> => {
        // Lets transitions and images settle: the picture is looked at by a person, nothing depends on it.
        await page.waitForTimeout(700)
        await page.screenshot({ path: path.join(output, `${label}-versions-${name}.png`) })
      }
      await ossia.storeReady()
      await page.evaluate((value) => window.ossia.settings.updateSettings({ theme: value, firstRun: false }), theme)
      const client = await sdkClient(ossia)
      await client.putBucket('looks')
      client.useBucket('looks')
      await client.put('plain.txt', Buffer.from('never versioned'))
      await page.evaluate(() => window.ossia.buckets.putBucketSetting({ profileId: 'local', bucket: 'looks', setting: { name: 'versioning', status: 'Enabled' } }))
      await page.evaluate(() => window.ossia.identities.change({ profileId: 'local', change: { kind: 'createUser', userName: 'alice.lovelace', displayName: '', comments: '' } }))
      await page.evaluate(() => window.ossia.identities.change({ profileId: 'local', change: { kind: 'attachPolicy', policy: { policyName: 'AliyunOSSFullAccess', policyType: 'System' }, holder: { kind: 'user', name: 'alice.lovelace' } } }))
      const { accessKey } = await page.evaluate(() => window.ossia.identities.change({ profileId: 'local', change: { kind: 'createAccessKey', userName: 'alice.lovelace' } }))
      const alice = await sdkClient(ossia, 'looks', accessKey)
      const photo = await readFile(photoPath)
      await client.put('report/summary.ts', lines(60, () => undefined))
      await client.put('report/summary.ts', lines(60, (index) => (index === 20 ? 'const answer = 42' : undefined)), { headers: { 'Cache-Control': 'max-age=60', 'x-oss-tagging': 'team=blue' }, meta: { author: 'ada', uid: 1, pid: 1 } })
      await client.put('report/summary.ts', lines(64, (index) => (index === 21 ? 'const answer = 43 // 已修改' : index > 60 ? `// added ${index}` : undefined)))
      await alice.put('report/summary.ts', lines(64, (index) => (index === 21 ? 'const answer = 43 // 已修改' : index > 60 ? `// added ${index}` : undefined)))
      await client.delete('report/summary.ts')
      await client.put('report/summary.ts', lines(64, (index) => (index === 3 ? 'export const last = true' : undefined)))
      await client.put('report/config.json', Buffer.from(JSON.stringify({ name: 'ossia', regions: ['cn-hangzhou', 'cn-beijing'], limits: { size: 5, parts: 10_000 }, users: [{ id: 1, name: '小明' }] })))
      await client.put('report/config.json', Buffer.from(JSON.stringify({ limits: { size: 6, parts: 10_000 }, name: 'ossia', regions: ['cn-hangzhou', 'cn-shanghai', 'cn-beijing'], users: [{ id: 2, name: '里斯本' }, { id: 1, name: '小红' }] }, null, 2)))
      const table = (rows: readonly number[], price: (id: number) => number): Buffer => Buffer.from(`id,city,price\n${rows.map((id) => `${id},里斯本 Lisbon,${price(id)}`).join('\n')}\n`)
      const ids = Array.from({ length: 40 }, (_, index) => index)
      await client.put('report/prices.csv', table(ids, (id) => id * 2))
      await client.put('report/prices.csv', table(ids.filter((id) => id !== 7).concat(99), (id) => (id === 20 ? 41 : id * 2)))
      await client.put('report/photo.jpg', photo)
      await client.put('report/photo.jpg', Buffer.concat([photo, Buffer.alloc(4)]))
      await client.put('report/data.bin', Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7) % 256)))
      await client.put('report/data.bin', Buffer.from(Array.from({ length: 4000 }, (_, index) => (index === 37 ? 0 : (index * 7) % 256))))
      await client.put('report/gone.txt', Buffer.from('deleted'))
      await client.delete('report/gone.txt')
      for (let number = 0; number < 300; number++) await client.put('report/crowded.log', Buffer.from(`entry ${number}\n`.repeat(1 + (number % 9))))
      await page.reload()
      await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1360, 832))
      await page.getByRole('navigation').first().waitFor()
      await page.keyboard.press('Control+l')
      await page.keyboard.type('oss://looks/report/')
      await page.keyboard.press('Enter')
      const row = (key: string) => page.locator(`[data-key=${JSON.stringify(key)}]`)
      const timeline = page.getByTestId('timeline')
      const open = async (key: string): Promise<void> => {
        await row(key).click()
        await page.keyboard.press('Control+Shift+h')
        await expect(timeline).toBeFocused()
        await expect(page.locator('.versions .viewer-frame')).toHaveAttribute('data-viewer-kind', /./)
      }
      const compare = async (): Promise<void> => {
        await timeline.focus()
        await page.keyboard.press('2')
        await expect(page.locator('.versions .viewer-frame')).toHaveAttribute('data-viewer-kind', 'comparison')
      }
      const close = async (): Promise<void> => {
        await timeline.focus()
        await page.keyboard.press('Escape')
        await expect(timeline).toBeHidden()
      }
      await expect(row('report/summary.ts')).toBeVisible()
      await row('report/summary.ts').click()
      await shot('inspector')
      await open('report/summary.ts')
      await shot('timeline')
      await compare()
      await shot('text')
      const frame = page.frameLocator('.versions iframe')
      await frame.locator('.viewer-footer button').nth(1).click()
      await shot('inline')
      await timeline.focus()
      await page.keyboard.press('3')
      await page.keyboard.press('PageDown')
      await page.keyboard.press('ArrowUp')
      await shot('details')
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('ArrowUp')
      await shot('marker')
      await page.keyboard.press('Delete')
      await shot('delete-marker')
      await page.keyboard.press('Escape')
      await close()
      for (const key of ['config.json', 'prices.csv', 'data.bin', 'photo.jpg']) {
        await open(`report/${key}`)
        await compare()
        await shot(key)
        if (key === 'photo.jpg') {
          await frame.locator('.viewer-footer button').nth(1).click()
          await shot('photo-slider')
          await frame.locator('.viewer-footer button').nth(2).click()
          await shot('photo-difference')
        }
        await close()
      }
      await open('report/crowded.log')
      await page.keyboard.press('PageDown')
      await shot('crowded')
      await page.locator('.version-actions button').last().click()
      await page.getByRole('menuitem').last().click()
      await shot('delete-older')
      await page.keyboard.press('Escape')
      await close()
      await page.keyboard.press('Alt+h')
      await expect(row('report/gone.txt')).toBeVisible()
      await row('report/gone.txt').click()
      await shot('deleted-in-list')
      await page.keyboard.press('Control+Shift+h')
      await expect(page.getByTestId('recover')).toBeVisible()
      await shot('deleted')
      await close()
      await client.putBucket('plain')
      client.useBucket('plain')
      await client.put('only.txt', Buffer.from('one'))
      await page.getByRole('navigation').first().locator('button:has(.lucide-refresh-cw)').click()
      await expect(page.locator('[data-bucket="plain"]')).toBeVisible()
      await page.keyboard.press('Control+l')
      await page.keyboard.type('oss://plain/')
      await page.keyboard.press('Enter')
      await expect(row('only.txt')).toBeVisible()
      await open('only.txt')
      await shot('never')
      await close()
      await client.delete('only.txt')
      await row('only.txt').click()
      await page.keyboard.press('Control+Shift+h')
      await expect(page.locator('.versions .empty-state')).toBeVisible()
      await shot('empty')
    } finally {
      await ossia.close()
    }
  })
}
