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
  {
    name: 'permissions',
    open: async (page) => {
      await find.bucket(page, 'views').click({ button: 'right' })
      await page.getByRole('menuitem', { name: /Permissions|policy/i }).click()
      await expect(page.getByRole('dialog').first()).toBeVisible()
    },
  },
]

async function leave(page: Page): Promise<void> {
  for (let press = 0; press < 3; press++) {
    const isOpen = await page.locator('[role=dialog]:visible, .palette-backdrop, [role=menu]:visible').count()
    if (isOpen === 0) return
    await page.keyboard.press('Escape')
    await page.waitForFunction((former) => [...document.querySelectorAll('[role=dialog], .palette-backdrop, [role=menu]')].filter((element) => element.getClientRects().length > 0).length < former, isOpen).catch(() => undefined)
  }
}

test('axe-core finds nothing wrong in any view, light or dark', async ({ ossia }) => {
  test.setTimeout(300_000)
  const { page } = ossia
  const inBoth = async (view: string): Promise<void> => {
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
      // A theme changes colours and nothing else.
      await expectAccessible(page, `${view}, ${theme}`, theme === 'light' ? undefined : ['color-contrast'])
    }
  }
  await expect(page.getByTestId('first-run')).toBeVisible()
  await inBoth('first run')
  await skipFirstRun(page)
  await inBoth('no bucket')
  await createBucket(page, 'views')
  await inBoth('empty bucket')
  const client = await sdkClient(ossia, 'views')
  await client.put('notes.md', Buffer.from('# Title\n\nsome **bold** `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'))
  await client.put('photo.jpg', await readFile(photoPath))
  await client.put('table.csv', Buffer.from('id,name\n1,one\n'))
  await client.put('code.ts', Buffer.from('// why\nexport const answer: number = 42\n'))
  await client.put('folder/inside.txt', Buffer.from('inside'))
  await page.keyboard.press('F5')
  await expect(find.row(page, 'table.csv')).toBeVisible()
  for (const { name, open } of views) {
    await test.step(name, async () => {
      await open(page)
      await inBoth(name)
      await leave(page)
    })
  }
})
