import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test'
import { find } from './window.ts'

export const look = {
  dialog: (page: Page): Locator => page.getByRole('dialog'),
  frame: (page: Page): FrameLocator => page.frameLocator('.quick-look iframe'),
  /** What the viewer says it shows: `image`, `text`, … */
  kind: (page: Page): Promise<string | null> => page.locator('.quick-look .viewer-frame').getAttribute('data-viewer-kind'),
}

/**
 * Takes the keyboard out of the viewer's page. A key that ends that page while it is still being handled there may never be
 * reported as handled, and the test would wait for that report.
 */
export async function leaveViewer(page: Page): Promise<void> {
  await page.getByTestId('quick-look').focus()
}

/** Opens quick look on an object by keyboard, or moves it there when it is open. */
export async function lookAt(page: Page, key: string): Promise<void> {
  if (await look.dialog(page).isVisible()) {
    await leaveViewer(page)
    await page.keyboard.press('Escape')
    await expect(look.dialog(page)).toBeHidden()
  }
  await find.row(page, key).click()
  await page.keyboard.press('Space')
  await expect(look.dialog(page)).toContainText(key.slice(key.lastIndexOf('/') + 1))
}

export async function expectKind(page: Page, kind: string): Promise<void> {
  await expect(page.locator('.quick-look .viewer-frame')).toHaveAttribute('data-viewer-kind', kind)
}
