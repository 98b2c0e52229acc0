import OSS from 'ali-oss'
import { createBucket, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'
import { putRaw } from '../fixtures/raw-put.ts'

test('a user made in the window has a key that does what is attached, a role hands out credentials, and both end with them', async ({ ossia }) => {
  const { page } = ossia
  const { url, region } = await ossia.storeReady()
  await skipFirstRun(page)
  await createBucket(page, 'shared')
  await putRaw(ossia, 'shared', ['plan.txt'])
  const clientOf = (key: { readonly accessKeyId: string; readonly accessKeySecret: string; readonly stsToken?: string }) => new OSS({ ...key, endpoint: url, region: `oss-${region}`, secure: false, bucket: 'shared' })

  await page.getByRole('button', { name: 'Keys and users' }).click()
  const dialog = page.getByRole('dialog', { name: 'Keys and users of the local store' })
  const value = async (title: string | RegExp, label: string): Promise<string> => (await page.getByRole('dialog', { name: title }).locator('.property', { hasText: label }).locator('.property-value').textContent()) ?? ''
  const create = async (tab: string, name: string): Promise<void> => {
    await dialog.getByRole('tab', { name: tab }).click()
    await dialog.getByRole('button', { name: /^Create (user|role)$/ }).click()
    const form = page.getByRole('dialog', { name: /^Create (user|role)$/ })
    await form.getByRole('textbox', { name: 'Name' }).fill(name)
    await form.getByRole('button', { name: /^Create (user|role)$/ }).click()
    await expect(form).toBeHidden()
  }
  const attach = async (holder: string, policy: string): Promise<void> => {
    const details = dialog.getByRole('region', { name: holder, exact: true })
    await details.getByRole('combobox', { name: 'Policies' }).fill(policy)
    await page.keyboard.press('Enter')
    await expect(details.locator('.ant-select-selection-item', { hasText: policy })).toBeVisible()
    await page.keyboard.press('Escape')
  }

  await create('Users (0)', 'alice')
  const alice = dialog.getByRole('region', { name: 'alice', exact: true })
  await alice.getByRole('button', { name: 'Create AccessKey' }).click()
  const key = { accessKeyId: await value('The new AccessKey', 'AccessKeyId'), accessKeySecret: await value('The new AccessKey', 'AccessKeySecret') }
  await page.getByRole('button', { name: 'I have it' }).click()
  const client = clientOf(key)
  await expect(client.get('plan.txt')).rejects.toMatchObject({ code: 'AccessDenied' })
  await attach('alice', 'AliyunOSSReadOnlyAccess')
  expect((await client.get('plan.txt')).res.status).toBe(200)
  await expect(client.delete('plan.txt')).rejects.toMatchObject({ code: 'AccessDenied' })

  await attach('alice', 'AliyunSTSAssumeRoleAccess')
  await create('Roles (0)', 'uploader')
  await attach('uploader', 'AliyunOSSFullAccess')
  await dialog.getByRole('button', { name: 'Issue credentials…' }).click()
  await page.getByRole('dialog', { name: 'Temporary credentials for uploader' }).getByRole('button', { name: 'Issue', exact: true }).click()
  await expect(page.getByText('SecurityToken', { exact: true })).toBeVisible()
  const title = /^Temporary credentials for uploader$/
  const temporary = clientOf({ accessKeyId: await value(title, 'AccessKeyId'), accessKeySecret: await value(title, 'AccessKeySecret'), stsToken: await value(title, 'SecurityToken') })
  await page.getByRole('button', { name: 'I have it' }).click()
  expect((await temporary.put('new.txt', Buffer.from('new'))).res.status).toBe(200)
  // The key that asked for them is gone again.
  const holder = await page.evaluate(() => window.ossia.identities.getHolder({ profileId: 'local', holder: { kind: 'user', name: 'alice' } }))
  expect(holder.keys.map(({ accessKeyId }) => accessKeyId)).toEqual([key.accessKeyId])

  await dialog.getByRole('tab', { name: 'Users (1)' }).click()
  await alice.getByRole('button', { name: 'Delete…', exact: true }).click()
  const question = page.getByRole('dialog', { name: 'Delete user alice' })
  await expect(question.getByText('1 AccessKey, and everything that signs with it')).toBeVisible()
  await question.getByRole('button', { name: 'Delete user alice' }).click()
  await expect(dialog.getByText('There are no RAM users')).toBeVisible()
  await expect(client.get('plan.txt')).rejects.toMatchObject({ code: 'InvalidAccessKeyId' })
  expect(ossia.output()).not.toContain(key.accessKeySecret)
})
