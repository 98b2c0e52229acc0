import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { downloadSelectionTo, expectAllDone, listBatches } from '../actions/transfers.ts'
import { find, goTo, skipFirstRun } from '../actions/window.ts'
import { expect, launchOssia, test, type OssiaApp } from '../fixtures/app.ts'
import { dragFiles, dropFiles } from '../fixtures/drop-files.ts'

const group = (page: Page, name: string): Locator => page.locator('.connection-group').filter({ has: page.locator(`[data-connection=${JSON.stringify(name)}]`) })

/** The local store's own endpoint and the user's key, as another computer's would be entered. */
async function ownEndpoint(ossia: OssiaApp): Promise<{ url: string; region: string; accessKeyId: string; accessKeySecret: string }> {
  const { url, region, accessKeyId } = await ossia.storeReady()
  const { accessKeySecret } = await ossia.page.evaluate(() => window.ossia.store.revealAccessKeySecret({}))
  return { url, region, accessKeyId, accessKeySecret }
}

test('adds a connection by hand, tries it, browses it, and carries a file there and back', async ({ ossia, folder, userData }) => {
  const { page, electron } = ossia
  const own = await ownEndpoint(ossia)
  await skipFirstRun(page)
  await find.sidebar(page).getByRole('button', { name: 'Add connection' }).click()
  const form = page.getByRole('dialog', { name: 'Add a connection' })
  await form.getByLabel('Name').fill('By hand')
  await form.getByText('Own address').click()
  await form.getByLabel('Endpoint').fill('http://127.0.0.1:9')
  await form.getByLabel('Region').fill(own.region)
  await form.getByLabel('AccessKey ID').fill(own.accessKeyId)
  await form.getByLabel('AccessKey Secret').fill('not the secret')
  await form.getByRole('button', { name: 'Test' }).click()
  await expect(form.getByText('Enter the AccessKey Secret, without spaces.')).toBeVisible()
  await form.getByLabel('AccessKey Secret').fill('notTheSecret')
  await form.getByRole('button', { name: 'Test' }).click()
  await expect(form.getByText('Nothing answers at this address and port.')).toBeVisible()
  await form.getByLabel('Endpoint').fill(own.url)
  await form.getByRole('button', { name: 'Test' }).click()
  await expect(form.getByText('The secret does not match the AccessKey ID.')).toBeVisible()
  await form.getByLabel('AccessKey Secret').fill(own.accessKeySecret)
  await form.getByRole('button', { name: 'Test' }).click()
  await expect(form.getByText('It works: the key sees 0 buckets.')).toBeVisible()

  // Under test there is no keychain: the app asks and keeps nothing by itself.
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('Choose how the secret is kept.')).toBeVisible()
  await form.getByRole('radio', { name: 'For this session only' }).check()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toBeHidden()

  await group(page, 'By hand').getByRole('button', { name: 'Create bucket' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Create bucket' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('by-hand-bucket')
  await dialog.getByRole('button', { name: 'Create bucket' }).click()
  await expect(group(page, 'By hand').locator('[data-bucket="by-hand-bucket"]')).toBeVisible()

  const content = 'there and back '.repeat(1000)
  await writeFile(path.join(folder, 'letter.txt'), content)
  await dropFiles(find.grid(page), [path.join(folder, 'letter.txt')])
  const batch = await expectAllDone(page, 1)
  expect(batch.profileId).not.toBe('local')
  await goTo(page, 'oss://by-hand-bucket/letter.txt')
  await find.row(page, 'letter.txt').click()
  const target = path.join(folder, 'target')
  await mkdir(target)
  await downloadSelectionTo(electron, page, target)
  await expectAllDone(page, 2)
  expect(await readFile(path.join(target, 'letter.txt'), 'utf8')).toBe(content)

  expect(await readFile(path.join(userData, 'connections.json'), 'utf8')).not.toContain(own.accessKeySecret)
  expect(ossia.output()).not.toContain(own.accessKeySecret)
})

test('forgets the secret of a session and asks for it again, with the connection as it was', async ({ userData }) => {
  const first = await launchOssia({ userData })
  try {
    const own = await ownEndpoint(first)
    await first.page.evaluate((key) => window.ossia.profiles.createProfile(key), connection(own, { name: 'Of a session' }))
  } finally {
    await first.close()
  }
  const second = await launchOssia({ userData })
  try {
    await second.storeReady()
    await skipFirstRun(second.page)
    await expect(group(second.page, 'Of a session').getByText('Enter the secret again')).toBeVisible()
    await group(second.page, 'Of a session').getByRole('button').first().click()
    await expect(group(second.page, 'Of a session').getByText('The secret of this connection is not kept.')).toBeVisible()
  } finally {
    await second.close()
  }
})

test('refuses to change anything through a read-only connection, in a sentence', async ({ ossia, folder }) => {
  const { page } = ossia
  const own = await ownEndpoint(ossia)
  await page.evaluate(async (key) => {
    await window.ossia.buckets.putBucket({ profileId: 'local', bucket: 'looked-at', acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    await window.ossia.profiles.createProfile(key)
  }, connection(own, { name: 'Looking only', readOnly: true }))
  await skipFirstRun(page)
  await group(page, 'Looking only').getByRole('button').first().click()
  await group(page, 'Looking only').getByRole('button', { name: 'looked-at', exact: true }).click()
  for (const button of await page.getByRole('button', { name: 'Upload', exact: true }).all()) await expect(button).toBeDisabled()
  await writeFile(path.join(folder, 'letter.txt'), 'content')
  const drag = await dragFiles(find.grid(page), [path.join(folder, 'letter.txt')])
  await expect(page.getByTestId('drop-label')).toHaveText('The connection of looked-at is locked as read-only')
  await drag.drop()
  await expect(page.getByTestId('drop-label')).toBeHidden()
  expect(await listBatches(page)).toEqual([])
  // The lock is not the window's: what the page asks for all the same is refused as well.
  const code = await page.evaluate(async () => {
    const { profiles } = await window.ossia.profiles.listProfiles({})
    const profileId = profiles.find(({ name }) => name === 'Looking only')?.profileId ?? ''
    return window.ossia.buckets.deleteBucket({ profileId, bucket: 'looked-at' }).then(
      () => 'no error',
      (error: { code: string }) => error.code,
    )
  })
  expect(code).toBe('ConnectionReadOnly')
})

type Own = Awaited<ReturnType<typeof ownEndpoint>>
type NewConnection = Parameters<typeof window.ossia.profiles.createProfile>[0]

function connection({ url, region, accessKeyId, accessKeySecret }: Own, change: Partial<NewConnection['fields']>): NewConnection {
  return {
    keep: 'session',
    credential: { accessKeyId, accessKeySecret },
    fields: {
      name: 'Connection',
      colour: 'red',
      kind: 'oss',
      endpoint: url,
      region,
      addressing: 'automatic',
      signatureVersion: 'v4',
      presetPath: '',
      readOnly: false,
      caCertificate: '',
      ...change,
    },
  }
}
