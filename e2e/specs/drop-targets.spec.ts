import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expectAllDone, waitForTransfers } from '../actions/transfers.ts'
import { createBucket, find, goTo, openBucket, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'
import { answerOpenDialog } from '../fixtures/dialogs.ts'
import { dragFiles, dropFiles } from '../fixtures/drop-files.ts'
import { sdkClient } from '../fixtures/sdk.ts'

test('the drop target is named before the drop, and objects move and are pasted as files are', async ({ ossia, folder }) => {
  const { page } = ossia
  const files = ['one.txt', 'two.txt'].map((name) => path.join(folder, name))
  for (const file of files) await writeFile(file, 'text')
  await skipFirstRun(page)
  await createBucket(page, 'other')
  await createBucket(page, 'photos')
  const client = await sdkClient(ossia, 'photos')
  await client.put('2026/lisbon/beach.txt', Buffer.from('sand'))
  await goTo(page, 'oss://photos/2026/')
  await expect(find.row(page, '2026/lisbon/')).toBeVisible()

  const drag = await dragFiles(find.grid(page), files)
  await expect(find.dropLabel(page)).toHaveText('Upload 2 items to photos / 2026')
  await drag.over(find.row(page, '2026/lisbon/'))
  await expect(find.dropLabel(page)).toHaveText('Upload 2 items to photos / 2026 / lisbon')
  await drag.over(find.address(page).getByRole('button', { name: 'photos', exact: true }))
  await expect(find.dropLabel(page)).toHaveText('Upload 2 items to photos')
  await drag.over(find.bucket(page, 'other'))
  await expect(find.dropLabel(page)).toHaveText('Upload 2 items to other')
  await drag.drop()
  await expectAllDone(page, 1)
  await expect(find.dropLabel(page)).toBeHidden()

  await dropFiles(find.row(page, '2026/lisbon/'), files)
  await expectAllDone(page, 2)
  await dropFiles(find.address(page).getByRole('button', { name: 'photos', exact: true }), files)
  await expectAllDone(page, 3)
  const keys = (await client.listV2({ 'max-keys': '100' }, {})).objects.map(({ name }) => name)
  expect(keys).toEqual(['2026/lisbon/beach.txt', '2026/lisbon/one.txt', '2026/lisbon/two.txt', 'one.txt', 'two.txt'])
  client.useBucket('other')
  expect((await client.listV2({ 'max-keys': '100' }, {})).objects.map(({ name }) => name)).toEqual(['one.txt', 'two.txt'])

  // What is in the bucket: renamed in place, dragged to a folder, and pasted into another bucket.
  await goTo(page, 'oss://photos/')
  await find.row(page, 'one.txt').click()
  await page.keyboard.press('F2')
  await expect(page.getByRole('textbox', { name: 'New name of one.txt' })).toBeFocused()
  await page.keyboard.type('sand')
  await page.keyboard.press('Enter')
  await expectAllDone(page, 4)
  await find.row(page, 'sand.txt').locator('.cell-name').dragTo(find.row(page, '2026/').locator('.cell-name'))
  await expectAllDone(page, 5)
  await expect(find.row(page, 'sand.txt')).toBeHidden()
  await find.row(page, '2026/').click()
  await page.keyboard.press('Control+c')
  await goTo(page, 'oss://other/')
  await expect(find.row(page, 'two.txt')).toBeVisible()
  await page.keyboard.press('Control+v')
  await expectAllDone(page, 6)
  expect((await client.listV2({ 'max-keys': '100' }, {})).objects.map(({ name }) => name)).toEqual([
    '2026/lisbon/beach.txt', '2026/lisbon/one.txt', '2026/lisbon/two.txt', '2026/sand.txt', 'one.txt', 'two.txt',
  ])
})

test('names that exist are asked about before anything is overwritten', async ({ ossia, folder }) => {
  const { page } = ossia
  await writeFile(path.join(folder, 'same.txt'), 'first')
  await writeFile(path.join(folder, 'fresh.txt'), 'fresh')
  await skipFirstRun(page)
  await createBucket(page, 'conflicts')
  await dropFiles(find.grid(page), [path.join(folder, 'same.txt')])
  await expectAllDone(page, 1)

  await writeFile(path.join(folder, 'same.txt'), 'second')
  const both = ['same.txt', 'fresh.txt'].map((name) => path.join(folder, name))
  await dropFiles(find.grid(page), both)
  const sheet = page.getByRole('dialog', { name: /1 name exists already/ })
  await expect(sheet).toContainText('same.txt')
  await sheet.getByRole('button', { name: 'Upload 1, skip 1' }).click()
  const skipped = await expectAllDone(page, 2)
  expect(skipped).toMatchObject({ itemsDone: 1, itemsSkipped: 1 })
  const client = await sdkClient(ossia, 'conflicts')
  expect(String((await client.get('same.txt')).content)).toBe('first')

  await dropFiles(find.grid(page), [path.join(folder, 'same.txt')])
  await sheet.getByRole('radio', { name: /Overwrite/ }).check()
  await sheet.getByRole('button', { name: /overwrite 1/ }).click()
  await expectAllDone(page, 3)
  expect(String((await client.get('same.txt')).content)).toBe('second')

  await dropFiles(find.grid(page), [path.join(folder, 'same.txt')])
  await sheet.getByRole('radio', { name: /Keep both/ }).check()
  await sheet.getByRole('button', { name: /keep both/ }).click()
  await expectAllDone(page, 4)
  const keys = (await client.listV2({ 'max-keys': '100' }, {})).objects.map(({ name }) => name)
  expect(keys).toHaveLength(3)
  expect(keys).toContain('same.txt')
})

test('the upload buttons take files and whole folders', async ({ ossia, folder }) => {
  const { page } = ossia
  await mkdir(path.join(folder, 'album/inner'), { recursive: true })
  await writeFile(path.join(folder, 'album/inner/note.txt'), 'note')
  await writeFile(path.join(folder, 'single.txt'), 'single')
  await skipFirstRun(page)
  await createBucket(page, 'buttons')
  await answerOpenDialog(ossia.electron, [path.join(folder, 'single.txt')])
  await page.getByRole('toolbar').getByRole('button', { name: 'Upload' }).click()
  await page.getByRole('menuitem', { name: 'Upload files…' }).click()
  await expectAllDone(page, 1)
  await answerOpenDialog(ossia.electron, [path.join(folder, 'album')])
  await page.keyboard.press('Control+Shift+u')
  await expectAllDone(page, 2)
  await expect(find.row(page, 'single.txt')).toBeVisible()
  await expect(find.row(page, 'album/')).toBeVisible()
})

test('an upload can be cancelled, leaves nothing behind, and runs again on retry', async ({ ossia, folder }) => {
  const { page } = ossia
  const tree = path.join(folder, 'many')
  await mkdir(tree)
  for (let index = 0; index < 300; index++) await writeFile(path.join(tree, `${index}.bin`), Buffer.alloc(256 * 1024, index))
  await skipFirstRun(page)
  await createBucket(page, 'cancelled')
  await dropFiles(find.grid(page), [tree])
  await find.dock(page).getByRole('button', { name: 'Show transfers' }).click()
  await find.batches(page).first().getByRole('button', { name: 'Cancel' }).click()
  const [batch] = await waitForTransfers(page, 1)
  expect(batch?.state).toBe('cancelled')
  const client = await sdkClient(ossia, 'cancelled')
  const { objects } = await client.listV2({ 'max-keys': '1000' }, {})
  for (const object of objects ?? []) expect(object.size).toBe(256 * 1024)
  await find.dock(page).getByRole('tab', { name: /^Done/ }).click()
  await find.batches(page).first().getByRole('button', { name: /Retry/ }).click()
  await expect.poll(async () => ((await client.listV2({ 'max-keys': '1000' }, {})).objects ?? []).length, { timeout: 30_000 }).toBe(300)
  await openBucket(page, 'cancelled')
})
