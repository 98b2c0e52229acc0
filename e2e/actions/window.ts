import { expect, type Locator, type Page } from '@playwright/test'

/** Everything the specs touch in the window, by role and accessible name, in one place. */
export const find = {
  sidebar: (page: Page): Locator => page.getByRole('navigation', { name: 'Sidebar' }),
  bucket: (page: Page, name: string): Locator => find.sidebar(page).getByRole('button', { name, exact: true }),
  grid: (page: Page): Locator => page.getByRole('grid', { name: 'Objects' }),
  rows: (page: Page): Locator => find.grid(page).locator('[data-key]'),
  row: (page: Page, key: string): Locator => find.grid(page).locator(`[data-key=${JSON.stringify(key)}]`),
  column: (page: Page, name: string): Locator => find.grid(page).getByRole('columnheader', { name }),
  address: (page: Page): Locator => page.getByRole('navigation', { name: 'Address' }),
  filter: (page: Page): Locator => page.getByRole('textbox', { name: 'Filter by name' }),
  dock: (page: Page): Locator => page.getByRole('region', { name: 'Transfers', exact: true }),
  batches: (page: Page): Locator => page.getByTestId('transfer-batch'),
  inspector: (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' }),
  dropLabel: (page: Page): Locator => page.getByTestId('drop-label'),
}

/** Leaves the tour of a first start, which comes only once. */
export async function skipFirstRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Skip', exact: true }).click()
  await expect(page.getByTestId('first-run')).toBeHidden()
  await expect(find.sidebar(page)).toBeVisible()
}

export async function createBucket(page: Page, name: string): Promise<void> {
  await find.sidebar(page).getByRole('button', { name: 'Create bucket' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Create bucket' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('button', { name: 'Create bucket' }).click()
  await expect(dialog).toBeHidden()
  await expect(find.address(page).getByRole('button', { name, exact: true })).toBeVisible()
}

export async function openBucket(page: Page, name: string): Promise<void> {
  await find.bucket(page, name).click()
  await expect(find.address(page).getByRole('button', { name, exact: true })).toBeVisible()
}

/** Goes to an `oss://` address by keyboard. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.keyboard.press('Control+l')
  await page.getByRole('combobox', { name: 'Address' }).fill(address)
  await page.keyboard.press('Enter')
}

/** Keys of the rows on the screen, from the top. */
export async function shownKeys(page: Page): Promise<string[]> {
  const rows = await find.rows(page).evaluateAll((elements) =>
    elements.map((element) => ({ key: element.dataset['key'] ?? '', index: Number(element.dataset['index']) })),
  )
  return rows.toSorted((a, b) => a.index - b.index).map(({ key }) => key)
}
