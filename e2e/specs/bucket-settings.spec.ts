import type { Locator, Page } from '@playwright/test'
import { createBucket, find, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'
import { sendPlain, sendPreflight } from '../fixtures/plain-request.ts'
import { putRaw } from '../fixtures/raw-put.ts'
import { sdkClient } from '../fixtures/sdk.ts'

const bucket = 'settings-bucket'
const settingsOf = (page: Page): Locator => page.getByRole('dialog', { name: `Settings of ${bucket}` })

async function openPage(page: Page, name: string): Promise<Locator> {
  const dialog = settingsOf(page)
  await dialog.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: new RegExp(`^${name}`) }).click()
  await expect(dialog.getByRole('heading', { name, level: 2 })).toBeVisible()
  return dialog
}

async function save(page: Page, action = 'Save'): Promise<void> {
  await settingsOf(page).getByRole('button', { name: 'Review and save…' }).click()
  // By keyboard: a dialog that still grows into its place on a slow machine moves away under the mouse.
  const review = page.getByRole('dialog', { name: /^Change “/ })
  await review.getByRole('button', { name: action, exact: true }).press('Enter')
  await expect(review).toBeHidden()
  await expect(settingsOf(page).getByText('Saved', { exact: true })).toBeVisible()
}

test('each setting made in the window is the one that other clients meet, and the testers say what the endpoint does', async ({ sharedOssia: ossia }) => {
  const { page } = ossia
  const { url } = await ossia.storeReady()
  await skipFirstRun(page)
  await createBucket(page, bucket)
  await putRaw(ossia, bucket, ['page.html', 'secret.txt'])
  const client = await sdkClient(ossia, bucket)
  const object = `${url}/${bucket}/page.html`
  const read = async (referer = '') => (await sendPlain(object, 'GET', referer === '' ? {} : { referer })).status
  const setting = (name: 'acl' | 'publicAccessBlock' | 'cors' | 'referer' | 'requestPayment' | 'tags' | 'versioning') => page.evaluate(async (input) => (await window.ossia.buckets.getBucketSetting({ profileId: 'local', ...input })).setting, { bucket, name })
  await page.keyboard.press('Control+i')
  await expect(settingsOf(page).getByText('Nobody without a key can do anything in this bucket.')).toBeVisible()

  // ACL
  expect(await read()).toBe(403)
  let dialog = await openPage(page, 'ACL')
  await dialog.getByRole('radio', { name: /^Public read(?!\/)/ }).check()
  await save(page, 'Save and open to everyone')
  expect(await read()).toBe(200)
  expect((await client.getBucketACL(bucket)).acl).toBe('public-read')

  // CORS, from a template, with the preflight answers of the endpoint beside those of the tester.
  dialog = await openPage(page, 'CORS')
  await dialog.getByRole('button', { name: /^Upload from one site/ }).click()
  const tester = dialog.getByRole('complementary', { name: 'Try a request' })
  const tried = [
    { origin: 'https://www.example.com', method: 'PUT', headers: 'content-type, x-oss-meta-a' },
    { origin: 'https://www.example.com', method: 'GET', headers: '' },
    { origin: 'https://evil.example', method: 'GET', headers: '' },
  ]
  const answers: { readonly isAnswered: boolean; readonly headers: string }[] = []
  for (const { origin, method, headers } of tried) {
    await tester.getByRole('textbox', { name: 'Page’s origin' }).fill(origin)
    await tester.getByRole('textbox', { name: 'Its headers' }).fill(headers)
    await tester.getByRole('combobox', { name: 'Method' }).click()
    await page.locator('.ant-select-item-option').filter({ hasText: new RegExp(`^${method}$`) }).click()
    const isAnswered = (await tester.getByRole('status').textContent())?.startsWith('Rule ') === true
    answers.push({ isAnswered, headers: isAnswered ? ((await tester.getByLabel('Answer to the preflight request (OPTIONS)').textContent()) ?? '') : '' })
  }
  await save(page)
  expect((await client.getBucketCORS(bucket)).rules).toHaveLength(1)
  for (const [index, { origin, method, headers }] of tried.entries()) {
    const answer = await sendPreflight(object, { origin, method, headers })
    expect(answer.status).toBe(answers[index]?.isAnswered === true ? 200 : 403)
    expect(answer.corsHeaders).toEqual(answers[index]?.headers.split('\n').filter((line) => line !== '').toSorted())
  }

  // Referer
  dialog = await openPage(page, 'Hotlink protection')
  await dialog.getByRole('textbox', { name: /^Allowed pages/ }).fill('https://www.example.com\nhttps://*.example.net')
  await dialog.getByRole('switch', { name: /^Allow requests without Referer/ }).click()
  const referers = ['', 'https://www.example.com/a', 'https://cdn.example.net', 'https://evil.example/?https://www.example.com']
  const judge = dialog.getByRole('complementary', { name: 'Try a page' })
  const letIn: boolean[] = []
  for (const referer of referers) {
    await judge.getByRole('textbox').fill(referer)
    letIn.push((await judge.getByRole('status').textContent())?.startsWith('Let in') === true)
  }
  await save(page)
  for (const [index, referer] of referers.entries()) expect([referer, await read(referer)]).toEqual([referer, letIn[index] === true ? 200 : 403])
  expect(letIn).toEqual([false, true, true, false])

  // Tags and payer
  dialog = await openPage(page, 'Tags')
  await dialog.getByRole('button', { name: 'Add tag' }).click()
  await dialog.getByRole('textbox', { name: 'Key of tag 1' }).fill('team')
  await dialog.getByRole('textbox', { name: 'Value of tag 1' }).fill('数据 & more')
  await save(page)
  expect(await setting('tags')).toEqual({ name: 'tags', tags: { team: '数据 & more' } })
  dialog = await openPage(page, 'Versioning')
  await dialog.getByRole('radio', { name: /^Enabled/ }).check()
  await save(page)
  expect(await setting('versioning')).toEqual({ name: 'versioning', status: 'Enabled' })
  dialog = await openPage(page, 'Requester pays')
  await dialog.getByRole('radio', { name: /^Whoever asks/ }).check()
  await save(page)
  expect(await read('https://www.example.com/')).toBe(403)
  await dialog.getByRole('radio', { name: /^The account of the bucket/ }).check()
  await save(page, 'Save and open to everyone')
  expect(await read('https://www.example.com/')).toBe(200)

  // Block public access: what is public counts no more, and a public ACL is not offered.
  dialog = await openPage(page, 'Block public access')
  await dialog.getByRole('switch').click()
  await save(page)
  expect(await read('https://www.example.com/')).toBe(403)
  expect(await setting('publicAccessBlock')).toEqual({ name: 'publicAccessBlock', blockPublicAccess: true })
  await dialog.getByRole('switch').click()
  await save(page, 'Save and open to everyone')

  // An object whose ACL differs is found and put back.
  await client.putACL('secret.txt', 'public-read-write')
  dialog = await openPage(page, 'Who has access')
  await dialog.getByRole('button', { name: 'Look for them' }).click()
  await expect(dialog.getByRole('listitem')).toHaveText(['secret.txtPublic read/write'])
  await dialog.getByRole('checkbox', { name: 'secret.txt' }).check()
  await dialog.getByRole('button', { name: 'As the bucket' }).click()
  await expect.poll(async () => (await client.getACL('secret.txt')).acl).toBe('default')
  await dialog.getByRole('button', { name: 'Look again' }).click()
  await expect(dialog.getByText(/No object has an ACL of its own/)).toBeVisible()

  // From a verdict to what it comes from.
  await dialog.getByRole('button', { name: 'Anyone, without a key: Read objects: Partly' }).click()
  await page.getByRole('button', { name: 'Try in the simulator' }).click()
  await expect(page.getByRole('dialog', { name: `Who may do what in ${bucket}` }).getByRole('status')).toContainText('Allowed')
  await expect(find.sidebar(page)).toBeAttached()
})
