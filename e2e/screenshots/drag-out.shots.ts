import { expect } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'
import { inEveryLook } from './looks.ts'

inEveryLook('dragging out', async ({ ossia, page, show, shot }) => {
  await page.evaluate(() => window.ossia.buckets.putBucket({ profileId: 'local', bucket: 'photos', acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' }))
  const client = await sdkClient(ossia, 'photos')
  for (const key of ['2026/lisbon/beach.jpg', '2026/plan.md', 'readme.txt', 'report.pdf']) await client.put(key, Buffer.alloc(40_000))
  await client.put('archive/cold.bin', Buffer.alloc(10), { headers: { 'x-oss-storage-class': 'Archive' } })
  await show()
  await page.locator('[data-bucket=photos]').click()
  const tray = page.locator('.drag-tray')
  const name = (key: string) => page.locator(`[data-key="${key}"] .cell-name`)
  await name('2026/').click()
  await name('report.pdf').click({ modifiers: ['Control'] })
  await name('report.pdf').hover()
  await shot('drag-out-handle')
  await page.locator('.drag-handle').click()
  await expect(tray.locator('.drag-chip:not(.is-waiting)')).toBeVisible()
  await shot('drag-out-ready')
  await name('archive/').click()
  await name('archive/').hover()
  await page.locator('.drag-handle').click()
  await expect(tray).toContainText('archive/cold.bin')
  await shot('drag-out-unreadable')
})
