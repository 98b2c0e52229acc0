import { expect } from '../fixtures/app.ts'
import { pdfBomb, pdfFile, wavFile, zipFile } from '../fixtures/preview-files.ts'
import { inEveryLook, photo } from './looks.ts'

const files = async (): Promise<Readonly<Record<string, Buffer>>> => ({
  'a.csv': Buffer.from(`id,city,visitors,note\n${Array.from({ length: 5000 }, (_, index) => `${index},里斯本 Lisbon,${index * 37},"a note, quoted"`).join('\n')}\n`),
  'b.md': Buffer.from('# Lisbon\n\nBelém on *Monday*, 阿尔法玛 on **Tuesday**.\n\n- tram 28\n- `miradouro`\n\n> Bring good shoes.\n\n| day | where |\n| --- | --- |\n| 1 | Baixa |\n\n```ts\nconst answer = 42\n```\n'),
  'c.ts': Buffer.from("import path from 'node:path'\n\n/** Where things are. */\nexport function at(...parts: string[]): string {\n  return path.join('root', ...parts) // 42\n}\n".repeat(12)),
  'd.pdf': pdfFile('A document of one page'),
  'e.zip': await zipFile({ 'photos/beach.jpg': 'x'.repeat(4000), 'photos/tram.jpg': 'y'.repeat(9000), '读我.txt': 'hello' }),
  'f.bin': Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7) % 256)),
  'g.jpg': await photo(),
  'h.wav': wavFile(30),
})

inEveryLook('previews, editor and links', async ({ ossia, page, show, shot, keep, goTo, row, newBucket }) => {
  const client = await newBucket('looks')
  for (const [key, body] of Object.entries(await files())) await client.put(key, body)
  await client.put('d.bomb.pdf', pdfBomb(4))
  await show()
  await goTo('oss://looks/')
  await expect(row('h.wav')).toBeVisible()
  for (const key of Object.keys(await files())) {
    await row(key).click()
    await page.keyboard.press('Space')
    await expect(page.locator('.quick-look .viewer-frame')).toHaveAttribute('data-viewer-kind', /./)
    await shot(`look-${key.slice(2)}`)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  }
  await row('c.ts').click()
  await page.keyboard.press('F4')
  await page.getByTestId('code-editor').locator('.cm-content').click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('// 你好, changed\n')
  await shot('editor')
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('diff').locator('.cm-mergeView')).toBeVisible()
  await shot('diff')
  await client.put('c.ts', Buffer.from('export const theirs = true\n'))
  await page.locator('.editor .ant-modal-footer .ant-btn-primary').click()
  await expect(page.locator('.editor-conflict')).toBeVisible()
  await page.locator('.editor-conflict .error-actions .ant-btn-link').click()
  await shot('conflict-error')
  await page.locator('.editor-conflict .ant-btn-primary').click()
  await expect(page.getByTestId('diff').locator('.cm-mergeView')).toBeVisible()
  await shot('merge')
  await page.reload()
  await expect(row('g.jpg')).toBeVisible()
  await shot('draft-bar')
  await row('g.jpg').click()
  await page.keyboard.press('Control+Shift+l')
  await expect(page.locator('.link-result')).toBeVisible()
  await page.locator('.link-trial .ant-btn').click()
  await shot('link')
  await page.keyboard.press('Escape')
  await row('a.csv').click()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+Shift+l')
  await expect(page.locator('.link-sheet')).toBeVisible()
  await shot('link-export')
  await page.keyboard.press('Escape')
  // At the end, and taken by the main process: Playwright takes the end of the viewer's process for that of the window.
  await row('d.bomb.pdf').click()
  await page.keyboard.press('Space')
  const takeCover = (): Promise<string> =>
    ossia.electron.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      if (window === undefined || (await window.webContents.executeJavaScript('document.querySelector(".viewer-cover") === null'))) return ''
      return (await window.webContents.capturePage()).toPNG().toString('base64')
    })
  await expect.poll(takeCover, { timeout: 60_000 }).not.toBe('')
  await keep('look-too-heavy', Buffer.from(await takeCover(), 'base64'))
})
