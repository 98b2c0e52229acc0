import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { downloadSelectionTo } from '../actions/transfers.ts'
import { createBucket, find, shownKeys, skipFirstRun } from '../actions/window.ts'
import { leaveViewer, look } from '../actions/quick-look.ts'
import { expect, test, type OssiaApp } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'

const bucket = 'as-of-bucket'
const bar = (page: Page) => page.getByTestId('as-of-bar')
const picker = (page: Page) => page.getByRole('dialog', { name: 'Show an earlier moment' })
const restoreDialog = (page: Page) => page.getByRole('dialog', { name: /^Restore .* to an earlier moment$/ })

/** The service tells times in whole seconds: resolves at the beginning of the next one, which is the moment after all before it. */
async function nextSecond(): Promise<number> {
  const momentMs = Math.floor(Date.now() / 1000) * 1000
  await expect.poll(() => Date.now(), { intervals: [20] }).toBeGreaterThan(momentMs + 1000)
  return momentMs
}

async function put(ossia: OssiaApp, contents: Readonly<Record<string, string>>): Promise<void> {
  const client = await sdkClient(ossia, bucket)
  for (const [key, text] of Object.entries(contents)) await client.put(key, Buffer.from(text))
}
const textOf = async (ossia: OssiaApp, key: string): Promise<string> => String((await (await sdkClient(ossia, bucket)).get(key)).content)

async function pickMoment(page: Page, momentMs: number): Promise<void> {
  await page.getByRole('button', { name: 'Show an earlier moment' }).click()
  const then = new Date(momentMs)
  const two = (value: number): string => String(value).padStart(2, '0')
  const field = picker(page).getByRole('textbox', { name: 'Moment' })
  await field.fill(`${String(then.getFullYear())}-${two(then.getMonth() + 1)}-${two(then.getDate())} ${two(then.getHours())}:${two(then.getMinutes())}:${two(then.getSeconds())}`)
  await field.press('Enter')
  await expect(picker(page)).toBeHidden()
}

test('a bucket is looked at as it was, downloaded, restored, and the restore taken back', async ({ sharedOssia: ossia, folder }) => {
  const { electron, page } = ossia
  await skipFirstRun(page)
  await createBucket(page, bucket)

  // Without versions there is no earlier moment, and the way to them is shown.
  await page.getByRole('button', { name: 'Show an earlier moment' }).click()
  await expect(picker(page).getByText('This bucket keeps no versions')).toBeVisible()
  await picker(page).getByRole('button', { name: 'Versioning…' }).click()
  const versioning = page.getByRole('dialog', { name: `Settings of ${bucket}` })
  await versioning.getByRole('radio', { name: /^Enabled/ }).check()
  await versioning.getByRole('button', { name: 'Review and save…' }).click()
  const review = page.getByRole('dialog', { name: /^Change “/ })
  await expect(review).toContainText('Versioning cannot be switched off again, only suspended.')
  await review.getByRole('button', { name: 'Save', exact: true }).press('Enter')
  await expect(review).toBeHidden()

  await put(ossia, { 'a.txt': 'first', 'docs/b.txt': 'bee', 'gone.txt': 'x' })
  const moment = await nextSecond()
  await put(ossia, { 'a.txt': 'second', 'new.txt': 'y' })
  await (await sdkClient(ossia, bucket)).delete('gone.txt')
  await nextSecond()
  await versioning.getByRole('button', { name: 'Count', exact: true }).click()
  await expect(versioning.getByRole('row', { name: /^Everything/ })).toContainText('in 3')
  await versioning.getByRole('button', { name: 'Close' }).first().click()

  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await expect.poll(() => shownKeys(page)).toEqual(['docs/', 'a.txt', 'new.txt'])
  await pickMoment(page, moment)
  await expect(bar(page)).toContainText('Read only')
  await expect.poll(() => shownKeys(page)).toEqual(['docs/', 'a.txt', 'gone.txt'])
  // Nothing here can be changed.
  await expect(page.getByRole('button', { name: 'Upload', exact: true })).toBeDisabled()
  await find.row(page, 'a.txt').click()
  await page.keyboard.press('Delete')
  await expect(page.getByText('it can be read and copied, and not changed')).toBeVisible()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(find.inspector(page)).toContainText('5 bytes')
  await page.keyboard.press('Space')
  await expect(look.frame(page).getByText('first')).toBeVisible()
  await leaveViewer(page)
  await page.keyboard.press('Escape')

  // The moment goes along into folders and back.
  await find.row(page, 'docs/').dblclick()
  await expect.poll(() => shownKeys(page)).toEqual(['docs/b.txt'])
  await expect(bar(page)).toBeVisible()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => shownKeys(page)).toEqual(['docs/', 'a.txt', 'gone.txt'])
  // Copied here, it can be pasted into the present.
  await find.row(page, 'gone.txt').click()
  await page.keyboard.press('Control+c')
  await find.grid(page).focus()
  await page.keyboard.press('Control+a')
  await downloadSelectionTo(electron, page, folder)
  await expect.poll(() => readFile(path.join(folder, 'a.txt'), 'utf8').catch(() => '')).toBe('first')
  await expect.poll(() => readFile(path.join(folder, 'gone.txt'), 'utf8').catch(() => '')).toBe('x')
  await expect.poll(() => readFile(path.join(folder, 'docs', 'b.txt'), 'utf8').catch(() => '')).toBe('bee')

  await bar(page).getByRole('button', { name: 'Restore…' }).click()
  await expect(restoreDialog(page).getByRole('row', { name: /^a\.txt/ })).toContainText('Changed since')
  await expect(restoreDialog(page).getByRole('row', { name: /^gone\.txt/ })).toContainText('Deleted since')
  await expect(restoreDialog(page).getByRole('row', { name: /^new\.txt/ })).toContainText('Created since')
  await restoreDialog(page).getByRole('button', { name: 'Restore 3 objects' }).click()
  await expect(restoreDialog(page)).toBeHidden()
  await bar(page).getByRole('button', { name: 'Back to now' }).click()
  await expect(bar(page)).toBeHidden()
  await expect.poll(() => shownKeys(page)).toEqual(['docs/', 'a.txt', 'gone.txt'])
  expect(await textOf(ossia, 'a.txt')).toBe('first')

  // The restore is a version like any other, and gone back on the same way.
  await page.keyboard.press('Control+j')
  const batch = find.batches(page).filter({ hasText: `Restore ${bucket} to` })
  await expect(batch).toBeVisible()
  await batch.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Go back to before this…' }).click()
  await restoreDialog(page).getByRole('button', { name: 'Restore 3 objects' }).click()
  await expect.poll(() => shownKeys(page)).toEqual(['docs/', 'a.txt', 'new.txt'])
  expect(await textOf(ossia, 'a.txt')).toBe('second')

  // The last restore is taken back by a key; and what was copied in the past is put where nothing of it was.
  const restores = find.batches(page).filter({ hasText: `Restore ${bucket} to` })
  await expect(restores).toHaveCount(2)
  await expect(restores.first()).toHaveAttribute('data-state', 'done')
  await find.grid(page).focus()
  await page.keyboard.press('Control+z')
  await expect.poll(() => shownKeys(page)).toEqual(['docs/', 'a.txt', 'gone.txt'])
  expect(await textOf(ossia, 'a.txt')).toBe('first')
  await find.row(page, 'docs/').dblclick()
  await expect.poll(() => shownKeys(page)).toEqual(['docs/b.txt'])
  await page.keyboard.press('Control+v')
  await expect.poll(() => shownKeys(page)).toEqual(['docs/b.txt', 'docs/gone.txt'])
  expect(await textOf(ossia, 'docs/gone.txt')).toBe('x')
})
