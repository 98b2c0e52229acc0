import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { downloadSelectionTo, waitForTransfers } from '../actions/transfers.ts'
import { expect } from '../fixtures/app.ts'
import { dragFiles, dropFiles } from '../fixtures/drop-files.ts'
import { copySources, writeRandomFile } from '../fixtures/trees.ts'
import { inEveryLook, photo, putAll, type Scene } from './looks.ts'

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

async function fill({ newBucket }: Scene): Promise<void> {
  await newBucket('backups')
  await newBucket('site')
  await newBucket('public-assets', 'public-read')
  const client = await newBucket('photos')
  const picture = await photo()
  await putAll(client, ['beach.jpg', 'tram 28.jpg', 'bridge.jpg'].map((name) => `2026/lisbon/${name}`), () => picture)
  await client.put('2026/lisbon/raw/one.dng', Buffer.alloc(30_000_000))
  await client.put('2026/lisbon/edits/two.psd', Buffer.alloc(2_000_000))
  await client.put('2026/lisbon/plan.md', Buffer.from('# Lisbon\n\n- Belém on Monday\n- 阿尔法玛 on Tuesday\n'))
  await putAll(client, crowdedNames.map((name) => `crowded/${name}`), (key) => Buffer.alloc((key.length * 7919) ** 2 % 900_001))
  await putAll(client, Array.from({ length: 120 }, (_, index) => `crowded/file ${index}.txt`), (key) => Buffer.alloc(key.length * 37))
}

inEveryLook(
  'views',
  async (scene) => {
    const { ossia, page, folder, show, shot, resize, goTo, row, menuItem } = scene
    const grid = page.getByTestId('object-grid')
    const listBatches = () => page.evaluate(() => window.ossia.transfers.listBatches({}))
    await show()
    await page.evaluate(() => window.ossia.settings.updateSettings({ firstRun: false }))
    await show()
    await shot('no-buckets')
    await page.locator('.content .ant-btn-primary, .bucket-section .ant-btn-primary').first().click()
    await page.locator('.ant-modal input').first().fill('Not_Allowed')
    await shot('create-bucket')
    await page.keyboard.press('Escape')
    await fill(scene)
    await show()
    await goTo('oss://photos/2026/lisbon/')
    await row('2026/lisbon/beach.jpg').click()
    await expect(page.locator('.inspector img')).toBeVisible()
    await shot('window')
    await row('2026/lisbon/plan.md').click()
    await shot('text-preview')
    await page.keyboard.press('Space')
    await shot('quick-look')
    await page.keyboard.press('Escape')

    await goTo('oss://photos/crowded/')
    await row(`crowded/${crowdedNames[0]}`).click()
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await shot('crowded')
    await row(`crowded/${crowdedNames[2]}`).click({ button: 'right' })
    await menuItem('trash-2').waitFor()
    await shot('menu')
    await page.keyboard.press('Escape')
    await page.keyboard.press('F2')
    await shot('rename')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Delete')
    await shot('delete')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+Enter')
    await shot('properties')
    await page.keyboard.press('Escape')
    await resize(1024, 640)
    await shot('small')
    await resize(1360, 832)

    await goTo('oss://site/')
    await page.locator('.empty-state').waitFor()
    await shot('empty')
    const tree = path.join(folder, 'website')
    await copySources(tree)
    await writeRandomFile(path.join(tree, 'video.bin'), 48 * 1024 * 1024)
    const drag = await dragFiles(grid, [tree])
    await shot('drop')
    await page.evaluate(() => window.ossia.transfers.setSpeedLimit({ bytesPerSecond: 5 * 1024 * 1024 }))
    await drag.drop()
    await page.locator('.dock-toggle').click()
    await expect.poll(async () => (await listBatches())[0]?.bytesPerSecond ?? 0).toBeGreaterThan(0)
    await shot('uploading')
    await page.evaluate(() => window.ossia.transfers.setSpeedLimit({ bytesPerSecond: null }))
    await waitForTransfers(page, 1, 120_000)
    await writeFile(path.join(folder, 'same.txt'), 'same')
    await dropFiles(grid, [path.join(folder, 'same.txt')])
    await waitForTransfers(page, 2)
    await writeFile(path.join(folder, 'same.txt'), 'changed')
    await dropFiles(grid, [path.join(folder, 'same.txt')])
    await expect(page.getByRole('dialog')).toBeVisible()
    await shot('conflict')
    await page.keyboard.press('Escape')
    await row('same.txt').click()
    await downloadSelectionTo(ossia.electron, page, path.join(folder, 'same.txt'))
    await waitForTransfers(page, 3)
    await shot('failed')
    await page.locator('.endpoint-button, .store-row').first().click()
    await shot('endpoint')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await shot('shortcuts')
  },
)

inEveryLook(
  'connections',
  async (scene) => {
    const { ossia, page, show, shot } = scene
    const { url, region, accessKeyId } = await ossia.storeReady()
    const { accessKeySecret } = await page.evaluate(() => window.ossia.store.revealAccessKeySecret({}))
    const client = await scene.newBucket('photos')
    await client.put('2026/plan.md', Buffer.from('# Plan'))
    await scene.newBucket('backups')
    await show()
    const sidebar = page.locator('.connection-section')
    await sidebar.getByRole('button').first().click()
    await shot('connections-none')
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
    await shot('connection-failed')
    await page.locator('[data-connection="Broken"]').click()
    await page.locator('[data-connection="Team"]').click()
    await expect(page.getByTestId('object-grid')).toBeVisible()
    await shot('connections')
    await sidebar.getByRole('button').first().click()
    await shot('connections-manager')
    await page.locator('.connection-item .icon-button').first().click()
    await shot('connection-edit')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await sidebar.getByRole('button').nth(1).click()
    await page.locator('#profile-accessKeySecret').fill('notTheSecret')
    await page.locator('.connection-form .ant-modal-footer .ant-btn-primary').click()
    await shot('connection-form')
    await page.locator('#profile-name').fill('x')
    await page.locator('#profile-accessKeyId').fill('x')
    await page.locator('.connection-form-body').evaluate((body) => body.scrollTo(0, body.scrollHeight))
    await page.locator('.disclosure').last().click()
    await page.locator('.connection-form-body').evaluate((body) => body.scrollTo(0, body.scrollHeight))
    await shot('connection-form-end')
  },
  { withoutContrast: true },
)
