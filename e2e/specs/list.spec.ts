import { createBucket, find, goTo, openBucket, shownKeys, skipFirstRun } from '../actions/window.ts'
import { expect, test, type OssiaApp } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'

/** 1,500 objects of growing size with names that natural order sorts differently from byte order, and two folders. */
async function fillBucket(ossia: OssiaApp, bucket: string): Promise<void> {
  const client = await sdkClient(ossia, bucket)
  const put = async (index: number): Promise<void> => {
    await client.put(`file ${index}.txt`, Buffer.alloc(1500 - index, 'x'))
  }
  for (let start = 0; start < 1500; start += 50) await Promise.all(Array.from({ length: 50 }, (_, offset) => put(start + offset)))
  await client.put('zebra/one.txt', Buffer.from('1'))
  await client.put('alpha/two.txt', Buffer.from('2'))
}

test('sorts by every column over the whole prefix, filters, and finds names by typing', async ({ sharedOssia: ossia }) => {
  const { page } = ossia
  await skipFirstRun(page)
  await createBucket(page, 'sorted')
  await fillBucket(ossia, 'sorted')
  await page.keyboard.press('F5')
  await expect(find.grid(page)).toHaveAttribute('aria-rowcount', '1503')
  await expect(find.inspector(page)).toContainText('1,502')
  expect((await shownKeys(page)).slice(0, 5)).toEqual(['alpha/', 'zebra/', 'file 0.txt', 'file 1.txt', 'file 2.txt'])

  // The first click on a size shows the largest first; folders stay on top.
  await find.column(page, 'Size').getByRole('button').click()
  await expect(find.column(page, 'Size')).toHaveAttribute('aria-sort', 'descending')
  await expect.poll(async () => (await shownKeys(page)).slice(2, 4)).toEqual(['file 0.txt', 'file 1.txt'])
  await find.column(page, 'Size').getByRole('button').click()
  await expect(find.column(page, 'Size')).toHaveAttribute('aria-sort', 'ascending')
  await expect.poll(async () => (await shownKeys(page)).slice(2, 4)).toEqual(['file 1499.txt', 'file 1498.txt'])
  await find.column(page, 'Name').getByRole('button').click()
  await expect(find.column(page, 'Name')).toHaveAttribute('aria-sort', 'ascending')
  for (const name of ['Type', 'Storage class', 'Modified']) {
    await find.column(page, name).getByRole('button').click()
    await expect(find.column(page, name)).toHaveAttribute('aria-sort', /ascending|descending/)
  }
  await find.column(page, 'Name').getByRole('button').click()

  await page.keyboard.press('Control+f')
  await page.keyboard.type('149')
  await expect(find.grid(page)).toHaveAttribute('aria-rowcount', '13')
  await page.keyboard.press('Escape')
  await expect(find.grid(page)).toHaveAttribute('aria-rowcount', '1503')

  await find.row(page, 'alpha/').click()
  await page.keyboard.type('file 77')
  await expect(find.row(page, 'file 77.txt')).toHaveAttribute('aria-selected', 'true')
})

test('selects by mouse and keyboard, and tells how much is selected', async ({ sharedOssia: ossia }) => {
  const { page } = ossia
  await skipFirstRun(page)
  await createBucket(page, 'selection')
  const client = await sdkClient(ossia, 'selection')
  for (const name of ['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt']) await client.put(name, Buffer.from('12345'))
  await page.keyboard.press('F5')
  await find.row(page, 'a.txt').click()
  await find.row(page, 'c.txt').click({ modifiers: ['Shift'] })
  await expect(page.getByText('3 selected').first()).toBeVisible()
  await find.row(page, 'b.txt').click({ modifiers: ['Control'] })
  await expect(page.getByText('2 selected').first()).toBeVisible()
  await find.row(page, 'd.txt').click()
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('2 selected').first()).toBeVisible()
  await page.keyboard.press('Control+a')
  await expect(page.getByText('5 selected').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('5 selected')).toHaveCount(0)
  await page.keyboard.press('Home')
  await expect(find.row(page, 'a.txt')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('End')
  await expect(find.row(page, 'e.txt')).toHaveAttribute('aria-selected', 'true')
})

test('goes into folders, back, forward and up, and follows typed addresses', async ({ sharedOssia: ossia }) => {
  const { page } = ossia
  await skipFirstRun(page)
  await createBucket(page, 'places')
  const client = await sdkClient(ossia, 'places')
  await client.put('one/two/three.txt', Buffer.from('3'))
  await openBucket(page, 'places')
  await page.keyboard.press('F5')
  await find.row(page, 'one/').dblclick()
  await find.row(page, 'one/two/').click()
  await page.keyboard.press('Enter')
  await expect(find.row(page, 'one/two/three.txt')).toBeVisible()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(find.row(page, 'one/two/')).toBeVisible()
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(find.row(page, 'one/two/three.txt')).toBeVisible()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(find.row(page, 'one/two/')).toBeVisible()
  await page.getByRole('button', { name: 'Forward' }).click()
  await expect(find.row(page, 'one/two/three.txt')).toBeVisible()
  await goTo(page, 'oss://places/')
  await expect(find.row(page, 'one/')).toBeVisible()
  const { url } = await ossia.storeReady()
  await goTo(page, `${url}/places/one/two/three.txt`)
  await expect(find.row(page, 'one/two/three.txt')).toBeVisible()
  await goTo(page, 'oss://no-such-bucket/')
  await expect(page.getByRole('alert')).toContainText('no-such-bucket')
})

test('creates folders, also nested ones', async ({ sharedOssia: ossia }) => {
  const { page } = ossia
  await skipFirstRun(page)
  await createBucket(page, 'folders')
  await page.keyboard.press('Control+Shift+n')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('报告/2026')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await goTo(page, 'oss://folders/报告/')
  await expect(find.row(page, '报告/2026/')).toBeVisible()
})
