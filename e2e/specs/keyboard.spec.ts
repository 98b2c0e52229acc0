import type { Locator, Page } from '@playwright/test'
import { commandNames } from '../../electron/contract/shortcuts.ts'
import { createBucket, find } from '../actions/window.ts'
import { expect, launchOssia, test } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'

/** What has the keyboard: its role and name, or `lost` when nothing has. */
function focused(page: Page): Promise<{ readonly path: string; readonly label: string; readonly isShown: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) return { path: 'lost', label: '', isShown: false }
    const nodes: string[] = []
    for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) nodes.unshift(`${at.tagName}${at.id === '' ? '' : `#${at.id}`}:${[...(at.parentElement?.children ?? [])].indexOf(at)}`)
    const { width, height } = element.getBoundingClientRect()
    return { path: nodes.join('>'), label: element.getAttribute('aria-label') ?? element.textContent?.slice(0, 40) ?? '', isShown: width > 0 && height > 0 }
  })
}

/** Goes round with Tab until it meets the start again, and answers where it has been. */
async function walk(page: Page, key: 'Tab' | 'Shift+Tab', limit = 120): Promise<{ readonly paths: string[]; readonly labels: string[] }> {
  const paths: string[] = []
  const labels: string[] = []
  for (let step = 0; step < limit; step++) {
    await page.keyboard.press(key)
    const { path, label, isShown } = await focused(page)
    // At the end of the page the focus leaves it for the window, and comes in again at its beginning.
    if (path === 'lost') continue
    expect(isShown, `${label} has the focus and cannot be seen`).toBe(true)
    if (paths.includes(path)) return { paths, labels }
    paths.push(path)
    labels.push(label)
  }
  throw new Error(`The walk never came round: ${labels.join(', ')}`)
}

async function openPalette(page: Page): Promise<Locator> {
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('combobox', { name: 'Command palette' })
  await expect(palette).toBeFocused()
  return palette
}

test('everything can be reached and done by keyboard alone, from the first start on', async ({ ossia }) => {
  const { page } = ossia
  // The tour of the first start, to its end: a file in a bucket, on whose row the keyboard then is.
  await expect(page.getByRole('button', { name: 'Next: a bucket' })).toBeFocused()
  const first = await walk(page, 'Tab')
  expect(first.labels).toContain('Skip')
  await page.getByRole('button', { name: 'Next: a bucket' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Choose files…' })).toBeFocused()
  for (const name of ['Back', 'Skip', 'Use a sample file']) {
    await page.keyboard.press('Shift+Tab')
    await expect(page.getByRole('dialog').getByRole('button', { name, exact: true })).toBeFocused()
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Open my-files' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(find.row(page, 'Welcome to Ossia.md')).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByTestId('first-run')).toBeHidden()

  // A bucket, and objects in it.
  await page.keyboard.press('Control+Shift+B')
  const create = page.getByRole('dialog', { name: 'Create bucket' })
  await expect(create.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.keyboard.type('keys')
  await page.keyboard.press('Enter')
  await expect(create).toBeHidden()
  await createBucket(page, 'more')
  const client = await sdkClient(ossia, 'keys')
  for (const key of ['a.txt', 'b.txt', 'folder/c.txt']) await client.put(key, Buffer.from(key))
  await page.keyboard.press('Control+k')
  await page.keyboard.type('keys')
  await page.keyboard.press('Enter')
  await page.keyboard.press('F5')
  await expect(find.row(page, 'b.txt')).toBeVisible()

  // Round the window, forwards and back: the same stations, every part among them, the list and the groups one station each.
  const forwards = await walk(page, 'Tab')
  const backwards = await walk(page, 'Shift+Tab')
  expect(backwards.labels.toSorted()).toEqual(forwards.labels.toSorted())
  const stations = await page.evaluate(() => {
    const tabbable = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, [tabindex]')].filter((element) => element.tabIndex >= 0 && element.getClientRects().length > 0)
    const parts = { sidebar: '.sidebar', tabs: '[role=tablist]', toolbar: '[role=toolbar]', list: '[role=grid]', inspector: '[aria-label=Inspector]', dock: '[data-testid=transfer-dock], .dock-line' }
    return Object.entries(parts).map(([name, selector]) => [name, tabbable.filter((element) => element.closest(selector) !== null).length] as const)
  })
  for (const [part, count] of stations) expect(count, `${part} can be reached`).toBeGreaterThan(0)
  expect(Object.fromEntries(stations)['toolbar'], 'the toolbar is one station, with arrows inside, beside its fields').toBeLessThanOrEqual(6)

  // In the list: rows, quick look, menu, rename, and back where one was.
  await find.row(page, 'folder/').focus()
  await page.keyboard.press('ArrowDown')
  await expect(find.row(page, 'folder/')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('End')
  await expect(find.row(page, 'b.txt')).toBeFocused()
  await page.keyboard.press('Space')
  await expect(page.getByTestId('quick-look')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(find.row(page, 'b.txt')).toBeFocused()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menuitem', { name: 'Quick look' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menuitem', { name: 'Quick look' })).toBeHidden()
  await expect(find.row(page, 'b.txt')).toBeFocused()
  await page.keyboard.press('F2')
  await expect(find.row(page, 'b.txt').getByRole('textbox')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(find.row(page, 'b.txt')).toBeFocused()

  // The sidebar and the toolbar: one station, arrows inside.
  await find.bucket(page, 'keys').focus()
  await page.keyboard.press('ArrowDown')
  await expect(find.bucket(page, 'more')).toBeFocused()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menuitem', { name: 'Open', exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(find.bucket(page, 'more')).toBeFocused()
  await page.getByRole('button', { name: 'Refresh', exact: true }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('button', { name: 'Up', exact: false }).first()).toBeFocused()

  // Every command is in the palette, by the name it has in the list of keys.
  await page.keyboard.press('?')
  const keyList = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(keyList).toBeVisible()
  const names = new Map(await keyList.locator('[data-command]').evaluateAll((terms) => terms.map((term) => [term.getAttribute('data-command'), term.textContent ?? ''] as const)))
  await page.keyboard.press('Escape')
  await expect(keyList).toBeHidden()
  for (const command of commandNames) {
    if (command === 'palette') continue
    const name = names.get(command) ?? ''
    expect(name, `${command} is in the list of keys`).not.toBe('')
    const field = await openPalette(page)
    await field.fill(name)
    await expect(page.getByRole('option', { name, exact: false }).first(), command).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(field).toBeHidden()
  }

  // Each dialog takes the keyboard, keeps it, and gives it back.
  await find.row(page, 'b.txt').focus()
  for (const [keys, title] of [['Control+,', 'Settings'], ['?', 'Keyboard shortcuts'], ['Control+Shift+N', 'New folder'], ['Delete', 'Delete']] as const) {
    await page.keyboard.press(keys)
    const dialog = page.getByRole('dialog', { name: new RegExp(title) })
    await expect(dialog).toBeVisible()
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab')
      expect(await dialog.evaluate((element) => element.contains(document.activeElement) || document.activeElement === document.body), `${title} keeps the keyboard`).toBe(true)
    }
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(find.row(page, 'b.txt'), `${title} gives the keyboard back`).toBeFocused()
  }
})

test('keys are changed where they are listed, conflicts are named, and the change outlives the app', async ({ userData }) => {
  const first = await launchOssia({ userData })
  await first.page.getByRole('button', { name: 'Skip' }).click()
  await createBucket(first.page, 'rebound')
  {
    const { page, electron } = first
    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    const keysOf = (name: string): Locator => dialog.getByRole('button', { name: `Change the keys of: ${name}`, exact: false })
    await keysOf('Upload files').click()
    await page.keyboard.press('Control+Alt+u')
    await expect(dialog.getByText('type characters on many keyboards')).toBeVisible()
    await page.keyboard.press('Control+j')
    await expect(dialog.getByText('Ctrl+J is Transfers.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Leave it' }).click()
    await expect(keysOf('Upload files')).toContainText('Ctrl+U')
    await keysOf('Sidebar').click()
    await page.keyboard.press('Control+j')
    await dialog.getByRole('button', { name: 'Use here' }).click()
    await expect(keysOf('Sidebar')).toContainText('Ctrl+J')
    await expect(keysOf('Transfers')).toContainText('None')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await page.keyboard.press('Control+j')
    await expect(find.sidebar(page)).toBeHidden()
    await page.keyboard.press('Control+b')
    await expect(find.sidebar(page)).toBeHidden()
    expect(await electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('toggleSidebar')?.accelerator)).toBe('CmdOrCtrl+J')
    await page.keyboard.press('Control+j')
    await expect(find.sidebar(page)).toBeVisible()
  }
  await first.close()
  const second = await launchOssia({ userData })
  try {
    const { page } = second
    await expect(find.bucket(page, 'rebound')).toBeVisible()
    await page.keyboard.press('Control+j')
    await expect(find.sidebar(page)).toBeHidden()
    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await dialog.getByRole('button', { name: 'Back to Ctrl+B' }).click()
    await expect(dialog.getByRole('button', { name: 'Back to Ctrl+B' })).toBeHidden()
    await dialog.getByRole('button', { name: 'Reset all' }).click()
    await expect(dialog.getByRole('button', { name: 'Reset all' })).toBeHidden()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+b')
    await expect(find.sidebar(page)).toBeVisible()
  } finally {
    await second.close()
  }
})
