import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { expectKind, leaveViewer, look, lookAt } from '../actions/quick-look.ts'
import { createBucket, find, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'
import { pdfFile, tarFile, wavFile, zipFile } from '../fixtures/preview-files.ts'
import { sdkClient } from '../fixtures/sdk.ts'
import { photoPath } from '../fixtures/trees.ts'

const chineseInGb18030 = Buffer.from('b0a2c0efd4c6b6d4cff3b4e6b4a2', 'hex')

test('quick look shows what objects hold, each kind its way, and moves on with the arrows', async ({ ossia }) => {
  const { page } = ossia
  await skipFirstRun(page)
  await createBucket(page, 'kinds')
  const client = await sdkClient(ossia, 'kinds')
  const csv = `id,name,note\n${Array.from({ length: 60_000 }, (_, index) => `${index},name ${index},"line\none"`).join('\n')}\n`
  await client.put('a.csv', Buffer.from(csv))
  await client.put('b.jsonl', Buffer.from('{"id":1,"tags":["x"]}\n{"id":2,"name":"里斯本"}\n'))
  await client.put('c.md', Buffer.from('# Title\n\nsome **bold** words and `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'))
  await client.put('d.ts', Buffer.from('export const answer: number = 42 // why\n'))
  await client.put('e.txt', chineseInGb18030)
  await client.put('f.pdf', pdfFile('Hello from a document'))
  await client.put('g.zip', await zipFile({ 'inside/one.txt': 'one', 'two.txt': 'two'.repeat(1000) }))
  await client.put('h.tar', tarFile({ 'deep/three.txt': Buffer.alloc(5000) }))
  await client.put('i.tar.gz', gzipSync(tarFile({ 'packed/four.txt': Buffer.alloc(70_000) })))
  await client.put('j.log.gz', gzipSync('first line of the log\n'))
  await client.put('k.bin', Buffer.from([0, 1, 2, 255, ...Buffer.alloc(200_000, 7)]))
  await client.put('l.jpg', await readFile(photoPath))
  await client.put('m.wav', wavFile(30))
  await client.put('n.txt', Buffer.alloc(0))
  await page.keyboard.press('F5')
  await expect(find.row(page, 'n.txt')).toBeVisible()

  const frame = look.frame(page)
  await lookAt(page, 'a.csv')
  await expectKind(page, 'table')
  await expect(frame.getByRole('columnheader', { name: 'note' })).toBeVisible()
  await expect(frame.getByRole('row', { name: /name 0/ })).toBeVisible()
  // To the end by key: the last rows come without those in between.
  await frame.getByRole('table').focus()
  await page.keyboard.press('End')
  await expect(frame.getByRole('cell', { name: 'name 59999' })).toBeVisible()
  await leaveViewer(page)
  await page.keyboard.press('Escape')
  await expect(look.dialog(page)).toBeHidden()

  await lookAt(page, 'b.jsonl')
  await expect(frame.getByRole('cell', { name: '里斯本' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expectKind(page, 'markdown')
  await expect(frame.getByRole('heading', { name: 'Title' })).toBeVisible()
  await expect(frame.getByRole('cell', { name: '2' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expectKind(page, 'text')
  await expect(frame.locator('.tok-keyword', { hasText: 'export' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(frame.getByText('阿里云对象存储')).toBeVisible()
  await expect(frame.getByLabel('Encoding')).toHaveValue('GB18030')
  await page.keyboard.press('ArrowRight')
  await expectKind(page, 'pdf')
  await expect(frame.getByText('Hello from a document')).toBeAttached()
  await expect(frame.getByRole('img', { name: 'Page 1' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(frame.getByRole('cell', { name: 'inside/one.txt' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(frame.getByRole('cell', { name: 'deep/three.txt' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(frame.getByRole('cell', { name: 'packed/four.txt' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(frame.getByText('first line of the log')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expectKind(page, 'hex')
  await expect(frame.getByText('00 01 02 ff 07')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  const picture = frame.getByRole('img', { name: 'Picture l.jpg' })
  await expect.poll(() => picture.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(1600)
  await frame.getByRole('button', { name: 'Actual size' }).click()
  await expect.poll(() => picture.evaluate((element) => element.getBoundingClientRect().width)).toBe(1600)
  await leaveViewer(page)
  await page.keyboard.press('ArrowRight')
  await expectKind(page, 'audio')
  const sound = frame.locator('audio')
  await expect.poll(() => sound.evaluate((element: HTMLAudioElement) => Math.round(element.duration))).toBe(30)
  await sound.evaluate((element: HTMLAudioElement) => {
    element.currentTime = 25
  })
  await expect.poll(() => sound.evaluate((element: HTMLAudioElement) => element.currentTime >= 25 && !element.seeking)).toBe(true)
  await lookAt(page, 'n.txt')
  await expect(frame.getByText('The object is empty.')).toBeVisible()
  await page.keyboard.press('Space')
  await expect(look.dialog(page)).toBeHidden()
})
