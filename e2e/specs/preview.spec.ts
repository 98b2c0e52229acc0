import { readFile } from 'node:fs/promises'
import { createBucket, find, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'
import { photoPath } from '../fixtures/trees.ts'

/** "阿里云对象存储" in GB18030. */
const chineseInGb18030 = Buffer.from('b0a2c0efd4c6b6d4cff3b4e6b4a2', 'hex')

test('the inspector shows properties and a preview of images and text, in the encoding they have', async ({ sharedOssia: ossia }) => {
  const { page } = ossia
  await skipFirstRun(page)
  await createBucket(page, 'previews')
  const client = await sdkClient(ossia, 'previews')
  await client.put('photo.jpg', await readFile(photoPath), { meta: { uid: 7, pid: 9 } })
  await client.put('notes.md', Buffer.from('# Notes\nhello, 世界'))
  await client.put('legacy.txt', chineseInGb18030)
  await client.put('page.html', Buffer.from('<script>document.title = "taken over"</script>'))
  await page.keyboard.press('F5')

  await find.row(page, 'photo.jpg').click()
  const image = find.inspector(page).getByRole('img', { name: 'Preview of photo.jpg' })
  // Made small on the way: nothing of a stranger is drawn by the window in the size it claims.
  await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(800)
  await expect(find.inspector(page)).toContainText('image/jpeg')
  await expect(find.inspector(page)).toContainText('pid')

  await find.row(page, 'notes.md').click()
  await expect(find.inspector(page)).toContainText('hello, 世界')
  await find.row(page, 'legacy.txt').click()
  await expect(find.inspector(page)).toContainText('阿里云对象存储')
  await find.row(page, 'page.html').click()
  await expect(find.inspector(page)).toContainText('<script>document.title')
  await expect(page).toHaveTitle(/Ossia/)
})
