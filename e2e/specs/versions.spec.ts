import { readFile } from 'node:fs/promises'
import { expectAllDone } from '../actions/transfers.ts'
import { createBucket, find, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'
import { photoPath } from '../fixtures/trees.ts'

test('an object is followed through its versions by keyboard: compared, restored, deleted and recovered', async ({ sharedOssia: ossia }) => {
  const { page } = ossia
  await skipFirstRun(page)
  await createBucket(page, 'history')
  const client = await sdkClient(ossia, 'history')
  await client.put('notes.txt', Buffer.from('first line\nsecond line\n'))
  await page.keyboard.press('F5')
  await find.row(page, 'notes.txt').click()

  // A bucket without versioning says what it would do, and leads to the switch.
  await page.keyboard.press('Control+Shift+h')
  const dialog = page.getByTestId('versions')
  const timeline = page.getByTestId('timeline')
  const rows = timeline.getByRole('option')
  await expect(page.getByTestId('versioning-note')).toContainText('history keeps no earlier versions')
  await page.getByTestId('versioning-note').getByRole('button', { name: 'Versioning…' }).click()
  await expect(dialog).toBeHidden()
  const settings = page.getByRole('dialog', { name: 'Settings of history' })
  await settings.getByRole('radio', { name: /^Enabled/ }).check()
  await settings.getByRole('button', { name: 'Review and save…' }).click()
  await page.getByRole('dialog', { name: /^Change “/ }).getByRole('button', { name: 'Save', exact: true }).press('Enter')
  await expect(settings.getByText('Saved', { exact: true })).toBeVisible()
  await settings.getByRole('button', { name: 'Close' }).first().click()
  await expect(settings).toBeHidden()

  await client.put('notes.txt', Buffer.from('first line\nchanged line\n'))
  await client.put('notes.txt', Buffer.from('first line\nchanged line\nthird line\n'))
  await page.keyboard.press('F5')
  await expect(page.getByTestId('versions-button')).toHaveText('3 versions')
  await find.row(page, 'notes.txt').click()
  await page.keyboard.press('Control+Shift+h')
  await expect(rows).toHaveCount(3)
  await expect(timeline).toBeFocused()
  await expect(rows.nth(0)).toContainText('Current')
  await expect(rows.nth(0)).toContainText('Changed: Content')
  await expect(rows.nth(2)).toContainText('First version')
  await expect(page.getByTestId('version-author')).toContainText(/^By account \d{16}, key \w+$/)

  // The oldest against the newest: chosen with Space, then compared from the other end.
  await page.keyboard.press('End')
  await expect(rows.nth(2)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press(' ')
  await page.keyboard.press('Home')
  await page.keyboard.press('2')
  const frame = page.frameLocator('.versions iframe')
  await expect(frame.locator('.cm-mergeView')).toContainText('second line')
  await expect(frame.locator('.cm-mergeView')).toContainText('third line')
  await frame.getByRole('button', { name: 'Inline' }).click()
  await expect(frame.locator('.cm-deletedChunk')).toContainText('second line')
  await frame.getByRole('button', { name: 'Bytes' }).click()
  await expect(frame.getByText('Differs at 0000000b')).toBeVisible()

  // Restored: a fourth version, the same as the first.
  await timeline.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('r')
  await expect(rows).toHaveCount(4)
  await expect(rows.nth(0)).toContainText('This app')
  await expect(rows.nth(1)).toContainText(/Account \d{16}/)
  expect((await client.get('notes.txt')).content.toString()).toBe('first line\nsecond line\n')

  // One version deleted for good.
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Delete')
  await expect(page.getByRole('dialog', { name: /Delete the version/ })).toContainText('The current version stays as it is.')
  await page.getByTestId('delete-version-confirm').click()
  await expect(rows).toHaveCount(3)

  // Deleted, and recovered from its marker.
  await client.delete('notes.txt')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.keyboard.press('F5')
  await expect(find.row(page, 'notes.txt')).toHaveCount(0)
  await page.keyboard.press('Alt+h')
  await expect(find.row(page, 'notes.txt')).toBeVisible()
  await expect(find.row(page, 'notes.txt')).toHaveClass(/is-deleted/)
  await find.row(page, 'notes.txt').click()
  await page.keyboard.press('Control+Shift+h')
  await expect(rows).toHaveCount(4)
  await page.getByTestId('recover').click()
  await expect(rows).toHaveCount(3)
  await expect(rows.nth(0)).toContainText('Current')

  // Everything older goes only after its name was typed.
  await timeline.focus()
  await page.keyboard.press('Home')
  await page.getByRole('button', { name: 'More actions' }).last().click()
  await page.getByRole('menuitem', { name: 'Delete all older versions…' }).click()
  await expect(page.getByTestId('older-losses')).toContainText('2 versions')
  const confirm = page.getByTestId('delete-older-confirm')
  await expect(confirm).toBeDisabled()
  await page.getByRole('textbox', { name: 'Type notes.txt to confirm' }).fill('notes.txt')
  await confirm.click()
  await expect(rows).toHaveCount(1)
  await expectAllDone(page, 3)

  // A large text is shown where it differs, and of two pictures that look the same it is said.
  const lines = Buffer.from('the same line as ever before\n'.repeat(200_000))
  await client.put('large.log', lines)
  await client.put('large.log', Buffer.concat([lines.subarray(0, -29 * 20), Buffer.from('CHANGED'), lines.subarray(7 - 29 * 20)]))
  const photo = await readFile(photoPath)
  await client.put('photo.jpg', photo)
  await client.put('photo.jpg', Buffer.concat([photo, Buffer.alloc(4)]))
  const compare = async (name: string): Promise<void> => {
    await timeline.focus()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await page.keyboard.press('F5')
    await find.row(page, name).click()
    await page.keyboard.press('Control+Shift+h')
    await expect(timeline).toBeFocused()
    await page.keyboard.press('2')
  }
  await compare('large.log')
  await expect(frame.locator('.cm-merge-b .cm-changedLine')).toContainText('CHANGED')
  await compare('photo.jpg')
  await frame.getByRole('button', { name: 'Difference' }).click()
  await expect(frame.getByText('All black: the two pictures look the same')).toBeVisible()
})
