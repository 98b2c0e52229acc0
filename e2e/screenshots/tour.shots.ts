import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '../fixtures/app.ts'
import { dropFiles } from '../fixtures/drop-files.ts'
import { inEveryLook } from './looks.ts'

inEveryLook(
  'the tour',
  async ({ page, folder, show, shot, resize }) => {
    await show()
    const tour = page.getByTestId('first-run')
    await expect(tour).toBeVisible()
    await shot('1-store')
    await page.keyboard.press('Enter')
    await expect(page.locator('#tour-bucket')).toBeFocused()
    await shot('2-bucket')
    await page.locator('#tour-bucket').fill('My files')
    await shot('2-bucket-name')
    await resize(1024, 640)
    await shot('2-bucket-small')
    await resize(1360, 832)
    await page.locator('#tour-bucket').fill('my-files')
    await page.keyboard.press('Enter')
    await expect(tour.locator('.tour-drop')).toBeVisible()
    await shot('3-file')
    await writeFile(path.join(folder, 'plan.txt'), 'plan')
    await dropFiles(tour, [path.join(folder, 'plan.txt')])
    await expect(page.getByRole('heading', { name: 'plan.txt' })).toBeVisible()
    await shot('4-done')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('row', { selected: true })).toContainText('plan.txt')
    await shot('5-window')
  },
  { withTour: true, prefix: 'tour-' },
)
