import type { Page } from '@playwright/test'
import OSS from 'ali-oss'
import { createBucket, find, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'
import { putRaw } from '../fixtures/raw-put.ts'

async function openPermissions(page: Page, bucket: string): Promise<void> {
  await find.bucket(page, bucket).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Permissions…' }).click()
}

test('a policy made by mouse alone opens a bucket, is tried out before it is saved, and goes away', async ({ sharedOssia: ossia }) => {
  const { page } = ossia
  const { url } = await ossia.storeReady()
  await skipFirstRun(page)
  await createBucket(page, 'policy-bucket')
  await putRaw(ossia, 'policy-bucket', ['open.txt'])
  const status = async () => (await fetch(`${url}/policy-bucket/open.txt`)).status
  const policy = () => page.evaluate(() => window.ossia.buckets.getBucketSetting({ profileId: 'local', bucket: 'policy-bucket', name: 'policy' }))
  expect(await status()).toBe(403)

  await openPermissions(page, 'policy-bucket')
  const dialog = page.getByRole('dialog', { name: 'Who may do what in policy-bucket' })
  await dialog.getByRole('button', { name: 'Public folder' }).click()
  await expect(dialog.getByText('Everyone may read, without a key.')).toBeVisible()
  // Before it is saved, the simulator knows.
  await dialog.getByRole('tab', { name: 'Try it' }).click()
  await expect(dialog.getByRole('status')).toContainText('Allowed')
  await expect(dialog.getByRole('status')).toContainText('Before: denied')
  expect(await status()).toBe(403)
  await dialog.getByRole('button', { name: 'Review and save…' }).click()
  const review = page.getByRole('dialog', { name: 'Save this policy?' })
  await expect(review.getByText('This policy opens the bucket to everyone.')).toBeVisible()
  await review.getByRole('button', { name: 'Save and make public' }).click()
  await expect(review).toBeHidden()
  expect(await status()).toBe(200)
  expect(JSON.parse((await policy()).document ?? '')).toEqual({
    Version: '1',
    Statement: [{ Sid: 'PublicRead', Effect: 'Allow', Principal: ['*'], Action: ['oss:GetObject'], Resource: ['acs:oss:*:*:policy-bucket/*'] }],
  })

  // By keyboard alone, too: the menu takes it over, once it knows all of its entries.
  await dialog.getByRole('button', { name: 'Add from template' }).press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Public folder' })).toBeFocused()
  await expect(async () => {
    await page.keyboard.press('End')
    await expect(page.getByRole('menuitem', { name: 'HTTPS only' })).toBeFocused({ timeout: 1000 })
  }).toPass()
  await page.keyboard.press('Enter')
  await dialog.getByRole('switch', { name: 'Over HTTPS' }).click()
  await expect(dialog.getByRole('status')).toContainText('A statement denies it. Statement 2')
  await expect(dialog.getByRole('status')).toContainText('Before: allowed')
  await dialog.getByRole('button', { name: 'Review and save…' }).click()
  // The store is reached in plain HTTP: nobody could take this back.
  await expect(review.getByText('This would lock you out.')).toBeVisible()
  await review.getByRole('button', { name: 'Keep editing' }).click()

  await dialog.getByRole('button', { name: 'Remove statement 2' }).click()
  await dialog.getByRole('button', { name: 'Remove statement 1' }).click()
  await dialog.getByRole('button', { name: 'Review and save…' }).click()
  await page.getByRole('dialog', { name: 'Remove the policy?' }).getByRole('button', { name: 'Remove policy' }).click()
  await expect(dialog.getByText('Saved')).toBeVisible()
  expect((await policy()).setting).toEqual({ name: 'policy', text: null })

  // A RAM user, picked by name, may do what the statement says and nothing else.
  const key = await page.evaluate(async () => {
    await window.ossia.identities.change({ profileId: 'local', change: { kind: 'createUser', userName: 'alice', displayName: '', comments: '' } })
    const { accessKey } = await window.ossia.identities.change({ profileId: 'local', change: { kind: 'createAccessKey', userName: 'alice' } })
    const { users } = await window.ossia.identities.getOverview({ profileId: 'local' })
    return { ...accessKey, userId: users[0]?.userId }
  })
  const { region } = await ossia.storeReady()
  const alice = new OSS({ accessKeyId: key.accessKeyId ?? '', accessKeySecret: key.accessKeySecret ?? '', endpoint: url, region: `oss-${region}`, secure: false, bucket: 'policy-bucket' })
  await expect(alice.get('open.txt')).rejects.toMatchObject({ code: 'AccessDenied' })
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await openPermissions(page, 'policy-bucket')
  await dialog.getByRole('button', { name: 'Add statement' }).click()
  await dialog.getByRole('combobox', { name: 'Who' }).first().click()
  await page.locator('.ant-select-item-option', { hasText: 'User alice' }).click()
  await page.keyboard.press('Escape')
  await expect(dialog.getByText('1 object now')).toBeVisible()
  // A check is kept, and says what saving changes.
  await dialog.getByRole('tab', { name: 'Try it' }).click()
  await dialog.getByRole('combobox', { name: 'Who' }).last().click()
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', { hasText: 'User alice' }).click()
  await dialog.getByRole('button', { name: 'Keep as a check: must be allowed' }).click()
  await expect(dialog.getByRole('list', { name: 'Checks' })).toContainText('User alice GetObject')
  await dialog.getByRole('button', { name: 'Review and save…' }).click()
  await expect(review.getByText('The answer of 1 check changes')).toBeVisible()
  await review.getByRole('button', { name: 'Save policy' }).click()
  await expect(review).toBeHidden()
  expect(JSON.parse((await policy()).document ?? '')).toMatchObject({ Statement: [{ Effect: 'Allow', Principal: [key.userId], Action: ['oss:GetObject'] }] })
  expect((await alice.get('open.txt')).res.status).toBe(200)
  await expect(alice.put('open.txt', Buffer.from('x'))).rejects.toMatchObject({ code: 'AccessDenied' })

  // Switched off it is not sent, and stays to be switched on again; the former policies are there to go back to.
  await dialog.getByRole('button', { name: 'Switch off statement 1' }).click()
  await dialog.getByRole('button', { name: 'Review and save…' }).click()
  await page.getByRole('dialog', { name: 'Remove the policy?' }).getByRole('button', { name: 'Remove policy' }).click()
  await expect(dialog.getByText('1 failing')).toBeVisible()
  await expect.poll(async () => (await policy()).setting).toEqual({ name: 'policy', text: null })
  await expect(alice.get('open.txt')).rejects.toMatchObject({ code: 'AccessDenied' })
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await openPermissions(page, 'policy-bucket')
  await expect(dialog.getByRole('region', { name: /^Switched off/ })).toBeVisible()
  await dialog.getByRole('button', { name: 'Former policies' }).click()
  const former = page.getByRole('dialog', { name: 'Former policies' })
  await expect(former.getByRole('listitem')).toHaveCount(4)
  await former.getByRole('listitem').nth(1).getByRole('button').click()
  await former.getByRole('button', { name: 'Take into the editor' }).click()
  await dialog.getByRole('tab', { name: 'Checks (1)' }).click()
  await expect(dialog.getByText('Allowed, as it should be.')).toBeVisible()
  // Nothing is left that the window would ask about when it closes.
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await page.getByRole('button', { name: 'Discard', exact: true }).click()
  await expect(dialog).toBeHidden()
})
