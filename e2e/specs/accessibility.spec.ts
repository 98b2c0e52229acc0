import { leaveView, startLooking } from '../actions/accessibility.ts'
import { expectKind, leaveViewer } from '../actions/quick-look.ts'
import { chooseInMenu, command, dialog, putSamples, type Views } from '../actions/views.ts'
import { createBucket, find, goTo } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'

/** What a language can change. Everything else is found in the first look at a view. */
const names = ['aria-dialog-name', 'aria-input-field-name', 'aria-command-name', 'aria-toggle-field-name', 'button-name', 'label', 'image-alt', 'html-lang-valid', 'label-content-name-mismatch']

async function firstUse({ page, look }: Views): Promise<void> {
  const tour = page.getByTestId('first-run')
  await tour.waitFor()
  await look('first run')
  await page.getByRole('button', { name: 'Next: a bucket' }).click()
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused()
  await look('first run, a bucket')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Use a sample file' }).waitFor()
  await look('first run, a file')
  await page.getByRole('button', { name: 'Use a sample file' }).click()
  await page.getByRole('button', { name: 'Open my-files' }).waitFor()
  await look('first run, done')
  await page.keyboard.press('Enter')
  await tour.waitFor({ state: 'hidden' })
}

async function list({ page, look }: Views): Promise<void> {
  const notes = find.row(page, 'notes.md')
  await notes.click()
  await find.inspector(page).getByText('Content-Type', { exact: true }).waitFor()
  await look('list with inspector', { isMain: true })
  await find.row(page, 'folder/').click()
  await find.inspector(page).getByRole('button', { name: 'Calculate size' }).click()
  await find.inspector(page).getByText('Newest').waitFor()
  await look('folder in the inspector, with its size', { part: '[aria-label=Inspector]' })
  // From here on it would only be drawn again and again.
  await page.keyboard.press('Alt+p')
  await notes.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Quick look' }).waitFor()
  await look('context menu', { isMain: true })
  await leaveView(page)
  await page.keyboard.press('F2')
  await notes.getByRole('textbox').waitFor()
  await look('renaming in place', { part: '[role=grid]' })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('option').first().waitFor()
  await look('command palette', { isMain: true })
  await leaveView(page)
  await page.keyboard.press('Control+l')
  await page.getByRole('combobox', { name: 'Address' }).fill('oss://v')
  await page.getByRole('option', { name: 'oss://views/' }).waitFor()
  await look('completions of an address', { part: '[aria-label=Address], .address-completions' })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await command(page, 'Filter by type')
  await page.getByRole('button', { name: 'Type', exact: true }).first().click()
  await page.getByRole('checkbox', { name: 'Images' }).click()
  await find.row(page, 'code.ts').waitFor({ state: 'hidden' })
  await look('choices of a filter')
  await page.keyboard.press('Escape')
  await look('filter bar', { part: '.filter-bar' })
  await page.getByRole('button', { name: 'View', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Tiles', exact: true }).click()
  await page.locator('.tile-picture img').first().waitFor()
  await look('tiles', { part: '[role=grid]' })
  await page.getByRole('button', { name: 'View', exact: true }).click()
  await page.getByRole('menuitem', { name: 'List', exact: true }).click()
  await page.getByRole('button', { name: 'Clear the filter: Type' }).click()
  await find.row(page, 'code.ts').waitFor()
  await command(page, 'Filter by type')
  await page.keyboard.press('F3')
  await page.getByRole('region', { name: 'Right pane' }).waitFor()
  await page.keyboard.press('Control+t')
  await page.getByRole('tab').nth(1).waitFor()
  await look('a new tab')
  await page.keyboard.press('Control+w')
  await look('two panes')
  await page.keyboard.press('F3')
  await page.getByRole('region', { name: 'Right pane' }).waitFor({ state: 'hidden' })
}

async function trouble({ page, look }: Views): Promise<void> {
  await goTo(page, 'oss://views/notes.md/missing/')
  await page.getByText('This folder is empty').waitFor()
  await look('an empty folder', { part: '.content' })
  await goTo(page, 'oss://nobody-has-this/')
  await page.getByRole('alert').first().waitFor()
  await look('an address of nothing')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await find.bucket(page, 'views').click()
  await find.row(page, 'notes.md').waitFor()
}

async function looks({ page, look }: Views): Promise<void> {
  const kinds = { 'notes.md': 'markdown', 'photo.jpg': 'image', 'table.csv': 'table', 'code.ts': 'text', 'packed.zip': 'archive', 'paper.pdf': 'pdf', 'sound.wav': 'audio', 'bytes.bin': 'hex' }
  for (const [key, kind] of Object.entries(kinds)) {
    await find.row(page, key).click()
    await page.keyboard.press('Space')
    await expectKind(page, kind)
    await look(`quick look at ${kind}`, { onlyViewer: kind !== 'markdown' && kind !== 'audio' })
    await leaveViewer(page)
    await leaveView(page)
  }
}

async function editing({ page, look }: Views): Promise<void> {
  await find.row(page, 'code.ts').click()
  await page.keyboard.press('F4')
  await page.locator('.cm-content').click()
  await page.keyboard.type('// more')
  await dialog(page, /^code\.ts/).getByText(/^Not saved yet/).waitFor()
  await look('text editor')
  await page.getByRole('button', { name: 'Review and save' }).click()
  await page.getByTestId('diff').waitFor()
  await look('what a save would change')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(/^Saved at/).waitFor()
  await page.locator('.cm-content').click()
  await page.keyboard.type('!')
  await page.getByText(/^Not saved yet/).waitFor()
  await page.keyboard.press('Escape')
  await dialog(page, /^Close code\.ts/).waitFor()
  await look('closing what is not saved')
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await leaveView(page)
}

async function transfers({ page, look }: Views): Promise<void> {
  await chooseInMenu(page, 'folder/', /^Drag out/)
  const tray = page.getByRole('region', { name: 'Drag to another program' })
  await tray.getByText(/^Ready/).waitFor()
  await look('tray of a drag', { part: '.drag-tray' })
  await tray.getByRole('button', { name: 'Close' }).click()
  await page.keyboard.press('Control+j')
  for (const tab of ['History', 'Failed', 'Done']) {
    await find.dock(page).getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
    await look(`transfers, ${tab}`, { part: '[data-testid=transfer-dock]', isMain: tab === 'Done' })
  }
  await page.keyboard.press('Control+j')
}

async function inChinese({ page, look }: Views): Promise<void> {
  await page.evaluate(() => window.ossia.settings.updateSettings({ language: 'zh-CN' }))
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await page.keyboard.press('Alt+p')
  // Whatever the list is called in this language.
  await page.locator('[data-key="notes.md"]').click()
  await look('list with inspector, Chinese', { rules: names })
  for (const keys of ['Control+k', 'Space', 'Control+Shift+h', 'Control+i', 'Control+,', 'Delete']) {
    await page.keyboard.press(keys)
    await page.locator('[role=dialog]:visible, .palette-backdrop').first().waitFor()
    await look(`${keys}, Chinese`, { rules: names })
    if (keys === 'Space') await leaveViewer(page)
    await leaveView(page)
  }
}

test('axe-core finds nothing wrong in any view of the browser, in any palette, in English or Chinese', async ({ ossia }) => {
  test.setTimeout(180_000)
  const { page } = ossia
  const views: Views = { ossia, page, look: await startLooking(page) }
  await test.step('first use', () => firstUse(views))
  await createBucket(page, 'views')
  await views.look('empty bucket')
  await putSamples(ossia, 'views')
  await page.keyboard.press('F5')
  await find.row(page, 'table.csv').waitFor()
  for (const [name, walk] of Object.entries({ list, trouble, looks, editing, transfers, inChinese })) await test.step(name, () => walk(views))
})
