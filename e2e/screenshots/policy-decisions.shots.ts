import { expect } from '../fixtures/app.ts'
import { inEveryLook, putAll } from './looks.ts'

const bucket = 'team-data'
const everyCondition = {
  Version: '1',
  Statement: [
    {
      Sid: 'EveryKind', Effect: 'Allow', Principal: ['1234567890123456'], Action: ['oss:GetObject', 'oss:ListObjects'], Resource: [`acs:oss:*:*:${bucket}`, `acs:oss:*:*:${bucket}/*.csv`],
      Condition: {
        IpAddress: { 'acs:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] }, StringNotLike: { 'acs:SourceVpc': ['vpc-*'], 'acs:UserAgent': ['curl/*'] }, Bool: { 'acs:SecureTransport': ['true'], 'acs:MFAPresent': ['true'] },
        DateGreaterThan: { 'acs:CurrentTime': ['2026-01-01T00:00:00Z'] }, StringEquals: { 'oss:Prefix': ['reports/', 'public/'], 'oss:Delimiter': ['/'], 'oss:BucketTag/team': ['data'] }, NumericLessThanEquals: { 'oss:object-remaining-retention-days': ['30'] },
      },
    },
  ],
}
const reading = { Version: '1', Statement: [{ Sid: 'Assets', Effect: 'Allow', Principal: ['*'], Action: ['oss:GetObject', 'oss:GetObjectVersions'], Resource: [`acs:oss:*:*:${bucket}/public/*`] }] }

inEveryLook(
  'what is decided about a policy',
  async ({ page, show, shot, newBucket, menuItem }) => {
    const client = await newBucket(bucket)
    await putAll(client, Array.from({ length: 60 }, (_, at) => (at % 3 === 0 ? `reports/${at}.csv` : `public/${at}.svg`)), () => Buffer.from('x'))
    await show()
    const dialog = page.locator('.policy-dialog')
    const primary = page.locator('.policy-footer .ant-btn-primary')
    const tab = (index: number): Promise<void> => page.locator('.policy-side [role=tab]').nth(index).click()
    const open = async (): Promise<void> => {
      await page.locator(`[data-bucket="${bucket}"]`).click({ button: 'right' })
      await menuItem('shield-check').click()
      await dialog.waitFor()
    }
    const leave = async (): Promise<void> => {
      await page.locator('.policy-footer button').first().click()
      await page.locator('.ant-modal-footer .ant-btn-dangerous, .ant-modal-confirm .ant-btn-dangerous').last().click()
      await expect(dialog).toBeHidden()
    }
    const put = async (policy: object): Promise<void> => {
      await dialog.locator('.policy-toolbar .ant-segmented-item').last().click()
      await dialog.locator('.cm-content').click()
      await page.keyboard.press('Control+a')
      await page.keyboard.insertText(JSON.stringify(policy, undefined, 2))
      await dialog.locator('.policy-toolbar .ant-segmented-item').first().click()
      await dialog.locator('.statement-card').first().waitFor()
    }
    await open()
    await put(everyCondition)
    await dialog.locator('.match-count, .form-hint').first().waitFor()
    await shot('conditions')
    await dialog.locator('.statement-list').evaluate((list) => list.scrollTo(0, list.scrollHeight))
    await shot('conditions-end')
    await page.locator('.statement-add .ant-btn').last().click()
    await page.locator('.ant-dropdown-menu-item:visible').last().waitFor()
    await shot('templates')
    await page.keyboard.press('Escape')

    await put(reading)
    // What would be refused is mended, then kept as what has to stay so.
    await dialog.locator('.finding-actions .ant-btn').last().click()
    await page.mouse.move(5, 5)
    await shot('fixes')
    await page.keyboard.press('Escape')
    await dialog.locator('.finding-actions .ant-btn').first().click()
    await tab(1)
    await page.locator('.simulator input.is-mono, .simulator .is-mono input').first().fill('public/1.svg')
    await dialog.locator('.decision.is-allowed').waitFor()
    await dialog.locator('.decision .link-button').click()
    await shot('try-allowed')
    await dialog.locator('.simulator > div > .ant-btn').click()
    await primary.click()
    await page.locator('.review-warning').first().waitFor()
    await shot('review-public')
    await page.locator('.ant-modal-footer .ant-btn-dangerous').last().click()
    await expect(page.locator('.review-diff')).toBeHidden()
    await dialog.locator('.statement-card .ant-segmented-item').nth(1).click()
    await tab(2)
    await dialog.locator('.check-row[data-passes=false]').waitFor()
    await shot('check-fails')
    await primary.click()
    await page.locator('.review-diff').waitFor()
    await shot('review-checks')
    await page.locator('.ant-modal-footer .form-actions button').first().click()
    await expect(page.locator('.review-diff')).toBeHidden()
    await put({ Version: '1', Statement: [{ Effect: 'Deny', Principal: ['*'], Action: ['oss:*'], Resource: [`acs:oss:*:*:${bucket}`, `acs:oss:*:*:${bucket}/*`], Condition: { Bool: { 'acs:SecureTransport': ['false'] } } }] })
    await primary.click()
    await page.locator('.review-diff').waitFor()
    await shot('review-locked-out')
    await page.locator('.ant-modal-footer .form-actions button').first().click()
    await expect(page.locator('.review-diff')).toBeHidden()
    await leave()
  },
  { prefix: 'policy-', withoutContrast: true },
)
