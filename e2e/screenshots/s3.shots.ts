import { expect } from '../fixtures/app.ts'
import { startGrantingService } from '../fixtures/granting-service.ts'
import { inEveryLook } from './looks.ts'

const policy = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'PublicAssets', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::team-data/public/*' },
    { Effect: 'Deny', Principal: { AWS: ['arn:aws:iam::123456789012:user/ci', 'arn:aws:iam::123456789012:role/nightly-export'] }, Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'], Resource: ['arn:aws:s3:::team-data/reports/*'], Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  ],
}

inEveryLook(
  'a bucket of S3',
  async ({ ossia, page, show, shot, newBucket, menuItem, row }) => {
    const { url, region, accessKeyId } = await ossia.storeReady()
    const client = await newBucket('team-data')
    for (const key of ['public/logo.svg', 'reports/2026/november.pdf', 'notes.md']) await client.put(key, Buffer.from(`# ${key}\n\nof the team\n`))
    const service = await startGrantingService(new URL(url), [
      { group: 'global/AuthenticatedUsers', permission: 'READ' },
      { group: 's3/LogDelivery', permission: 'WRITE' },
      { account: 'partner-exports', permission: 'READ' },
      { account: 'auditors-of-the-whole-group-of-companies@example.com', permission: 'READ_ACP' },
    ])
    try {
      const { accessKeySecret } = await page.evaluate(() => window.ossia.store.revealAccessKeySecret({}))
      await page.evaluate((given) => window.ossia.profiles.createProfile(given), {
        fields: { name: 'Ceph', kind: 's3' as const, endpoint: `http://127.0.0.1:${String(service.port)}`, region, addressing: 'automatic' as const, signatureVersion: 'v4' as const, readOnly: false, presetPath: '', colour: 'green' as const, caCertificate: '' },
        credential: { accessKeyId, accessKeySecret },
        keep: 'session' as const,
      })
      await show()
      await page.locator('[data-connection="Ceph"]').click()
      const bucket = page.locator('[data-bucket="team-data"]:visible').nth(1)
      await bucket.click()
      await row('notes.md').waitFor()
      await bucket.click({ button: 'right' })
      await menuItem('sliders-horizontal').click()
      await page.locator('.bucket-settings .access-table tbody tr').nth(4).waitFor()
      await shot('overview')
      await page.locator('.scan-line button').first().click()
      await page.locator('.scan-row').first().waitFor()
      await page.locator('.scan-row').last().scrollIntoViewIfNeeded()
      await shot('objects')
      await page.locator('.bucket-settings .setting-entry').nth(2).click()
      await page.locator('.choice-card').first().waitFor()
      await shot('acl')
      // Private at last: that takes the grants away.
      await page.locator('.choice-card').first().click()
      await page.locator('.setting-footer .ant-btn-primary').click()
      await page.locator('.change-list').waitFor()
      await shot('acl-review')
      await page.locator('.form-actions button').first().click()
      await page.locator('.setting-footer button').first().click()
      await page.locator('.bucket-settings .setting-entry').nth(1).click()
      await page.locator('.setting-page').getByRole('button').first().click()
      await page.locator('.policy-dialog .cm-content').waitFor()
      await page.locator('.policy-dialog .cm-content').click()
      await page.keyboard.press('Control+a')
      await page.keyboard.insertText(JSON.stringify(policy, undefined, 2))
      await shot('policy')
      await page.locator('.policy-footer button').first().click()
      await page.locator('.ant-modal-footer .ant-btn-dangerous, .ant-modal-confirm .ant-btn-dangerous').last().click()
      await expect(page.locator('.policy-dialog')).toBeHidden()
      await page.locator('.bucket-settings .ant-modal-close').first().click()
      await expect(page.locator('.bucket-settings')).toBeHidden()
      await row('notes.md').click()
      await page.keyboard.press('F4')
      await page.getByTestId('code-editor').locator('.cm-content').click()
      await page.keyboard.press('Control+Home')
      await page.keyboard.type('> Reviewed\n')
      await page.keyboard.press('Control+s')
      await page.locator('.editor-note').waitFor()
      await expect(page.getByTestId('diff').locator('.cm-mergeView')).toBeVisible()
      await shot('editor')
      await page.locator('.editor .ant-modal-footer .ant-btn-primary').click()
      await expect(page.locator('.editor-state')).toContainText(' · ')
      await shot('editor-saved')
    } finally {
      service.close()
    }
  },
  { prefix: 's3-', withoutContrast: true },
)
