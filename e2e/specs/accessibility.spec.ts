import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../actions/accessibility.ts'
import { expectKind } from '../actions/quick-look.ts'
import { createBucket, find, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'
import { photoPath } from '../fixtures/trees.ts'

interface View {
  readonly name: string
  readonly open: (page: Page) => Promise<void>
}

/** By the palette, as a person who knows the name. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Command palette' }).fill(name)
  await expect(page.getByRole('option', { name, exact: false }).first()).toBeVisible()
  await page.keyboard.press('Enter')
}

const dialog = (page: Page, name: RegExp) => page.getByRole('dialog', { name })

async function openMenu(page: Page, key: string, entry: RegExp): Promise<void> {
  await find.row(page, key).click()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: entry }).first().click()
}

/** Each leaves with Escape. */
const views: readonly View[] = [
  { name: 'list with inspector', open: (page) => find.row(page, 'notes.md').click() },
  {
    name: 'context menu',
    open: async (page) => {
      await find.row(page, 'notes.md').click()
      await page.keyboard.press('Shift+F10')
      await expect(page.getByRole('menuitem', { name: 'Quick look' })).toBeVisible()
    },
  },
  {
    name: 'command palette',
    open: async (page) => {
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('option').first()).toBeVisible()
    },
  },
  ...(
    [
      ['notes.md', 'markdown'],
      ['photo.jpg', 'image'],
      ['table.csv', 'table'],
      ['code.ts', 'text'],
    ] as const
  ).map(([key, kind]) => ({
    name: `quick look at ${kind}`,
    open: async (page: Page) => {
      await find.row(page, key).click()
      await page.keyboard.press('Space')
      await expectKind(page, kind)
      await page.getByTestId('quick-look').focus()
    },
  })),
  { name: 'settings', open: async (page) => (await command(page, 'Settings'), expect(dialog(page, /^Settings$/)).toBeVisible()) },
  { name: 'keys', open: async (page) => (await command(page, 'Keyboard shortcuts'), expect(dialog(page, /Keyboard shortcuts/)).toBeVisible()) },
  { name: 'about', open: async (page) => (await command(page, 'About Ossia'), expect(dialog(page, /About/)).toBeVisible()) },
  { name: 'connections', open: async (page) => (await command(page, 'Connections'), expect(page.getByRole('dialog').first()).toBeVisible()) },
  { name: 'new connection', open: async (page) => (await command(page, 'New connection'), expect(page.getByRole('dialog').first()).toBeVisible()) },
  { name: 'go to a connection', open: async (page) => (await command(page, 'Go to a connection'), expect(page.getByRole('combobox').first()).toBeVisible()) },
  { name: 'create bucket', open: async (page) => (await command(page, 'Create bucket'), expect(dialog(page, /Create bucket/)).toBeVisible()) },
  {
    name: 'endpoint',
    open: async (page) => {
      await find.sidebar(page).getByRole('button', { name: 'Endpoint' }).click()
      await expect(page.getByRole('dialog').first()).toBeVisible()
    },
  },
  { name: 'new folder', open: async (page) => (await command(page, 'New folder'), expect(dialog(page, /New folder/)).toBeVisible()) },
  {
    name: 'delete',
    open: async (page) => {
      await find.row(page, 'notes.md').click()
      await page.keyboard.press('Delete')
      await expect(dialog(page, /Delete/)).toBeVisible()
    },
  },
  {
    name: 'share',
    open: async (page) => {
      await openMenu(page, 'notes.md', /Share/)
      await expect(page.getByRole('dialog').first()).toBeVisible()
    },
  },
  {
    name: 'text editor',
    open: async (page) => {
      await find.row(page, 'code.ts').click()
      await page.keyboard.press('F4')
      await expect(page.locator('.cm-content')).toBeVisible()
    },
  },
  {
    name: 'transfers',
    open: async (page) => {
      await page.keyboard.press('Control+j')
      await expect(page.getByRole('tab').first()).toBeVisible()
    },
  },
  { name: 'filter bar', open: async (page) => (await command(page, 'Filter by type'), expect(page.getByRole('button', { name: /Size/ }).first()).toBeVisible()) },
  { name: 'permissions', open: (page) => bucketMenu(page, /Permissions|policy/i) },
  { name: 'unfinished uploads', open: (page) => bucketMenu(page, /Unfinished uploads/) },
  { name: 'keys and users', open: async (page) => (await command(page, 'Keys and users'), expect(page.getByRole('tab', { name: 'Users' })).toBeVisible()) },
  { name: 'new text object', open: async (page) => (await command(page, 'New text object'), expect(page.getByRole('dialog').first()).toBeVisible()) },
  { name: 'symbolic link', open: async (page) => (await openMenu(page, 'notes.md', /symbolic link/i), expect(page.getByRole('dialog').first()).toBeVisible()) },
  { name: 'folder in the inspector, with its size', open: (page) => find.row(page, 'folder/').click() },
  { name: 'export of links', open: async (page) => (await openMenu(page, 'folder/', /Export links/), expect(page.getByRole('dialog').first()).toBeVisible()) },
  ...['Overview', 'Access list', 'Permissions', 'Cross-origin', 'Referer', 'Tags'].map((title) => ({
    name: `bucket settings: ${title}`,
    open: async (page: Page) => {
      await command(page, 'Settings of the bucket')
      const settings = dialog(page, /^Settings of views/)
      await expect(settings.locator('.setting-entry').first()).toBeVisible()
      const entry = settings.getByRole('navigation').getByRole('button', { name: new RegExp(title) })
      if ((await entry.count()) > 0) await entry.first().click()
    },
  })),
  {
    name: 'version history',
    open: async (page) => {
      await find.row(page, 'notes.md').click()
      await page.keyboard.press('Control+Shift+h')
      await expect(page.getByTestId('timeline').getByRole('option')).toHaveCount(2)
    },
  },
  {
    name: 'comparison of versions',
    open: async (page) => {
      await find.row(page, 'notes.md').click()
      await page.keyboard.press('Control+Shift+h')
      await expect(page.getByTestId('timeline').getByRole('option')).toHaveCount(2)
      await page.keyboard.press('2')
      await expect(page.frameLocator('.versions iframe').locator('.cm-mergeView')).toBeVisible()
    },
  },
  {
    name: 'choice of a moment',
    open: async (page) => {
      await page.getByRole('button', { name: 'Show an earlier moment' }).click()
      await expect(dialog(page, /Show an earlier moment/)).toBeVisible()
    },
  },
  { name: 'restore to a moment', open: async (page) => (await openMenu(page, 'folder/', /Restore to a moment/), expect(page.getByRole('dialog').first()).toBeVisible()) },
]

async function bucketMenu(page: Page, entry: RegExp): Promise<void> {
  await find.bucket(page, 'views').click({ button: 'right' })
  await page.getByRole('menuitem', { name: entry }).first().click()
  await expect(page.getByRole('dialog').first()).toBeVisible()
}

/** What a language can change. Everything else is found in the first look at a view. */
const namesAndColours = ['color-contrast', 'link-in-text-block', 'aria-dialog-name', 'aria-input-field-name', 'aria-command-name', 'aria-toggle-field-name', 'button-name', 'label', 'image-alt', 'html-lang-valid', 'label-content-name-mismatch']

async function leave(page: Page): Promise<void> {
  // What takes Escape for itself, such as an open calendar, takes one press more.
  for (let press = 0; press < 4; press++) {
    const isOpen = await page.locator('[role=dialog]:visible, .palette-backdrop, [role=menu]:visible').count()
    if (isOpen === 0) return
    await page.keyboard.press('Escape')
    await page.waitForFunction((former) => [...document.querySelectorAll('[role=dialog], .palette-backdrop, [role=menu]')].filter((element) => element.getClientRects().length > 0).length < former, isOpen, { timeout: 3000 }).catch(() => undefined)
  }
}

test('axe-core finds nothing wrong in any view, in any palette, in English or Chinese', async ({ ossia }) => {
  test.setTimeout(300_000)
  const { page } = ossia
  const wear = async (scheme: 'light' | 'dark', contrast: 'more' | 'no-preference' = 'no-preference'): Promise<void> => {
    await page.emulateMedia({ colorScheme: scheme, contrast, reducedMotion: 'reduce' })
    const root = page.locator('html')
    await expect(root).toHaveAttribute('data-theme', scheme)
    await expect(root).toHaveAttribute('data-contrast', contrast === 'more' ? 'more' : 'normal')
  }
  const palettes = [['light'], ['dark'], ['light', 'more'], ['dark', 'more']] as const
  let turn = 0
  /** Each view in two palettes, the next one in the next two: changing them costs more than looking. A palette changes colours and nothing else. */
  const inTwo = async (view: string): Promise<void> => {
    await expectAccessible(page, `${view}, ${palettes[turn % 4]?.join(' ')}`)
    turn++
    const [scheme, contrast] = palettes[turn % 4] ?? ['light']
    await wear(scheme, contrast)
    await expectAccessible(page, `${view}, ${palettes[turn % 4]?.join(' ')}`, ['color-contrast'])
  }
  await wear('light')
  await expect(page.getByTestId('first-run')).toBeVisible()
  await inTwo('first run')
  await skipFirstRun(page)
  await inTwo('no bucket')
  await createBucket(page, 'views')
  await inTwo('empty bucket')
  const client = await sdkClient(ossia, 'views')
  await page.evaluate(() => window.ossia.buckets.putBucketSetting({ profileId: 'local', bucket: 'views', setting: { name: 'versioning', status: 'Enabled' } }))
  const notes = '# Title\n\nsome **bold** `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'
  await client.put('notes.md', Buffer.from('# Title\n'))
  await client.put('notes.md', Buffer.from(notes))
  await client.put('photo.jpg', await readFile(photoPath))
  await client.put('table.csv', Buffer.from('id,name\n1,one\n'))
  await client.put('code.ts', Buffer.from('// why\nexport const answer: number = 42\n'))
  await client.put('folder/inside.txt', Buffer.from('inside'))
  await page.keyboard.press('F5')
  await expect(find.row(page, 'table.csv')).toBeVisible()
  for (const { name, open } of views) {
    await test.step(name, async () => {
      await open(page)
      await inTwo(name)
      await leave(page)
    })
  }
  await page.evaluate(() => window.ossia.settings.updateSettings({ language: 'zh-CN' }))
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  // Whatever the list is called in this language.
  const row = page.locator('[data-key="notes.md"]')
  for (const keys of ['Alt+Enter', 'Control+k', 'Space', 'F4', 'Control+Shift+h', 'Control+i', 'Control+,', 'F2', 'Delete', 'Control+j']) {
    await test.step(`Chinese: ${keys}`, async () => {
      await row.click()
      await page.keyboard.press(keys)
      if (!['Alt+Enter', 'F2', 'Control+j'].includes(keys)) await expect(page.locator('[role=dialog]:visible, .palette-backdrop').first()).toBeVisible()
      await expectAccessible(page, `${keys}, Chinese`, namesAndColours)
      await leave(page)
    })
  }
})
