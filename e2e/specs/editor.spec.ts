import { readFile, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createBucket, find, skipFirstRun } from '../actions/window.ts'
import { expect, launchOssia, test } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'

test('edits text in its own encoding, keeps everything else, and never writes over a newer object unasked', async ({ ossia, userData }) => {
  const { page, electron } = ossia
  await skipFirstRun(page)
  await createBucket(page, 'texts')
  const client = await sdkClient(ossia, 'texts')
  // "中文" and a line end of Windows, in GB18030.
  const original = Buffer.from('d6d0cec40d0a', 'hex')
  await client.put('legacy.txt', original, { mime: 'text/plain', headers: { 'Cache-Control': 'max-age=7', 'x-oss-tagging': 'team=docs' }, meta: { uid: 7, pid: 9 } })
  await client.putACL('legacy.txt', 'public-read')
  await page.keyboard.press('F5')
  await find.row(page, 'legacy.txt').click()
  await page.keyboard.press('F4')
  const dialog = page.getByRole('dialog', { name: 'legacy.txt', exact: true })
  const text = dialog.getByRole('textbox', { name: 'Text of legacy.txt' })
  await expect(text).toContainText('中文')
  await text.click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('好')
  await expect(dialog.getByText('Not saved yet')).toBeVisible()

  // Closing asks first.
  await page.keyboard.press('Escape')
  const question = page.getByRole('dialog', { name: 'Close legacy.txt without saving?' })
  await question.getByRole('button', { name: 'Go on editing' }).click()
  await expect(question).toBeHidden()

  await dialog.getByRole('button', { name: 'Review and save' }).click()
  await expect(dialog.getByTestId('diff')).toContainText('好中文')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(dialog.getByText(/Saved at/)).toBeVisible()
  const saved = await client.get('legacy.txt')
  expect((saved.content as Buffer).toString('hex')).toBe('bac3d6d0cec40d0a')
  expect(saved.res.headers).toMatchObject({ 'content-type': 'text/plain', 'cache-control': 'max-age=7', 'x-oss-meta-uid': '7', 'x-oss-tagging-count': '1' })
  expect((await client.getACL('legacy.txt')).acl).toBe('public-read')

  // Somebody else writes it meanwhile.
  await text.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('mine')
  await client.put('legacy.txt', Buffer.from('theirs\n'))
  await dialog.getByRole('button', { name: 'Review and save' }).click()
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(dialog.getByText('The object changed since it was opened.')).toBeVisible()
  expect(((await client.get('legacy.txt')).content as Buffer).toString()).toBe('theirs\n')
  await dialog.getByRole('button', { name: 'Save under this key' }).click()
  await expect(page.getByRole('dialog', { name: 'legacy (2).txt' }).getByRole('textbox', { name: 'Text of legacy (2).txt' })).toContainText('mine')
  expect(((await client.get('legacy (2).txt')).content as Buffer).toString('hex')).toContain('6d696e65')
  await page.getByRole('dialog', { name: 'legacy (2).txt' }).getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByRole('dialog')).toBeHidden()

  // A change that was not saved outlives the window. The copy has to be in the list first: it moves the rows below it.
  await expect(find.row(page, 'legacy (2).txt')).toBeVisible()
  await find.row(page, 'legacy.txt').click()
  await page.keyboard.press('F4')
  await expect(text).toContainText('theirs')
  await text.click()
  await page.keyboard.type('half done ')
  await expect(dialog.getByText('Not saved yet, kept as a draft on this computer')).toBeVisible()
  const asked = await electron.evaluate(async ({ dialog: systemDialog, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const showMessageBox = systemDialog.showMessageBox.bind(systemDialog)
    try {
      return await new Promise<unknown>((resolve) => {
        systemDialog.showMessageBox = (...given: unknown[]) => {
          resolve(given.at(-1))
          return Promise.resolve({ response: 0, checkboxChecked: false })
        }
        window?.close()
      })
    } finally {
      systemDialog.showMessageBox = showMessageBox
    }
  })
  expect(asked).toMatchObject({ message: 'The changes to legacy.txt are not saved', detail: 'They stay on this computer as a draft and are offered when the object is edited again.', buttons: ['Go on editing', 'Close without saving'], defaultId: 0 })
  await expect(text).toContainText('half done')
  await page.reload()
  await expect(page.getByText(/Changes to legacy.txt .* were not saved/)).toBeVisible()
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await dialog.getByRole('button', { name: 'Take them up' }).click()
  await expect(text).toContainText('half done')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await expect(dialog).toBeHidden()

  // In another program: what it saves is written, its copy is gone afterwards.
  await electron.evaluate(({ shell }) => {
    shell.openPath = () => Promise.resolve('')
  })
  await find.row(page, 'legacy.txt').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Open in another program' }).click()
  await expect(page.getByText('legacy.txt is open in another program.', { exact: false })).toBeVisible()
  const folder = path.join(userData, 'external-edits')
  const [editId = ''] = await readdir(folder)
  const copy = path.join(folder, editId, 'file', 'legacy.txt')
  expect(await readFile(copy, 'utf8')).toBe('theirs\n')
  expect((await stat(path.join(folder, editId))).mode & 0o077).toBe(0)
  await writeFile(copy, 'from outside\n')
  await expect(page.getByText(/Written at/)).toBeVisible()
  expect(((await client.get('legacy.txt')).content as Buffer).toString()).toBe('from outside\n')
  await client.put('legacy.txt', Buffer.from('someone else\n'))
  await writeFile(copy, 'again from outside\n')
  await expect(page.getByText('Changes to legacy.txt from another program were not written.')).toBeVisible()
  expect(((await client.get('legacy.txt')).content as Buffer).toString()).toBe('someone else\n')
  await page.getByRole('button', { name: 'Overwrite' }).click()
  await expect(page.getByText(/Written at/)).toBeVisible()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect.poll(() => readdir(folder)).toEqual([])
})

test('links are made, tried and exported for what is chosen, folders too', async ({ userData, folder }) => {
  const ossia = await launchOssia({ userData })
  try {
    const { page, electron } = ossia
    await skipFirstRun(page)
    await createBucket(page, 'shared')
    const client = await sdkClient(ossia, 'shared')
    await client.put('报告 1.txt', Buffer.from('hello'), { mime: 'text/plain' })
    for (const name of ['a', 'b', 'c']) await client.put(`many/${name}.txt`, Buffer.from(name))
    await page.keyboard.press('F5')
    await find.row(page, '报告 1.txt').click()
    await page.keyboard.press('Control+Shift+L')
    const sheet = page.getByRole('dialog', { name: 'Link to 报告 1.txt' })
    await sheet.getByText('A download', { exact: true }).click()
    await sheet.getByRole('textbox', { name: 'Name of the download' }).fill('q "1".txt')
    const link = sheet.getByRole('textbox', { name: 'Link' })
    await expect(link).toHaveValue(/response-content-disposition=attachment/)
    await sheet.getByRole('button', { name: 'Test the link' }).click()
    await expect(sheet.getByText('It works: text/plain, 5 B')).toBeVisible()
    const answer = await fetch(await link.inputValue())
    expect([answer.status, answer.headers.get('content-disposition'), await answer.text()]).toEqual([200, `attachment; filename="q _1_.txt"; filename*=UTF-8''q%20%221%22.txt`, 'hello'])
    await expect(sheet.getByLabel('QR code of the link')).toBeVisible()
    await sheet.getByRole('textbox', { name: 'Domain' }).fill('cdn.example.com')
    await expect(link).toHaveValue(/^https:\/\/cdn\.example\.com\/%E6/)
    await page.keyboard.press('Escape')
    await expect(sheet).toBeHidden()

    const file = path.join(folder, 'links.csv')
    await electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, file)
    await find.row(page, 'many/').click()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+Shift+L')
    const exportSheet = page.getByRole('dialog', { name: 'Export links' })
    await exportSheet.getByRole('button', { name: 'Save the file…' }).click()
    await expect(exportSheet.getByText('4 links saved.')).toBeVisible()
    const lines = (await readFile(file, 'utf8')).trim().split('\r\n')
    expect(lines).toHaveLength(5)
    const [, key, url = ''] = /^"[^"]*","(many\/a.txt)","([^"]*)"/.exec(lines.find((line) => line.includes('many/a.txt')) ?? '') ?? []
    expect(key).toBe('many/a.txt')
    expect(await (await fetch(url)).text()).toBe('a')
  } finally {
    await ossia.close()
  }
})
