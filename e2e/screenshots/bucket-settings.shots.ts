import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { launchOssia, test } from '../fixtures/app.ts'
import { putRaw } from '../fixtures/raw-put.ts'

const output = path.resolve(import.meta.dirname, '../../screenshots')
const looks = [
  { label: 'light-en', locale: 'en-US', theme: 'light' },
  { label: 'dark-zh', locale: 'zh-CN', theme: 'dark' },
] as const
const policy = {
  Version: '1',
  Statement: [
    { Sid: 'PartnerReads', Effect: 'Allow', Principal: ['1234567890123456'], Action: ['oss:GetObject', 'oss:PutObject'], Resource: ['acs:oss:*:*:team-data/reports/*'] },
    { Sid: 'OfficeOnly', Effect: 'Deny', Principal: ['*'], Action: ['oss:PutObject', 'oss:DeleteObject'], Resource: ['acs:oss:*:*:team-data/*'], Condition: { NotIpAddress: { 'acs:SourceIp': ['203.0.113.0/24'] }, StringNotLike: { 'acs:SourceVpc': ['vpc-*'] } } },
    { Effect: 'Allow', Principal: ['*'], Action: ['oss:GetObject'], Resource: ['acs:oss:*:*:team-data/public/*'] },
  ],
}
const cors = {
  name: 'cors' as const,
  responseVary: false,
  rules: [
    { allowedOrigins: ['https://app.example.com', 'https://*.preview.example.com'], allowedMethods: ['GET' as const, 'PUT' as const], allowedHeaders: ['content-type', 'x-oss-*'], exposeHeaders: ['ETag'], maxAgeSeconds: 600 },
    { allowedOrigins: ['*'], allowedMethods: ['GET' as const, 'HEAD' as const], allowedHeaders: [], exposeHeaders: [] },
  ],
}
const referer = { name: 'referer' as const, allowEmptyReferer: true, allowTruncateQueryString: true, truncatePath: false, referers: ['https://www.example.com', 'https://*.example.net'], blacklist: ['https://www.example.com/mirror'] }

for (const { label, locale, theme } of looks) {
  test(`the settings of a bucket, ${label}`, async ({ userData }) => {
    await mkdir(output, { recursive: true })
    const ossia = await launchOssia({ userData, locale })
    try {
      const { page, electron } = ossia
      const shot = async (name: string): Promise<void> => {
        // Lets transitions settle: the picture is looked at by a person, nothing depends on it.
        await page.waitForTimeout(900)
        await page.screenshot({ path: path.join(output, `${label}-settings-${name}.png`) })
      }
      await ossia.storeReady()
      await page.evaluate((value) => window.ossia.settings.updateSettings({ theme: value, firstRun: false }), theme)
      for (const bucket of ['team-data', 'plain']) await page.evaluate((name) => window.ossia.buckets.putBucket({ profileId: 'local', bucket: name, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' }), bucket)
      await putRaw(ossia, 'team-data', ['public/logo.svg', 'public/fonts/inter.woff2', 'reports/2026/november.pdf', 'reports/2026/a-very-long-name-of-a-report-that-somebody-gave-to-it-without-thinking-of-lists.xlsx', 'notes.md'])
      await page.evaluate(
        async (settings) => {
          for (const setting of settings) await window.ossia.buckets.putBucketSetting({ profileId: 'local', bucket: 'team-data', setting })
        },
        [cors, referer, { name: 'tags' as const, tags: { team: 'data', 'cost centre': '4711' } }, { name: 'policy' as const, text: JSON.stringify(policy, undefined, 2) }],
      )
      const aclOf = (keys: string[], acl: 'public-read' | 'private') =>
        page.evaluate((input) => window.ossia.transfers.enqueueEdit({ profileId: 'local', bucket: 'team-data', basePrefix: '', selection: { kind: 'names', keys: input.keys, prefixes: [] }, edit: { kind: 'acl', acl: input.acl } }), { keys, acl })
      await aclOf(['reports/2026/november.pdf', 'reports/2026/a-very-long-name-of-a-report-that-somebody-gave-to-it-without-thinking-of-lists.xlsx'], 'public-read')
      await aclOf(['notes.md'], 'private')
      await page.reload()
      await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1360, 832))
      const open = async (bucket: string): Promise<void> => {
        await page.locator(`[data-bucket="${bucket}"]`).click()
        await page.keyboard.press('Control+i')
        await page.locator('.bucket-settings .setting-entry').first().waitFor()
      }
      const entry = (index: number): Promise<void> => page.locator('.bucket-settings .setting-entry').nth(index).click()
      await open('team-data')
      await page.locator('.access-cell').first().waitFor()
      await page.locator('.scan-line button').first().click()
      await page.locator('.scan-row').first().waitFor()
      await shot('overview')
      await page.locator('.access-cell').first().click()
      await page.locator('.access-sources').waitFor()
      await shot('overview-source')
      await page.keyboard.press('Escape')
      await entry(1)
      await shot('policy')
      await entry(2)
      await page.locator('.choice-card').nth(1).click()
      await shot('acl')
      await page.locator('.setting-footer .ant-btn-primary').click()
      await page.locator('.change-list').waitFor()
      await shot('acl-review')
      await page.locator('.form-actions button').first().click()
      await entry(3)
      await shot('block')
      await entry(4)
      await page.locator('.setting-tester input').first().fill('https://app.example.com')
      await page.locator('.setting-tester input').last().fill('content-type, x-oss-meta-a')
      await shot('cors')
      await page.locator('.setting-tester input').last().fill('content-type, range')
      await shot('cors-refused')
      await page.locator('.setting-head .ant-segmented-item').last().click()
      await shot('cors-document')
      await entry(5)
      await page.locator('.setting-tester input').first().fill('https://www.example.com/mirror/1?from=mail')
      await shot('referer')
      await entry(7)
      await shot('payer')
      await entry(8)
      await page.locator('.tag-rows input').first().fill('aliyun')
      await shot('tags')
      await page.locator('.bucket-settings .ant-modal-close').first().click()
      await page.locator('.ant-modal-footer .ant-btn-dangerous, .ant-modal-confirm .ant-btn-dangerous').last().click()
      await page.locator('.bucket-settings').waitFor({ state: 'detached' })
      await open('plain')
      await page.locator('.access-cell').first().waitFor()
      await shot('plain-overview')
      await entry(4)
      await page.locator('.template-card').first().waitFor()
      await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 640))
      await shot('cors-empty-small')
    } finally {
      await ossia.close()
    }
  })
}
