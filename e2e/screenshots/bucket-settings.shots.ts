import { putRaw } from '../fixtures/raw-put.ts'
import { crowdedPolicy, inEveryLook } from './looks.ts'

const cors = {
  name: 'cors' as const,
  responseVary: false,
  rules: [
    { allowedOrigins: ['https://app.example.com', 'https://*.preview.example.com'], allowedMethods: ['GET' as const, 'PUT' as const], allowedHeaders: ['content-type', 'x-oss-*'], exposeHeaders: ['ETag'], maxAgeSeconds: 600 },
    { allowedOrigins: ['*'], allowedMethods: ['GET' as const, 'HEAD' as const], allowedHeaders: [], exposeHeaders: [] },
  ],
}
const referer = { name: 'referer' as const, allowEmptyReferer: true, allowTruncateQueryString: true, truncatePath: false, referers: ['https://www.example.com', 'https://*.example.net'], blacklist: ['https://www.example.com/mirror'] }

inEveryLook('the settings of a bucket', async ({ ossia, page, show, shot }) => {
  for (const bucket of ['team-data', 'plain']) await page.evaluate((name) => window.ossia.buckets.putBucket({ profileId: 'local', bucket: name, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' }), bucket)
  await putRaw(ossia, 'team-data', ['public/logo.svg', 'public/fonts/inter.woff2', 'reports/2026/november.pdf', 'reports/2026/a-very-long-name-of-a-report-that-somebody-gave-to-it-without-thinking-of-lists.xlsx', 'notes.md'])
  await page.evaluate(
    async (settings) => {
      for (const setting of settings) await window.ossia.buckets.putBucketSetting({ profileId: 'local', bucket: 'team-data', setting })
    },
    [cors, referer, { name: 'tags' as const, tags: { team: 'data', 'cost centre': '4711' } }, { name: 'policy' as const, text: JSON.stringify(crowdedPolicy, undefined, 2) }],
  )
  const aclOf = (keys: string[], acl: 'public-read' | 'private') =>
    page.evaluate((input) => window.ossia.transfers.enqueueEdit({ profileId: 'local', bucket: 'team-data', basePrefix: '', selection: { kind: 'names', keys: input.keys, prefixes: [] }, edit: { kind: 'acl', acl: input.acl } }), { keys, acl })
  await aclOf(['reports/2026/november.pdf', 'reports/2026/a-very-long-name-of-a-report-that-somebody-gave-to-it-without-thinking-of-lists.xlsx'], 'public-read')
  await aclOf(['notes.md'], 'private')
  await show()
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
  await shot('settings-overview')
  await page.locator('.access-cell').first().click()
  await page.locator('.access-sources').waitFor()
  await shot('settings-overview-source')
  await page.keyboard.press('Escape')
  await entry(1)
  await shot('settings-policy')
  await entry(2)
  await page.locator('.choice-card').nth(1).click()
  await shot('settings-acl')
  await page.locator('.setting-footer .ant-btn-primary').click()
  await page.locator('.change-list').waitFor()
  await shot('settings-acl-review')
  await page.locator('.form-actions button').first().click()
  await entry(3)
  await shot('settings-block')
  await entry(4)
  await page.locator('.setting-tester input').first().fill('https://app.example.com')
  await page.locator('.setting-tester input').last().fill('content-type, x-oss-meta-a')
  await shot('settings-cors')
  await page.locator('.setting-tester input').last().fill('content-type, range')
  await shot('settings-cors-refused')
  await page.locator('.setting-head .ant-segmented-item').last().click()
  await shot('settings-cors-document')
  await entry(5)
  await page.locator('.setting-tester input').first().fill('https://www.example.com/mirror/1?from=mail')
  await shot('settings-referer')
  await entry(6)
  await page.locator('.choice-card').first().click()
  await shot('settings-versioning')
  await page.locator('.setting-footer .ant-btn-primary').click()
  await page.locator('.change-list').waitFor()
  await shot('settings-versioning-review')
  await page.locator('.form-actions button').first().click()
  await entry(7)
  await shot('settings-payer')
  await entry(8)
  await page.locator('.tag-rows input').first().fill('aliyun')
  await shot('settings-tags')
  await page.locator('.bucket-settings .ant-modal-close').first().click()
  await page.locator('.ant-modal-footer .ant-btn-dangerous, .ant-modal-confirm .ant-btn-dangerous').last().click()
  await page.locator('.bucket-settings').waitFor({ state: 'detached' })
  await open('plain')
  await page.locator('.access-cell').first().waitFor()
  await shot('settings-plain-overview')
  await entry(4)
  await page.locator('.template-card').first().waitFor()
  await ossia.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 640))
  await shot('settings-cors-empty-small')
})
