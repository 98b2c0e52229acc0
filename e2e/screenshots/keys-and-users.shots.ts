import type { IdentityChange } from '../../electron/contract/identities.ts'
import { inEveryLook } from './looks.ts'

const readReports = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:GetObject', 'oss:ListObjects'], Resource: ['acs:oss:*:*:team-data', 'acs:oss:*:*:team-data/reports/*'] }] })
const changes: readonly IdentityChange[] = [
  ...['alice', 'bob', 'build-server', 'carol', 'nightly-backup'].map((userName): IdentityChange => ({ kind: 'createUser', userName, displayName: userName === 'alice' ? 'Alice Lovelace' : '', comments: '' })),
  { kind: 'createGroup', groupName: 'readers', comments: 'People who read reports' },
  { kind: 'createPolicy', policyName: 'read-reports', description: 'Reading the reports of the team', document: readReports },
  { kind: 'attachPolicy', policy: { policyType: 'Custom', policyName: 'read-reports' }, holder: { kind: 'group', name: 'readers' } },
  { kind: 'addToGroup', groupName: 'readers', userName: 'alice' },
  { kind: 'attachPolicy', policy: { policyType: 'System', policyName: 'AliyunSTSAssumeRoleAccess' }, holder: { kind: 'user', name: 'alice' } },
  { kind: 'attachPolicy', policy: { policyType: 'System', policyName: 'AliyunSTSAssumeRoleAccess' }, holder: { kind: 'user', name: 'bob' } },
  { kind: 'createAccessKey', userName: 'alice' },
  { kind: 'createAccount', displayName: 'partner' },
]

inEveryLook('keys and users', async ({ page, show, shot }) => {
  await show()
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
  await tab(2)
  await page.locator('.identity-row:visible, .identity-details:visible').first().waitFor()
  await shot('identities-group')
  await tab(5)
  await page.locator('.identity-details:visible').waitFor()
  await page.locator('.identity-list:visible .version-row').last().click()
  await shot('identities-account')
  await page.locator('.identity-list:visible .ant-btn').last().click()
  await page.locator('.identity-field input').first().waitFor()
  await shot('identities-create-account')
  await page.keyboard.press('Escape')
  await tab(3)
  await page.locator('.document-editor:visible').first().waitFor()
  await shot('identities-role')
  await page.locator('.document-editor .statement-card:visible .statement-lines .ant-btn').first().click()
  await shot('identities-trust')
  await page.locator('.identity-details:visible > header .ant-btn-primary').click()
  await shot('identities-issue')
  // The first user has two keys by now.
  await page.locator('.ant-modal .identity-field .ant-select:visible').first().click()
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').filter({ hasText: 'bob' }).click()
  await page.locator('.ant-modal-footer .ant-btn-primary').last().click()
  await page.locator('.ant-modal .form-actions .ant-btn-primary:visible').waitFor()
  await shot('identities-issued')
  await page.locator('.ant-modal .form-actions .ant-btn-primary').last().click()
  await tab(4)
  await page.locator('.document-editor .statement-card:visible').first().waitFor()
  await shot('identities-policy')
})
