import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { IdentityChange } from '../../electron/contract/identities.ts'
import { launchOssia, test } from '../fixtures/app.ts'

const output = path.resolve(import.meta.dirname, '../../screenshots')
const looks = [
  { label: 'light-en', locale: 'en-US', theme: 'light' },
  { label: 'dark-zh', locale: 'zh-CN', theme: 'dark' },
] as const
const readReports = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:GetObject', 'oss:ListObjects'], Resource: ['acs:oss:*:*:team-data', 'acs:oss:*:*:team-data/reports/*'] }] })
const changes: readonly IdentityChange[] = [
  ...['alice', 'bob', 'build-server', 'carol', 'nightly-backup'].map((userName): IdentityChange => ({ kind: 'createUser', userName, displayName: userName === 'alice' ? 'Alice Lovelace' : '', comments: '' })),
  { kind: 'createGroup', groupName: 'readers', comments: 'People who read reports' },
  { kind: 'createPolicy', policyName: 'read-reports', description: 'Reading the reports of the team', document: readReports },
  { kind: 'attachPolicy', policy: { policyType: 'Custom', policyName: 'read-reports' }, holder: { kind: 'group', name: 'readers' } },
  { kind: 'addToGroup', groupName: 'readers', userName: 'alice' },
  { kind: 'attachPolicy', policy: { policyType: 'System', policyName: 'AliyunSTSAssumeRoleAccess' }, holder: { kind: 'user', name: 'alice' } },
  { kind: 'createAccessKey', userName: 'alice' },
  { kind: 'createAccount', displayName: 'partner' },
]

for (const { label, locale, theme } of looks) {
  test(`keys and users, ${label}`, async ({ userData }) => {
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
      await page.reload()
      await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1360, 832))
      const open = (): Promise<void> => page.locator('.sidebar-footer .icon-button').first().click()
      const tab = (index: number): Promise<void> => page.locator('.identity-dialog [role=tab]').nth(index).click()
      await open()
      await page.locator('.identity-row:visible').first().waitFor()
      await shot('identities-keys')
      await tab(1)
      await shot('identities-empty')
      await page.locator('.identity-dialog .ant-modal-footer .ant-btn').click()
      const { accountId } = await page.evaluate(async (all) => {
        for (const change of all) await window.ossia.identities.change({ profileId: 'local', change })
        return window.ossia.identities.getOverview({ profileId: 'local' })
      }, changes)
      const trustPolicy = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [`acs:ram::${accountId}:root`] } }] }, undefined, 2)
      await page.evaluate((text) => window.ossia.identities.change({ profileId: 'local', change: { kind: 'createRole', roleName: 'uploader', description: 'Uploads of the night', trustPolicy: text, maxSessionSeconds: 3600 } }), trustPolicy)
      await page.reload()
      await open()
      await page.locator('.identity-row:visible').first().waitFor()
      await tab(1)
      await page.locator('.identity-row:visible').first().waitFor()
      await shot('identities-user')
      await page.locator('.identity-section:visible > header .ant-btn').first().click()
      await page.locator('.ant-modal .properties:visible').last().waitFor()
      await shot('identities-secret')
      await page.locator('.ant-modal .form-actions .ant-btn-primary').click()
      await page.locator('.identity-details:visible > header .ant-btn-dangerous').click()
      await shot('identities-delete')
      await page.keyboard.press('Escape')
      await tab(3)
      await page.locator('.document-editor:visible').first().waitFor()
      await shot('identities-role')
      await page.locator('.identity-details:visible > header .ant-btn-primary').click()
      await shot('identities-issue')
      await page.keyboard.press('Escape')
      await tab(4)
      await page.locator('.document-editor .statement-card:visible').first().waitFor()
      await shot('identities-policy')
    } finally {
      await ossia.close()
    }
  })
}
