import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { expectAllDone } from '../actions/transfers.ts'
import { createBucket, find, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'
import { answerMessageBox } from '../fixtures/dialogs.ts'
import { sdkClient } from '../fixtures/sdk.ts'

configure({ useWebWorkers: false })

test('folders are measured and packed, text and links are made, unfinished uploads are cleared away', async ({ sharedOssia: ossia, folder }) => {
  const { page, electron } = ossia
  await skipFirstRun(page)
  await createBucket(page, 'actions')
  const client = await sdkClient(ossia, 'actions')
  await client.put('docs/a.txt', Buffer.from('hello'))
  await client.put('docs/deep/报告.txt', Buffer.from('sand'), { headers: { 'x-oss-storage-class': 'IA' } })
  const { uploadId } = await client.initMultipartUpload('left/behind.bin')
  await page.keyboard.press('F5')
  await expect(find.row(page, 'docs/')).toBeVisible()

  // How large a folder is: in the inspector when asked, in its properties at once.
  await find.row(page, 'docs/').click()
  await find.inspector(page).getByRole('button', { name: 'Calculate size' }).click()
  const size = find.inspector(page).getByRole('region', { name: 'Size' })
  await expect(size).toContainText('2 objects')
  await expect(size.getByRole('row', { name: /Infrequent/ })).toContainText('4 B')
  await find.row(page, 'docs/').focus()
  await page.keyboard.press('Alt+Enter')
  const properties = page.getByRole('dialog', { name: 'Properties of docs' })
  await expect(properties).toContainText('9 B')
  await properties.getByRole('button', { name: 'Close' }).last().click()
  await expect(properties).toBeHidden()

  // All of it in one file.
  const file = path.join(folder, 'docs.zip')
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await find.row(page, 'docs/').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Download as ZIP…' }).click()
  expect(await expectAllDone(page, 1)).toMatchObject({ kind: 'zip', archiveName: 'docs.zip', itemsDone: 2 })
  const entries = await new ZipReader(new Uint8ArrayReader(await readFile(file)), { checkSignature: true }).getEntries()
  expect(entries.map(({ filename }) => filename)).toEqual(['docs/a.txt', 'docs/deep/报告.txt'])
  const [first] = entries
  expect(first?.directory === false ? Buffer.from(await first.getData(new Uint8ArrayWriter())).toString() : '').toBe('hello')

  // A text that is not there before it is saved, and a window that asks before it is lost.
  await find.row(page, 'docs/').focus()
  await page.keyboard.press('Alt+Shift+N')
  const naming = page.getByRole('dialog', { name: 'New text object' })
  await naming.getByRole('textbox', { name: 'Name' }).fill('notes.md')
  await page.keyboard.press('Enter')
  const editor = page.getByRole('dialog', { name: 'notes.md' })
  await editor.getByRole('textbox', { name: /notes\.md/ }).click()
  await page.keyboard.type('# Notes')
  await expect(editor.getByText(/Not saved yet|draft/i)).toBeVisible()
  const asked = await answerMessageBox(electron, 0)
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(asked).toBe(1)
  await editor.getByRole('button', { name: 'Review and save' }).click()
  await editor.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(editor.getByText(/^Saved/)).toBeVisible()
  await editor.getByRole('button', { name: 'Close' }).last().click()
  await expect(find.row(page, 'notes.md')).toBeVisible()
  const saved = await client.get('notes.md')
  expect([String(saved.content), (saved.res.headers as Record<string, string>)['content-type']]).toEqual(['# Notes', 'text/markdown'])

  // A link to it, and from the link to what it points to.
  await find.row(page, 'notes.md').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Create symbolic link…' }).click()
  const linking = page.getByRole('dialog', { name: 'Create a symbolic link' })
  await linking.getByRole('textbox', { name: 'Name of the link' }).fill('latest.md')
  await linking.getByRole('button', { name: 'Create link' }).click()
  await expect(linking).toBeHidden()
  const link = find.row(page, 'latest.md')
  await link.getByRole('img', { name: 'Symbolic link' }).hover()
  await expect(link.getByRole('img', { name: 'Symbolic link to notes.md' })).toBeVisible()
  await link.click()
  await find.inspector(page).getByRole('button', { name: 'Go to the target' }).click()
  await expect(find.row(page, 'notes.md')).toBeFocused()

  // What an interrupted upload left.
  await client.uploadPart('left/behind.bin', uploadId, 1, path.join(folder, 'docs.zip'), 0, 100)
  await find.bucket(page, 'actions').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Unfinished uploads…' }).click()
  const fragments = page.getByRole('dialog', { name: 'Unfinished uploads in actions' })
  await expect(fragments.getByRole('row', { name: /behind\.bin/ })).toContainText('100 B')
  await fragments.getByRole('checkbox', { name: 'Choose all' }).check()
  await fragments.getByRole('button', { name: 'Abort 1 upload, 100 B…' }).click()
  await expect(fragments.getByRole('alert')).toContainText('cannot be recovered')
  await fragments.getByRole('button', { name: 'Abort 1 upload', exact: true }).click()
  await expect(fragments.getByText('No unfinished uploads')).toBeVisible()
  expect((await client.listUploads({ 'max-uploads': 10 }, {})).uploads ?? []).toEqual([])
})
