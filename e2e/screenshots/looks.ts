import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, launchOssia, test, type OssiaApp } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'
import { photoPath } from '../fixtures/trees.ts'

const output = path.resolve(import.meta.dirname, '../../screenshots')

export interface Look {
  /** Begins the name of each picture. */
  readonly label: string
  readonly locale: 'en-US' | 'zh-CN'
  readonly theme: 'light' | 'dark' | 'contrast'
  readonly scheme: 'light' | 'dark'
}

const pairs: readonly Look[] = (['light', 'dark'] as const).flatMap((theme) =>
  ([['en', 'en-US'], ['zh', 'zh-CN']] as const).map(([language, locale]) => ({ label: `${theme}-${language}`, locale, theme, scheme: theme })),
)
/** High contrast changes colours and lines and no text: one language for each scheme. */
const contrasts: readonly Look[] = [
  { label: 'contrast-light-en', locale: 'en-US', theme: 'contrast', scheme: 'light' },
  { label: 'contrast-dark-zh', locale: 'zh-CN', theme: 'contrast', scheme: 'dark' },
]

/** A bucket's policy with something of everything, for pictures: a partner, an office, and what is public. */
export const crowdedPolicy = {
  Version: '1',
  Statement: [
    { Sid: 'PartnerReads', Effect: 'Allow', Principal: ['1234567890123456'], Action: ['oss:GetObject', 'oss:PutObject'], Resource: ['acs:oss:*:*:team-data/reports/*'], Condition: { DateLessThan: { 'acs:CurrentTime': ['2027-01-01T00:00:00Z'] }, StringEquals: { 'oss:ExistingObjectTag/release': ['final', 'signed'] } } },
    { Sid: 'OfficeOnly', Effect: 'Deny', Principal: ['*'], Action: ['oss:PutObject', 'oss:DeleteObject'], Resource: ['acs:oss:*:*:team-data/*'], Condition: { NotIpAddress: { 'acs:SourceIp': ['203.0.113.0/24'] }, StringNotLike: { 'acs:SourceVpc': ['vpc-*'] } } },
    { Effect: 'Allow', Principal: ['*'], Action: ['oss:GetObject'], Resource: ['acs:oss:*:*:team-data/public/*'], Condition: { Bool: { 'acs:SecureTransport': ['true'] } } },
  ],
}

export type Client = Awaited<ReturnType<typeof sdkClient>>

/** A window in one look, and what every set of pictures does with it: by keys and places, which are the same in each language. */
export interface Scene {
  readonly ossia: OssiaApp
  readonly page: Page
  /** An empty folder of this computer. */
  readonly folder: string
  /** Opens the window on what was prepared, in the size of the pictures. */
  readonly show: () => Promise<void>
  readonly shot: (name: string) => Promise<void>
  /** Keeps a picture that was taken otherwise. */
  readonly keep: (name: string, png: Buffer) => Promise<void>
  readonly resize: (widthPx: number, heightPx: number) => Promise<void>
  readonly goTo: (address: string) => Promise<void>
  readonly row: (key: string) => Locator
  /** The entry of the open menu with this icon. */
  readonly menuItem: (icon: string) => Locator
  readonly newBucket: (bucket: string, acl?: 'private' | 'public-read') => Promise<Client>
  readonly setVersioning: (bucket: string, status: 'Enabled' | 'Suspended') => Promise<void>
}

interface Options {
  /** Starts with the tour, as a first start does. */
  readonly withTour?: boolean
  /** Begins the name of each picture, after its look. */
  readonly prefix?: string
  /** Too many pictures for high contrast to add to them. */
  readonly withoutContrast?: boolean
}

/** Puts many small things at once, a few at a time. */
export async function putAll(client: Client, keys: readonly string[], content: (key: string) => Buffer): Promise<void> {
  const queue = [...keys]
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let key = queue.shift(); key !== undefined; key = queue.shift()) await client.put(key, content(key))
    }),
  )
}

export const photo = (): Promise<Buffer> => readFile(photoPath)

/** Takes pictures of an app of its own in each theme and language, and in high contrast. */
export function inEveryLook(what: string, take: (scene: Scene) => Promise<void>, { withTour = false, prefix = '', withoutContrast = false }: Options = {}): void {
  for (const look of withoutContrast ? pairs : [...pairs, ...contrasts]) {
    test(`${what}, ${look.label}`, async ({ userData, folder }) => {
      await mkdir(output, { recursive: true })
      const ossia = await launchOssia({ userData, locale: look.locale })
      try {
        await ossia.storeReady()
        await ossia.page.emulateMedia({ colorScheme: look.scheme, reducedMotion: 'reduce' })
        await ossia.page.evaluate((change) => window.ossia.settings.updateSettings(change), { theme: look.theme, ...(withTour ? {} : { firstRun: false }) })
        await take(sceneOf(ossia, folder, `${look.label}-${prefix}`))
      } finally {
        // Whatever is under way or unsaved by now: nobody is there to be asked.
        ossia.electron.process().kill('SIGKILL')
        await ossia.close()
      }
    })
  }
}

function sceneOf(ossia: OssiaApp, folder: string, begin: string): Scene {
  const { page, electron } = ossia
  const resize = (width: number, height: number): Promise<void> => electron.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), { width, height })
  return {
    ossia,
    page,
    folder,
    resize,
    show: async () => {
      await resize(1360, 832)
      await page.reload()
      await page.locator('.shell, [data-testid=first-run]').first().waitFor()
    },
    shot: async (name) => {
      // Lets tooltips and pictures arrive: a person looks at it, nothing depends on it.
      await page.waitForTimeout(450)
      await page.screenshot({ path: path.join(output, `${begin}${name}.png`) })
    },
    keep: (name, png) => writeFile(path.join(output, `${begin}${name}.png`), png),
    goTo: async (address) => {
      await page.keyboard.press('Control+l')
      await page.locator('.address-input:visible').first().fill(address)
      await page.keyboard.press('Enter')
      await expect(page.locator('.address-input:visible')).toHaveCount(0)
    },
    row: (key) => page.locator(`[data-key=${JSON.stringify(key)}]:visible`).first(),
    menuItem: (icon) => page.locator('.ant-dropdown:visible .ant-dropdown-menu-item').filter({ has: page.locator(`.lucide-${icon}`) }),
    newBucket: async (bucket, acl = 'private') => {
      await page.evaluate((given) => window.ossia.buckets.putBucket({ profileId: 'local', storageClass: 'Standard', dataRedundancyType: 'LRS', ...given }), { bucket, acl })
      return sdkClient(ossia, bucket)
    },
    setVersioning: (bucket, status) =>
      page.evaluate((given) => window.ossia.buckets.putBucketSetting({ profileId: 'local', bucket: given.bucket, setting: { name: 'versioning', status: given.status } }), { bucket, status }),
  }
}
