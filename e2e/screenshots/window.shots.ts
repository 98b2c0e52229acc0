import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { downloadSelectionTo, waitForTransfers } from '../actions/transfers.ts'
import { expect, launchOssia, test, type OssiaApp } from '../fixtures/app.ts'
import { dragFiles, dropFiles } from '../fixtures/drop-files.ts'
import { sdkClient } from '../fixtures/sdk.ts'
import { copySources, photoPath, writeRandomFile } from '../fixtures/trees.ts'

const output = path.resolve(import.meta.dirname, '../../screenshots')

const crowdedNames = [
  'annual-report-2026-quarter-3-final-final-reviewed-by-everyone-and-their-manager (copy 2).pdf',
  '上海分公司第三季度销售数据汇总（修订版）.xlsx',
  'emoji 🦴🏔️🌊 holiday plan.md',
  'a+b=c & 100% #1.txt',
  '..hidden config..',
  'backup.tar.gz',
  'data.csv',
  'deploy.sh',
  'index.html',
  'interview.mp3',
  'movie.mp4',
]

async function fill(ossia: OssiaApp): Promise<void> {
  const client = await sdkClient(ossia)
  for (const bucket of ['backups', 'photos', 'site']) await client.putBucket(bucket)
  await ossia.page.evaluate(() =>
    window.ossia.buckets.putBucket({ profileId: 'local', bucket: 'public-assets', acl: 'public-read', storageClass: 'Standard', dataRedundancyType: 'LRS' }),
  )
  client.useBucket('photos')
  const photo = await readFile(photoPath)
  for (const name of ['beach.jpg', 'tram 28.jpg', 'bridge.jpg']) await client.put(`2026/lisbon/${name}`, photo)
  await client.put('2026/lisbon/raw/one.dng', Buffer.alloc(30_000_000))
  await client.put('2026/lisbon/edits/two.psd', Buffer.alloc(2_000_000))
  await client.put('2026/lisbon/plan.md', Buffer.from('# Lisbon\n\n- Belém on Monday\n- 阿尔法玛 on Tuesday\n'))
  for (const [index, name] of crowdedNames.entries()) await client.put(`crowded/${name}`, Buffer.alloc(17 ** index % 900_001))
  for (let index = 0; index < 120; index++) await client.put(`crowded/file ${index}.txt`, Buffer.alloc(index * 37))
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(640, 690)
  // Lets tooltips, transitions and images settle: the picture is looked at by a person, nothing depends on it.
  await page.waitForTimeout(600)
  await page.screenshot({ path: path.join(output, `${name}.png`) })
}

async function resize(ossia: OssiaApp, width: number, height: number): Promise<void> {
  await ossia.electron.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), { width, height })
}

const looks = [
  { label: 'light-en', locale: 'en-US', theme: 'light' },
  { label: 'dark-zh', locale: 'zh-CN', theme: 'dark' },
] as const

for (const { label, locale, theme } of looks) {
  test(`views, ${label}`, async ({ userData, folder }) => {
    await mkdir(output, { recursive: true })
    const shot = (page: Page, name: string): Promise<void> => shoot(page, `${label}-${name}`)
    const ossia = await launchOssia({ userData, locale })
    try {
      const { page } = ossia
      await ossia.storeReady()
      await page.evaluate((value) => window.ossia.settings.updateSettings({ theme: value }), theme)
      await page.reload()
      await resize(ossia, 1360, 832)
      await shot(page, 'first-run')
      await page.evaluate(() => window.ossia.settings.updateSettings({ firstRun: false }))
      await page.reload()
      await shot(page, 'no-buckets')
      await fill(ossia)
      await page.reload()
      await page.getByRole('navigation').first().waitFor()

      await goToByKey(page, 'oss://photos/2026/lisbon/')
      await rowOf(page, '2026/lisbon/beach.jpg').click()
      await expect(page.locator('img')).toBeVisible()
      await shot(page, 'window')
      await rowOf(page, '2026/lisbon/plan.md').click()
      await shot(page, 'text-preview')
      await page.keyboard.press('Space')
      await shot(page, 'quick-look')
      await page.keyboard.press('Escape')

      await goToByKey(page, 'oss://photos/crowded/')
      await rowOf(page, `crowded/${crowdedNames[0]}`).click()
      await page.keyboard.press('Shift+ArrowDown')
      await page.keyboard.press('Shift+ArrowDown')
      await shot(page, 'crowded')
      await rowOf(page, `crowded/${crowdedNames[2]}`).click({ button: 'right' })
      await shot(page, 'menu')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Delete')
      await shot(page, 'delete')
      await page.keyboard.press('Escape')
      await resize(ossia, 1024, 640)
      await shot(page, 'small')
      await resize(ossia, 1360, 832)

      await goToByKey(page, 'oss://site/')
      await shot(page, 'empty')
      const tree = path.join(folder, 'website')
      await copySources(tree)
      await writeRandomFile(path.join(tree, 'video.bin'), 300 * 1024 * 1024)
      const drag = await dragFiles(gridOf(page), [tree])
      await shot(page, 'drop')
      await drag.drop()
      await page.locator('.dock-toggle').click()
      await expect.poll(async () => (await page.evaluate(() => window.ossia.transfers.listBatches({})))[0]?.bytesPerSecond ?? 0).toBeGreaterThan(0)
      await shot(page, 'uploading')
      await waitForTransfers(page, 1, 120_000)
      await writeFile(path.join(folder, 'same.txt'), 'same')
      await dropFiles(gridOf(page), [path.join(folder, 'same.txt')])
      await waitForTransfers(page, 2)
      await writeFile(path.join(folder, 'same.txt'), 'changed')
      await dropFiles(gridOf(page), [path.join(folder, 'same.txt')])
      await expect(page.getByRole('dialog')).toBeVisible()
      await shot(page, 'conflict')
      await page.keyboard.press('Escape')
      await goToByKey(page, 'oss://site/')
      await rowOf(page, 'same.txt').click()
      await downloadSelectionTo(ossia.electron, page, path.join(folder, 'gone', 'folder'))
      await shot(page, 'failed')
      await page.keyboard.press('Control+,')
      await shot(page, 'settings')
      await page.keyboard.press('Escape')
      await page.locator('.endpoint-button').click()
      await shot(page, 'endpoint')
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await shot(page, 'shortcuts')
    } finally {
      await ossia.close()
    }
  })
}

for (const { label, locale, theme } of looks) {
  test(`connections, ${label}`, async ({ userData }) => {
    await mkdir(output, { recursive: true })
    const shot = (page: Page, name: string): Promise<void> => shoot(page, `${label}-${name}`)
    const ossia = await launchOssia({ userData, locale })
    try {
      const { page } = ossia
      const { url, region, accessKeyId } = await ossia.storeReady()
      await page.evaluate((value) => window.ossia.settings.updateSettings({ theme: value, firstRun: false }), theme)
      const { accessKeySecret } = await page.evaluate(() => window.ossia.store.revealAccessKeySecret({}))
      await page.reload()
      await resize(ossia, 1360, 832)
      await fill(ossia)
      await page.reload()
      const sidebar = page.locator('.connection-section')
      await sidebar.getByRole('button').first().click()
      await shot(page, 'connections-none')
      await page.keyboard.press('Escape')
      await page.evaluate(
        async (key) => {
          for (const [index, colour] of (['red', 'amber', 'green', 'blue', 'purple', 'none'] as const).entries()) {
            const name = ['Production', '华东二 · 季度财务归档（只允许审计部门读取的那一个）', 'Ceph in the basement', 'customer exports, eu-central, quarterly', 'Team', 'Broken'][index] ?? ''
            const fields = {
              name,
              colour,
              kind: index === 2 ? ('s3' as const) : ('oss' as const),
              endpoint: index === 5 ? 'http://127.0.0.1:9' : key.url,
              region: key.region,
              addressing: 'automatic' as const,
              signatureVersion: 'v4' as const,
              presetPath: index === 4 ? 'photos/2026/' : '',
              readOnly: index === 0,
              caCertificate: '',
            }
            const credential = { accessKeyId: key.accessKeyId, accessKeySecret: key.accessKeySecret }
            await window.ossia.profiles.createProfile({ fields, credential, keep: index === 3 ? 'unprotected' : 'session' })
          }
        },
        { url, region, accessKeyId, accessKeySecret },
      )
      await page.locator('[data-connection="Production"]').click()
      await page.locator('[data-connection="Broken"]').click()
      await expect(page.getByRole('alert').first()).toBeVisible({ timeout: 30_000 })
      await shot(page, 'connection-failed')
      await page.locator('[data-connection="Broken"]').click()
      await page.locator('[data-connection="Team"]').click()
      await expect(gridOf(page)).toBeVisible()
      await shot(page, 'connections')
      await sidebar.getByRole('button').first().click()
      await shot(page, 'connections-manager')
      await page.locator('.connection-item .icon-button').first().click()
      await shot(page, 'connection-edit')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      await sidebar.getByRole('button').nth(1).click()
      await page.locator('#profile-accessKeySecret').fill('notTheSecret')
      await page.locator('.connection-form .ant-modal-footer .ant-btn-primary').click()
      await shot(page, 'connection-form')
      await page.locator('#profile-name').fill('x')
      await page.locator('#profile-accessKeyId').fill('x')
      await page.locator('.connection-form-body').evaluate((body) => body.scrollTo(0, body.scrollHeight))
      await page.locator('.disclosure').last().click()
      await page.locator('.connection-form-body').evaluate((body) => body.scrollTo(0, body.scrollHeight))
      await shot(page, 'connection-form-end')
    } finally {
      await ossia.close()
    }
  })
}

const gridOf = (page: Page) => page.getByTestId('object-grid')
const rowOf = (page: Page, key: string) => gridOf(page).locator(`[data-key=${JSON.stringify(key)}]`)

/** As `goTo`, in any language. */
async function goToByKey(page: Page, address: string): Promise<void> {
  await page.keyboard.press('Control+l')
  await page.locator('.address-input').fill(address)
  await page.keyboard.press('Enter')
  await expect(gridOf(page)).toBeVisible()
}
