import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { listBatches } from '../actions/transfers.ts'
import { expect, type OssiaApp } from '../fixtures/app.ts'
import { dropFiles } from '../fixtures/drop-files.ts'
import { startGate, type Gate } from '../fixtures/gate.ts'
import { inEveryLook, putAll, type Scene } from './looks.ts'

type NewConnection = Parameters<typeof window.ossia.profiles.createProfile>[0]
type Key = NonNullable<NewConnection['credential']>

async function connect({ page, storeReady }: OssiaApp, port: number, change: Partial<NewConnection['fields']>, key?: Pick<Key, 'accessKeyId' | 'accessKeySecret'>): Promise<void> {
  const { region, accessKeyId } = await storeReady()
  const { accessKeySecret } = await page.evaluate(() => window.ossia.store.revealAccessKeySecret({}))
  const fields: NewConnection['fields'] = {
    name: 'Far away', kind: 'oss', endpoint: `http://127.0.0.1:${String(port)}`, region, addressing: 'automatic', signatureVersion: 'v4', readOnly: false, presetPath: '', colour: 'blue', caCertificate: '',
    ...change,
  }
  await page.evaluate((given) => window.ossia.profiles.createProfile(given), { fields, credential: key ?? { accessKeyId, accessKeySecret }, keep: 'session' as const })
}

async function throughGate(scene: Scene, take: (gate: Gate) => Promise<void>): Promise<void> {
  const gate = await startGate(new URL((await scene.ossia.storeReady()).url))
  try {
    await take(gate)
  } finally {
    gate.close()
  }
}

async function fill({ newBucket }: Scene): Promise<void> {
  const photos = await newBucket('photos')
  await putAll(photos, ['plan.md', 'raw/1.bin', 'beach.jpg'], (key) => Buffer.from(key))
  await newBucket('backups')
}

const options = { prefix: 'state-' }

inEveryLook(
  'states of a network',
  (scene) =>
    throughGate(scene, async (gate) => {
      const { ossia, page, show, shot, goTo, row } = scene
      const alert = page.locator('.content [role=alert]').first()
      const connection = (name: string) => page.locator(`[data-connection="${name}"]`)
      await fill(scene)
      const many = await scene.newBucket('many')
      await putAll(many, Array.from({ length: 450 }, (_, index) => `log-${String(index).padStart(5, '0')}.txt`), () => Buffer.from('x'))
      await connect(ossia, gate.port, {})
      await show()
      gate.set('hold')
      await connection('Far away').click()
      await shot('loading-connection')
      gate.set('open')
      const bucket = page.locator('[data-bucket="photos"]:visible').nth(1)
      await bucket.waitFor()
      gate.set('hold')
      await bucket.click()
      await page.locator('.loading-rows').waitFor()
      await shot('loading')
      gate.set('open')
      await row('plan.md').click()
      gate.set('hold')
      await page.keyboard.press('F5')
      await page.locator('.status-line .ant-spin').waitFor()
      await shot('refreshing')
      gate.set('cut')
      await alert.waitFor({ timeout: 60_000 })
      await shot('offline-refresh')
      await alert.locator('.error-actions button').last().click()
      await shot('offline-details')
      await row('raw/').dblclick()
      await page.locator('.error-notice.is-page').waitFor({ timeout: 60_000 })
      await shot('offline-open')
      gate.set('open')
      await page.locator('.error-notice.is-page .ant-btn-primary').click()
      await row('raw/1.bin').waitFor()

      gate.atFurtherPage('hold')
      await goTo('oss://many/')
      await page.locator('.status-line .ant-spin').waitFor()
      await shot('reading')
      gate.set('cut')
      await alert.waitFor({ timeout: 60_000 })
      await shot('interrupted')
      gate.set('open')

      // A port that nothing answers at.
      await connect(ossia, 9, { name: 'Nowhere' })
      await show()
      await connection('Nowhere').click()
      await page.locator('[role=alert]').first().waitFor({ timeout: 60_000 })
      await shot('offline-connection')
    }),
  options,
)

inEveryLook(
  'states of permission',
  (scene) =>
    throughGate(scene, async (gate) => {
      const { ossia, page, folder, show, shot, goTo, row, menuItem } = scene
      const alert = page.locator('.content [role=alert]').first()
      await fill(scene)
      const policy = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:ListBuckets', 'oss:ListObjects', 'oss:GetBucketInfo'], Resource: ['*'] }] })
      const keyOf = (userName: string, document?: string) =>
        page.evaluate(
          async (given) => {
            const change = (one: Parameters<typeof window.ossia.identities.change>[0]['change']) => window.ossia.identities.change({ profileId: 'local', change: one })
            await change({ kind: 'createUser', userName: given.userName, displayName: '', comments: '' })
            if (given.document !== undefined) {
              await change({ kind: 'createPolicy', policyName: 'looking', description: '', document: given.document })
              await change({ kind: 'attachPolicy', policy: { policyType: 'Custom', policyName: 'looking' }, holder: { kind: 'user', name: given.userName } })
            }
            const { accessKey } = await change({ kind: 'createAccessKey', userName: given.userName })
            if (accessKey === undefined) throw new Error('no key was made')
            return accessKey
          },
          { userName, document },
        )
      await connect(ossia, gate.port, { name: 'Locked', readOnly: true, colour: 'red' })
      await connect(ossia, gate.port, { name: 'Guest', colour: 'amber' }, await keyOf('guest'))
      await connect(ossia, gate.port, { name: 'Looks only', colour: 'green' }, await keyOf('looks', policy))
      const open = async (name: string): Promise<void> => {
        await show()
        await page.locator(`[data-connection="${name}"]`).click()
      }

      const leave = async (): Promise<void> => {
        while ((await page.locator('[role=dialog]:visible').count()) > 0) await page.keyboard.press('Escape')
      }

      // What is locked says so.
      await open('Locked')
      await page.locator('[data-bucket="photos"]:visible').nth(1).click()
      await row('plan.md').click()
      await shot('read-only')
      await row('plan.md').click({ button: 'right' })
      await menuItem('trash-2').waitFor()
      await shot('read-only-menu')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Delete')
      await shot('read-only-delete')
      await leave()

      // Nothing is allowed at all.
      await open('Guest')
      await page.locator('[role=alert]').first().waitFor()
      await shot('denied-buckets')
      await goTo('oss://photos/')
      await alert.waitFor()
      await shot('denied-list')
      await alert.locator('button').last().click()
      await shot('denied-details')
      await leave()

      // Lists are allowed, single actions are not.
      await open('Looks only')
      await page.locator('[data-bucket="photos"]:visible').nth(1).click()
      await row('plan.md').click()
      await page.locator('.inspector [role=alert], .inspector .preview-failed').first().waitFor()
      await shot('denied-inspector')
      await page.keyboard.press('Space')
      await shot('denied-quick-look')
      await page.keyboard.press('Escape')
      await row('plan.md').click()
      await page.keyboard.press('F4')
      await page.locator('.ant-modal [role=alert], .editor [role=alert]').first().waitFor()
      await shot('denied-edit')
      await page.keyboard.press('Escape')
      await row('plan.md').click()
      await page.keyboard.press('Control+Shift+h')
      await shot('denied-versions')
      await page.keyboard.press('Escape')
      await row('plan.md').click()
      await page.keyboard.press('Alt+Enter')
      await shot('denied-properties')
      await page.keyboard.press('Escape')
      await row('plan.md').click()
      await page.keyboard.press('Control+Shift+l')
      await page.locator('.link-trial .ant-btn').click()
      await shot('denied-link')
      await page.keyboard.press('Escape')
      await row('plan.md').click()
      await page.keyboard.press('Delete')
      await shot('denied-delete-asked')
      await page.keyboard.press('Escape')
      await row('plan.md').click()
      await page.keyboard.press('F2')
      await page.keyboard.type('renamed')
      await page.keyboard.press('Enter')
      const failed = (count: number) => expect.poll(async () => (await listBatches(page)).filter(({ state }) => state === 'failed').length).toBe(count)
      await failed(1)
      await shot('denied-rename')
      await writeFile(path.join(folder, 'new.txt'), 'new')
      await dropFiles(page.getByTestId('object-grid'), [path.join(folder, 'new.txt')])
      await shot('denied-upload-asked')
      await failed(2).catch(() => undefined)
      await page.locator('.dock-toggle').click()
      await shot('denied-upload')
      await page.locator('[data-bucket="photos"]:visible').nth(1).click({ button: 'right' })
      await menuItem('shield-check').click()
      await page.locator('.ant-modal [role=alert]').first().waitFor()
      await shot('denied-policy')
      await leave()
      await page.locator('[data-bucket="photos"]:visible').nth(1).click({ button: 'right' })
      await menuItem('sliders-horizontal').click()
      await page.locator('.bucket-settings .setting-entry').first().waitFor()
      await shot('denied-overview')
      await page.locator('.bucket-settings .setting-entry').nth(4).click()
      await page.locator('.bucket-settings [role=alert]').first().waitFor()
      await shot('denied-setting')
    }),
  options,
)

/** Ends the store's process the hard way. */
async function killStore({ electron }: OssiaApp): Promise<void> {
  const processId = await electron.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'Ossia store')?.pid)
  if (processId !== undefined) process.kill(processId, 'SIGKILL')
}

inEveryLook(
  'states of the store and settings',
  async (scene) => {
    const { ossia, page, show, shot, goTo, row } = scene
    await fill(scene)
    await show()
    await page.keyboard.press('Control+,')
    await expect(page.locator('.settings-layout')).toBeVisible()
    await shot('settings')
    await page.locator('.settings-part').last().click()
    await shot('settings-store')
    await page.locator('.settings-side input').fill('store')
    await shot('settings-found')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.locator('.settings-layout').waitFor({ state: 'hidden' })
    await goTo('oss://photos/')
    await row('plan.md').click()
    const status = () => page.evaluate(() => window.ossia.store.getStatus({}))
    let starts = 0
    for (let state = (await status()).state; state !== 'failed'; state = (await status()).state) {
      // Waits longer before each further start: what it looks like meanwhile.
      if (state === 'starting' && ++starts === 1) await shot('store-starting')
      await killStore(ossia)
      await page.waitForTimeout(40)
    }
    await page.locator('.content [role=alert]').first().waitFor()
    await shot('store-stopped')
    await page.locator('.store-row').click()
    await shot('store-stopped-dialog')
    await page.keyboard.press('Escape')
    await page.locator('.content [role=alert] .ant-btn-primary').click()
    await row('plan.md').waitFor()
    await shot('store-back')
  },
  options,
)
