import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { launchOssia, test } from '../fixtures/app.ts'

const output = path.resolve(import.meta.dirname, '../../screenshots')
const looks = [
  { label: 'light-en', locale: 'en-US', theme: 'light' },
  { label: 'dark-zh', locale: 'zh-CN', theme: 'dark' },
] as const
const policy = {
  Version: '1',
  Statement: [
    { Sid: 'PartnerReads', Effect: 'Allow', Principal: ['1234567890123456'], Action: ['oss:GetObject', 'oss:PutObjects'], Resource: ['acs:oss:*:*:team-data/reports/*'] },
    { Sid: 'OfficeOnly', Effect: 'Deny', Principal: ['*'], Action: ['oss:PutObject', 'oss:DeleteObject'], Resource: ['acs:oss:*:*:team-data/*'], Condition: { NotIpAddress: { 'acs:SourceIp': ['203.0.113.0/24'] }, StringNotLike: { 'acs:SourceVpc': ['vpc-*'] } } },
    { Effect: 'Allow', Principal: ['*'], Action: ['oss:GetObject'], Resource: ['acs:oss:*:*:team-data/public/*'] },
  ],
}

for (const { label, locale, theme } of looks) {
  test(`the policy editor, ${label}`, async ({ userData }) => {
    await mkdir(output, { recursive: true })
    const ossia = await launchOssia({ userData, locale })
    try {
      const { page, electron } = ossia
      const shot = async (name: string): Promise<void> => {
        // Lets transitions settle: the picture is looked at by a person, nothing depends on it.
        await page.waitForTimeout(900)
        await page.screenshot({ path: path.join(output, `${label}-${name}.png`) })
      }
      await ossia.storeReady()
      await page.evaluate((value) => window.ossia.settings.updateSettings({ theme: value, firstRun: false }), theme)
      await page.evaluate(() => window.ossia.buckets.putBucket({ profileId: 'local', bucket: 'team-data', acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' }))
      await page.evaluate(() => window.ossia.identities.change({ profileId: 'local', change: { kind: 'createUser', userName: 'alice', displayName: '', comments: '' } }))
      await page.reload()
      await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1360, 832))
      const open = async (): Promise<void> => {
        await page.locator('[data-bucket="team-data"]').click({ button: 'right' })
        await page.getByRole('menuitem', { name: /^(Permissions…|权限…)$/ }).click()
        await page.locator('.policy-dialog').waitFor()
      }
      const close = (): Promise<void> => page.locator('.policy-footer button').first().click()
      await open()
      await shot('policy-empty')
      await close()
      await page.evaluate((text) => window.ossia.buckets.putBucketSetting({ profileId: 'local', bucket: 'team-data', setting: { name: 'policy', text } }), JSON.stringify(policy, undefined, 2))
      await open()
      await page.locator('.statement-card').first().waitFor()
      await shot('policy')
      await page.locator('.policy-side [role=tab]').nth(1).click()
      await shot('policy-try')
      // A user of the store is picked by name, a check is kept, and a statement is switched off.
      await page.locator('.simulator .ant-select').first().click()
      await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').nth(2).click()
      await page.locator('.simulator > div > .ant-btn').click()
      await page.locator('.statement-card').first().locator('header .icon-button').nth(3).click()
      await shot('policy-checks')
      // Away from what it would explain.
      await page.mouse.move(5, 5)
      await page.locator('.policy-toolbar .icon-button').first().click()
      await page.locator('.policy-history').waitFor()
      await shot('policy-history')
      await page.keyboard.press('Escape')
      await page.getByText('JSON', { exact: true }).click()
      await shot('policy-json')
      await page.locator('.policy-toolbar .ant-segmented-item').first().click()
      await page.locator('.statement-card').last().locator('header .icon-button').last().click()
      await page.locator('.policy-footer .ant-btn-primary').click()
      await shot('policy-review')
    } finally {
      await ossia.close()
    }
  })
}
