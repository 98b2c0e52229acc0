import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { connectToItself } from '../actions/views.ts'
import { expect } from '../fixtures/app.ts'
import { dragFiles, dropFiles, type FileDrag } from '../fixtures/drop-files.ts'
import { waitForTransfers } from '../actions/transfers.ts'
import { inEveryLook, putAll } from './looks.ts'

inEveryLook('changes of many objects, connections, drops and transfers', async ({ ossia, page, folder, show, shot, goTo, row, menuItem, newBucket }) => {
  const client = await newBucket('photos')
  await newBucket('backups')
  await putAll(client, ['2026/lisbon/beach.jpg', '2026/lisbon/tram 28.jpg', '2026/plan.md', '2025/readme.txt', '年度报告（修订版）.pdf', 'notes.md'], (key) => Buffer.from('some words '.repeat(key.length * 80)))
  await client.put('archive/cold.bin', Buffer.alloc(4000), { headers: { 'x-oss-storage-class': 'ColdArchive' } })
  await connectToItself(ossia, 'Team')
  await show()
  await goTo('oss://photos/')
  const dialog = page.locator('[role=dialog]:visible')
  const leave = async (): Promise<void> => {
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  }
  /** The entries of the menu of what is chosen, and of the menu in it. */
  const change = async (at: number): Promise<void> => {
    await row('2026/').click()
    await page.keyboard.press('Control+a')
    await row('2026/').click({ button: 'right' })
    await page.locator('.ant-dropdown-menu-submenu-title:visible').click()
    await page.locator('.ant-dropdown-menu-submenu-popup:visible .ant-dropdown-menu-item').nth(at).click()
    await dialog.waitFor()
  }
  const names = ['edit-restore', 'edit-class', 'edit-acl', 'edit-metadata', 'edit-tags'] as const
  for (const [at, name] of names.entries()) {
    await change(at)
    if (name === 'edit-acl') await dialog.locator('input[value="public-read"]').check()
    if (name === 'edit-metadata') {
      await dialog.locator('.edit-name').first().click()
      await page.locator('.ant-select-item-option:visible').first().click()
      await dialog.locator('.edit-row > input').first().fill('max-age=600')
    }
    if (name === 'edit-tags') for (const [at, text] of ['team', 'docs'].entries()) await dialog.locator('.edit-row > input').nth(at).fill(text)
    await page.locator('.edit-preview').waitFor()
    await shot(name)
    await leave()
  }
  await row('notes.md').click({ button: 'right' })
  await menuItem('folder-input').click()
  await dialog.waitFor()
  await shot('move-to')
  await leave()
  await page.keyboard.press('Control+Shift+k')
  await page.locator('.palette-backdrop').waitFor()
  await shot('connection-switcher')
  await page.keyboard.press('Escape')
  await page.locator('.connection-section').getByRole('button').first().click()
  await page.locator('.connection-item').first().waitFor()
  await page.locator('.connection-item').last().locator('.lucide-stethoscope, .lucide-activity').first().click()
  await page.locator('.doctor-check[data-state]').first().waitFor()
  await expect(page.locator('.doctor-check[data-state=waiting], .doctor-check[data-state=running]')).toHaveCount(0)
  await shot('doctor')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  // What is under the pointer is named before it is dropped.
  const file = path.join(folder, 'new.txt')
  await writeFile(file, 'new')
  const over = async (name: string, begin: () => Promise<FileDrag>): Promise<void> => {
    const drag = await begin()
    await shot(name)
    // Where nothing takes it, so that what was held over is not opened meanwhile.
    await drag.over(page.locator('.status-line:visible').first())
    await drag.cancel()
  }
  await over('drop-folder', () => dragFiles(row('2025/'), [file]))
  await goTo('oss://photos/2026/')
  await row('2026/plan.md').waitFor()
  await over('drop-crumb', () => dragFiles(page.locator('.crumb').first(), [file]))

  // One that is done and one that failed, with all there is to say about it.
  await dropFiles(page.getByTestId('object-grid'), [file])
  await waitForTransfers(page, 1)
  await page.locator('.dock-toggle').click()
  const tabs = page.getByTestId('transfer-dock').getByRole('tab')
  for (const [at, name] of ['active', 'queued', 'failed', 'done', 'history'].entries()) {
    await tabs.nth(at).click()
    if (name === 'done') await page.getByTestId('transfer-batch').first().click()
    if (name !== 'queued') await shot(`dock-${name}`)
  }
  await page.locator('.dock-toggle').click()
  await goTo('oss://photos/2026/')
  await row('2026/plan.md').click()
  await page.keyboard.press('F4')
  await page.getByTestId('code-editor').locator('.cm-content').click()
  await page.keyboard.type('changed')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(2)
  await shot('editor-leave')
  await dialog.last().locator('.ant-btn-dangerous').click()
  await expect(dialog).toHaveCount(0)
  await over('drop-bucket', () => dragFiles(page.locator('[data-bucket="backups"]').first(), [file]))
})
