import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { launchOssia, test, type OssiaApp } from '../fixtures/app.ts'

const output = path.resolve(import.meta.dirname, '../../screenshots')
const looks = (['light', 'dark'] as const).flatMap((theme) => ([['en', 'en-US'], ['zh', 'zh-CN']] as const).map(([language, locale]) => ({ label: `${theme}-${language}`, locale, theme })))

/** A bucket's policy with something of everything, for pictures: a partner, an office, and what is public. */
export const crowdedPolicy = {
  Version: '1',
  Statement: [
    { Sid: 'PartnerReads', Effect: 'Allow', Principal: ['1234567890123456'], Action: ['oss:GetObject', 'oss:PutObject'], Resource: ['acs:oss:*:*:team-data/reports/*'] },
    { Sid: 'OfficeOnly', Effect: 'Deny', Principal: ['*'], Action: ['oss:PutObject', 'oss:DeleteObject'], Resource: ['acs:oss:*:*:team-data/*'], Condition: { NotIpAddress: { 'acs:SourceIp': ['203.0.113.0/24'] }, StringNotLike: { 'acs:SourceVpc': ['vpc-*'] } } },
    { Effect: 'Allow', Principal: ['*'], Action: ['oss:GetObject'], Resource: ['acs:oss:*:*:team-data/public/*'] },
  ],
}

interface Scene {
  readonly ossia: OssiaApp
  readonly page: Page
  /** Opens the window on what was prepared, in the look and the size of the pictures. */
  readonly show: () => Promise<void>
  readonly shot: (name: string) => Promise<void>
}

/** Takes pictures of an app of its own in each theme and language. */
export function inEveryLook(what: string, take: (scene: Scene) => Promise<void>): void {
  for (const { label, locale, theme } of looks) {
    test(`${what}, ${label}`, async ({ userData }) => {
      await mkdir(output, { recursive: true })
      const ossia = await launchOssia({ userData, locale })
      try {
        const { page, electron } = ossia
        await ossia.storeReady()
        await page.evaluate((value) => window.ossia.settings.updateSettings({ theme: value, firstRun: false }), theme)
        await take({
          ossia,
          page,
          show: async () => {
            await page.reload()
            await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1360, 832))
          },
          shot: async (name) => {
            // Lets transitions settle: the picture is looked at by a person, nothing depends on it.
            await page.waitForTimeout(900)
            await page.screenshot({ path: path.join(output, `${label}-${name}.png`) })
          },
        })
      } finally {
        await ossia.close()
      }
    })
  }
}
