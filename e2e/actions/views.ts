import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { expect, type OssiaApp } from '../fixtures/app.ts'
import { answerOpenDialog } from '../fixtures/dialogs.ts'
import { dropFiles } from '../fixtures/drop-files.ts'
import { zipFile } from '../fixtures/preview-files.ts'
import { sdkClient } from '../fixtures/sdk.ts'
import { photoPath } from '../fixtures/trees.ts'
import { expectKind, leaveViewer } from './quick-look.ts'
import { find } from './window.ts'

/** A state of the window that is looked at by itself. */
export interface View {
  readonly name: string
  /** @param look looks at what is on the screen on the way there */
  readonly open: (page: Page, ossia: OssiaApp, look: (what: string) => Promise<void>) => Promise<void>
  /** What is new in it; the rest of the page was looked at before. Whatever lies over the page by default. */
  readonly part?: string
}

/** By the palette, as a person who knows the name. */
export async function command(page: Page, name: string): Promise<void> {
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

/** What the views are of: bucket `views` of the local store, and a connection to it. */
export async function prepareViews(ossia: OssiaApp): Promise<void> {
  const { page } = ossia
  const client = await sdkClient(ossia, 'views')
  await page.evaluate(() => window.ossia.buckets.putBucketSetting({ profileId: 'local', bucket: 'views', setting: { name: 'versioning', status: 'Enabled' } }))
  const notes = '# Title\n\nsome **bold** `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'
  await client.put('notes.md', Buffer.from('# Title\n'))
  await client.put('notes.md', Buffer.from(notes))
  await client.put('photo.jpg', await readFile(photoPath))
  await client.put('table.csv', Buffer.from('id,name\n1,one\n'))
  await client.put('code.ts', Buffer.from('// why\nexport const answer: number = 42\n'))
  await client.put('packed.zip', await zipFile({ 'inside/one.txt': 'one' }))
  await client.put('folder/inside.txt', Buffer.from('inside'))
  const own = await ossia.storeReady()
  await page.evaluate(async ({ url, region, accessKeyId }) => {
    const { accessKeySecret } = await window.ossia.store.revealAccessKeySecret({})
    await window.ossia.profiles.createProfile({
      fields: { name: 'Own', kind: 'oss', endpoint: url, region, addressing: 'automatic', signatureVersion: 'v4', readOnly: false, presetPath: '', colour: 'blue', caCertificate: '' },
      credential: { accessKeyId, accessKeySecret },
      keep: 'session',
    })
    const { accountId } = await window.ossia.identities.getOverview({ profileId: 'local' })
    const trustPolicy = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [`acs:ram::${accountId}:root`] } }] })
    await window.ossia.identities.change({ profileId: 'local', change: { kind: 'createUser', userName: 'alice', displayName: '', comments: '' } })
    await window.ossia.identities.change({ profileId: 'local', change: { kind: 'createRole', roleName: 'uploader', description: '', trustPolicy, maxSessionSeconds: 3600 } })
  }, own)
}

/** Each leaves with Escape. */
export const views: readonly View[] = [
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
      ['packed.zip', 'archive'],
    ] as const
  ).map(([key, kind]) => ({
    name: `quick look at ${kind}`,
    open: async (page: Page) => {
      await find.row(page, key).click()
      await page.keyboard.press('Space')
      await expectKind(page, kind)
      await expect(page.getByTestId('quick-look')).toBeFocused()
      await leaveViewer(page)
    },
  })),
  { name: 'settings', open: async (page) => (await command(page, 'Settings'), expect(dialog(page, /^Settings$/)).toBeVisible()) },
  { name: 'keys', open: async (page) => (await command(page, 'Keyboard shortcuts'), expect(dialog(page, /Keyboard shortcuts/)).toBeVisible()) },
  { name: 'about', open: async (page) => (await command(page, 'About Ossia'), expect(dialog(page, /About/)).toBeVisible()) },
  {
    name: 'import of connections',
    open: async (page, { electron, userData }, look) => {
      await command(page, 'Connections')
      await expect(dialog(page, /^Connections/)).toBeVisible()
      await look('connections')
      await page.getByRole('button', { name: 'Diagnose… Own' }).click()
      const doctor = dialog(page, /^Diagnosis of Own/)
      await expect(doctor.getByText(/Everything works|It works, with|failed/).first()).toBeVisible()
      await look('diagnosis of a connection')
      await page.keyboard.press('Escape')
      await expect(doctor).toBeHidden()
      if (await dialog(page, /^Connections/).isHidden()) await command(page, 'Connections')
      await page.getByRole('button', { name: 'Import…' }).click()
      await expect(dialog(page, /^Import connections/)).toBeVisible()
      await look('sources of connections')
      const file = path.join(userData, 'ossutilconfig')
      await writeFile(file, '[Credentials]\nlanguage=EN\nendpoint=oss-cn-hangzhou.aliyuncs.com\naccessKeyID=LTAI5tExampleOfAKeyId000\naccessKeySecret=anExampleOfASecret000000000000\n')
      await answerOpenDialog(electron, [file])
      await page.getByRole('button', { name: 'Choose a file…' }).click()
      await expect(page.getByRole('checkbox').first()).toBeVisible()
    },
  },
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
    name: 'names that exist already',
    open: async (page, { userData }) => {
      const file = path.join(userData, 'notes.md')
      await writeFile(file, 'another')
      await dropFiles(find.grid(page), [file])
      await expect(dialog(page, /1 name exists already/)).toBeVisible()
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
    part: '[data-testid=transfer-dock]',
    open: async (page) => {
      await page.keyboard.press('Control+j')
      await expect(page.getByRole('tab').first()).toBeVisible()
    },
  },
  { name: 'filter bar', part: '.filter-bar', open: async (page) => (await command(page, 'Filter by type'), expect(page.getByRole('button', { name: /Size/ }).first()).toBeVisible()) },
  { name: 'permissions', open: (page) => bucketMenu(page, /Permissions|policy/i) },
  { name: 'unfinished uploads', open: (page) => bucketMenu(page, /Unfinished uploads/) },
  {
    name: 'deletion of a user, with keys and users behind',
    open: async (page, _ossia, look) => {
      await command(page, 'Keys and users')
      const keys = dialog(page, /^Keys and users/)
      const alice = keys.getByRole('region', { name: 'alice', exact: true })
      await keys.getByRole('tab', { name: /^Users/ }).click()
      await keys.getByRole('list', { name: 'Users' }).getByRole('button', { name: 'alice' }).click()
      await expect(alice).toBeVisible()
      await look('keys and users')
      await keys.getByRole('button', { name: 'Create user' }).click()
      await expect(dialog(page, /^Create user/)).toBeVisible()
      await look('new user')
      await page.keyboard.press('Escape')
      await expect(dialog(page, /^Create user/)).toBeHidden()
      await alice.getByRole('button', { name: 'Create AccessKey' }).click()
      await expect(dialog(page, /^The new AccessKey/)).toBeVisible()
      await look('new AccessKey')
      await page.getByRole('button', { name: 'I have it' }).click()
      await alice.getByRole('button', { name: 'Delete…', exact: true }).click()
      await expect(dialog(page, /^Delete user alice/)).toBeVisible()
    },
  },
  {
    name: 'credentials of a role',
    open: async (page) => {
      await command(page, 'Keys and users')
      const keys = dialog(page, /^Keys and users/)
      await keys.getByRole('tab', { name: /^Roles/ }).click()
      await keys.getByRole('list', { name: 'Roles' }).getByRole('button', { name: 'uploader' }).click()
      await keys.getByRole('button', { name: 'Issue credentials…' }).click()
      await expect(dialog(page, /^Temporary credentials/)).toBeVisible()
    },
  },
  { name: 'new text object', open: async (page) => (await command(page, 'New text object'), expect(page.getByRole('dialog').first()).toBeVisible()) },
  { name: 'symbolic link', open: async (page) => (await openMenu(page, 'notes.md', /symbolic link/i), expect(page.getByRole('dialog').first()).toBeVisible()) },
  { name: 'folder in the inspector, with its size', part: '[aria-label=Inspector]', open: (page) => find.row(page, 'folder/').click() },
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
  {
    name: 'restore to a moment, with what it would change',
    open: async (page, _ossia, look) => {
      await openMenu(page, 'folder/', /Restore to a moment/)
      const plan = dialog(page, /to an earlier moment$/)
      await expect(plan).toBeVisible()
      await look('restore to a moment')
      const moment = plan.getByRole('textbox', { name: 'Moment' })
      await moment.fill('2020-01-01 00:00:00')
      await moment.press('Enter')
      await expect(plan.getByRole('row', { name: /inside\.txt/ })).toContainText('Created since')
    },
  },
]

async function bucketMenu(page: Page, entry: RegExp): Promise<void> {
  await find.bucket(page, 'views').click({ button: 'right' })
  await page.getByRole('menuitem', { name: entry }).first().click()
  await expect(page.getByRole('dialog').first()).toBeVisible()
}
