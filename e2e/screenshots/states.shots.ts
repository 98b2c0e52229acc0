import { mkdir } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { goTo } from '../actions/window.ts'
import { expect, launchOssia, test, type OssiaApp } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'

const output = path.resolve(import.meta.dirname, '../../screenshots')
const looks = [
  { label: 'light-en', locale: 'en-US', theme: 'light' },
  { label: 'dark-en', locale: 'en-US', theme: 'dark' },
  { label: 'light-zh', locale: 'zh-CN', theme: 'light' },
  { label: 'dark-zh', locale: 'zh-CN', theme: 'dark' },
] as const

type NewConnection = Parameters<typeof window.ossia.profiles.createProfile>[0]

interface Gate {
  readonly port: number
  mode: 'open' | 'slow' | 'cut'
  /** Cuts everything off once so many further pages of a listing were asked for. */
  readonly cutAfterPages: (pages: number) => void
  /** Ends every connection that is open. */
  readonly drop: () => void
  readonly close: () => void
}

/** A service in between that answers, holds back or cuts off what the store says, as it is told. */
async function startGate(target: URL): Promise<Gate> {
  let pagesLeft = Number.POSITIVE_INFINITY
  const gate: { -readonly [K in keyof Gate]: Gate[K] } = {
    mode: 'open',
    port: 0,
    drop: () => undefined,
    close: () => undefined,
    cutAfterPages: (pages) => {
      pagesLeft = pages
    },
  }
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    const upstream = net.connect(Number(target.port), target.hostname)
    socket.on('error', () => upstream.destroy())
    upstream.on('error', () => socket.destroy())
    socket.on('data', (bytes) => {
      // Further pages of a listing are asked for with what follows the first.
      if (/^GET [^ ]*(continuation-token|marker)=[^& ]/.test(bytes.toString('latin1')) && --pagesLeft < 0) gate.mode = 'cut'
      if (gate.mode === 'cut') socket.destroy()
      else if (gate.mode === 'open') upstream.write(bytes)
    })
    upstream.on('data', (bytes) => void socket.write(bytes))
    socket.on('close', () => upstream.destroy())
    upstream.on('close', () => socket.destroy())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  gate.port = (server.address() as net.AddressInfo).port
  gate.drop = () => {
    for (const socket of sockets) socket.destroy()
  }
  gate.close = () => {
    gate.drop()
    server.close()
  }
  return gate
}

async function connectionTo(ossia: OssiaApp, port: number, change: Partial<NewConnection['fields']>, key?: { readonly accessKeyId: string; readonly accessKeySecret: string }): Promise<string> {
  const { region, accessKeyId } = await ossia.storeReady()
  const { accessKeySecret } = await ossia.page.evaluate(() => window.ossia.store.revealAccessKeySecret({}))
  const fields: NewConnection['fields'] = {
    name: 'Far away', kind: 'oss', endpoint: `http://127.0.0.1:${String(port)}`, region, addressing: 'automatic', signatureVersion: 'v4', readOnly: false, presetPath: '', colour: 'blue', caCertificate: '',
    ...change,
  }
  const input: NewConnection = { fields, credential: key ?? { accessKeyId, accessKeySecret }, keep: 'session' }
  return (await ossia.page.evaluate((given) => window.ossia.profiles.createProfile(given), input)).profileId
}

for (const { label, locale, theme } of looks) {
  test(`states, ${label}`, async ({ userData }) => {
    test.setTimeout(180_000)
    await mkdir(output, { recursive: true })
    const shot = async (page: Page, name: string): Promise<void> => void (await page.screenshot({ path: path.join(output, `${label}-state-${name}.png`) }))
    const ossia = await launchOssia({ userData, locale })
    const gate = await startGate(new URL((await ossia.storeReady()).url))
    try {
      const { page } = ossia
      await page.evaluate((value) => window.ossia.settings.updateSettings({ theme: value, firstRun: false }), theme)
      await page.evaluate(() => window.ossia.buckets.putBucket({ profileId: 'local', bucket: 'photos', acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' }))
      await page.evaluate(() => window.ossia.buckets.putBucket({ profileId: 'local', bucket: 'many', acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' }))
      const client = await sdkClient(ossia, 'photos')
      for (const key of ['plan.md', 'raw/1.bin', 'beach.jpg']) await client.put(key, Buffer.from(key))
      const many = await sdkClient(ossia, 'many')
      await Promise.all(Array.from({ length: 8 }, async (_, lane) => {
        for (let index = lane; index < 2200; index += 8) await many.put(`log-${String(index).padStart(5, '0')}.txt`, Buffer.from('x'))
      }))

      await page.keyboard.press('Escape')
      await page.reload()
      await page.getByRole('navigation').first().waitFor()
      // Settings, as a state of their own.
      await page.keyboard.press('Control+,')
      await expect(page.locator('.settings-layout')).toBeVisible()
      await shot(page, 'settings')
      await page.locator('.settings-part').last().click()
      await shot(page, 'settings-store')
      await page.locator('.settings-side input').fill('store')
      await shot(page, 'settings-found')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')

      // Read-only: what is locked says so.
      await connectionTo(ossia, gate.port, { name: 'Locked', readOnly: true, colour: 'red' })
      await page.reload()
      await page.getByText('Locked', { exact: true }).first().click()
      await page.getByText('photos', { exact: true }).last().click()
      await expect(page.locator('[data-key="plan.md"]')).toBeVisible()
      await page.locator('[data-key="plan.md"]').click({ button: 'right' })
      await shot(page, 'read-only-menu')
      await page.keyboard.press('Escape')
      await page.locator('.settings-layout').waitFor({ state: 'hidden' })
      await shot(page, 'read-only')

      // Loading, then cut off.
      gate.mode = 'slow'
      await page.keyboard.press('F5')
      await page.locator('.loading-rows').waitFor().catch(() => undefined)
      await shot(page, 'loading')
      gate.mode = 'cut'
      gate.drop()
      await page.locator('.content [role=alert]').first().waitFor({ timeout: 60_000 })
      await shot(page, 'offline-list')
      gate.mode = 'open'

      // Interrupted in the middle: what is loaded stays.
      gate.cutAfterPages(1)
      await goTo(page, 'oss://many/')
      await page.locator('.content [role=alert]').first().waitFor()
      await shot(page, 'interrupted')
      gate.cutAfterPages(Number.POSITIVE_INFINITY)
      gate.mode = 'open'

      // A port that nothing answers at.
      await connectionTo(ossia, 9, { name: 'Nowhere' })
      await page.reload()
      await page.getByText('Nowhere', { exact: true }).first().click()
      await page.locator('[role=alert]').first().waitFor()
      await shot(page, 'offline')

      // A user without any permission.
      const key = await page.evaluate(async () => {
        await window.ossia.identities.change({ profileId: 'local', change: { kind: 'createUser', userName: 'guest', displayName: 'guest', comments: '' } })
        return (await window.ossia.identities.change({ profileId: 'local', change: { kind: 'createAccessKey', userName: 'guest' } })).accessKey
      })
      if (key === undefined) throw new Error('no key was made')
      await connectionTo(ossia, gate.port, { name: 'Guest', colour: 'amber' }, key)
      await page.reload()
      await page.getByText('Guest', { exact: true }).first().click()
      await page.locator('[role=alert]').first().waitFor()
      await shot(page, 'no-permission-buckets')
      await goTo(page, 'oss://photos/')
      await page.locator('.content [role=alert]').first().waitFor()
      await shot(page, 'no-permission-list')
      await page.locator('.content [role=alert] button').last().click()
      await shot(page, 'no-permission-details')

    } finally {
      await ossia.close()
      gate.close()
    }
  })
}
