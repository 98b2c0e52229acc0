import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import type { OssiaApp } from '../fixtures/app.ts'
import { pdfFile, wavFile, zipFile } from '../fixtures/preview-files.ts'
import { sdkClient } from '../fixtures/sdk.ts'
import { photoPath } from '../fixtures/trees.ts'
import type { Looker } from './accessibility.ts'
import { find } from './window.ts'

/** What is done in a view that is looked at by itself. */
export interface Views {
  readonly ossia: OssiaApp
  readonly page: Page
  readonly look: Looker
}

export const dialog = (page: Page, name: RegExp): Locator => page.getByRole('dialog', { name })

/** By the palette, as a person who knows the name. */
export async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Command palette' }).fill(name)
  await page.getByRole('option', { name, selected: true }).waitFor()
  await page.keyboard.press('Enter')
}

/** An entry of a row's menu, or one of its children. */
export async function chooseInMenu(page: Page, key: string, ...entries: readonly RegExp[]): Promise<void> {
  await find.row(page, key).click({ button: 'right' })
  for (const entry of entries) await page.getByRole('menuitem', { name: entry }).click()
}

export async function chooseInBucketMenu(page: Page, bucket: string, entry: RegExp): Promise<void> {
  await find.bucket(page, bucket).click({ button: 'right' })
  await page.getByRole('menuitem', { name: entry }).click()
}

/** One object of each kind in a bucket that keeps versions, two of them of `notes.md`. */
export async function putSamples(ossia: OssiaApp, bucket: string): Promise<void> {
  const { page } = ossia
  const client = await sdkClient(ossia, bucket)
  await page.evaluate((given) => window.ossia.buckets.putBucketSetting({ profileId: 'local', bucket: given, setting: { name: 'versioning', status: 'Enabled' } }), bucket)
  await client.put('notes.md', Buffer.from('# Title\n'))
  await Promise.all([
    client.put('notes.md', Buffer.from('# Title\n\nsome **bold** `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n')),
    client.put('photo.jpg', await readFile(photoPath)),
    client.put('table.csv', Buffer.from('id,name\n1,one\n')),
    client.put('code.ts', Buffer.from('// why\nexport const answer: number = 42\n')),
    client.put('packed.zip', await zipFile({ 'inside/one.txt': 'one' })),
    client.put('paper.pdf', pdfFile('One page')),
    client.put('sound.wav', wavFile(2)),
    client.put('bytes.bin', Buffer.from([0, 1, 2, 255])),
    client.put('folder/inside.txt', Buffer.from('inside')),
  ])
}

/** A connection to the local store's own address, named as given. */
export async function connectToItself({ page, storeReady }: OssiaApp, name: string): Promise<void> {
  const { url, region, accessKeyId } = await storeReady()
  await page.evaluate(
    async (own) => {
      const { accessKeySecret } = await window.ossia.store.revealAccessKeySecret({})
      await window.ossia.profiles.createProfile({
        fields: { name: own.name, kind: 'oss', endpoint: own.url, region: own.region, addressing: 'automatic', signatureVersion: 'v4', readOnly: false, presetPath: '', colour: 'blue', caCertificate: '' },
        credential: { accessKeyId: own.accessKeyId, accessKeySecret },
        keep: 'session',
      })
    },
    { name, url, region, accessKeyId },
  )
}
