import type { Page } from '@playwright/test'
import { createBucket, find, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'
import { putRaw } from '../fixtures/raw-put.ts'

async function openPermissions(page: Page, bucket: string): Promise<void> {
  await find.bucket(page, bucket).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Permissions…' }).click()
}

test('a policy made by mouse alone opens a bucket, is tried out before it is saved, and goes away', async ({ ossia }) => {
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

  await dialog.getByRole('button', { name: 'Add from template' }).click()
  await page.getByRole('menuitem', { name: 'HTTPS only' }).click()
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
})
