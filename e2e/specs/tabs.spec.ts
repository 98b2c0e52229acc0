import { createBucket, find, goTo, openBucket, shownKeys, skipFirstRun } from '../actions/window.ts'
import { expect, launchOssia, test } from '../fixtures/app.ts'
import { sdkClient } from '../fixtures/sdk.ts'

test('works with tabs, two panes, favourites and the palette, and finds all of it again after a restart', async ({ userData }) => {
  let ossia = await launchOssia({ userData })
  try {
    const { page } = ossia
    await skipFirstRun(page)
    await createBucket(page, 'tabs-one')
    const client = await sdkClient(ossia, 'tabs-one')
    for (const key of ['deep/inside.txt', 'b.txt', 'a.jpg', 'c.txt']) await client.put(key, Buffer.alloc(key.length * 10))
    await client.putBucket('tabs-two')
    await page.getByRole('button', { name: 'Refresh buckets' }).first().click()
    await page.keyboard.press('F5')
    await expect(find.row(page, 'b.txt')).toBeVisible()
    const tabs = page.getByRole('tab')

    // A tab from the keyboard, one in the background with the middle button.
    await find.row(page, 'deep/').click()
    await page.keyboard.press('Control+Enter')
    await expect(tabs).toHaveCount(2)
    await expect(find.row(page, 'deep/inside.txt')).toBeVisible()
    await find.bucket(page, 'tabs-two').click({ button: 'middle' })
    await expect(tabs).toHaveText(['tabs-one', 'deep', 'tabs-two'])
    await expect(tabs.nth(1)).toHaveAttribute('aria-selected', 'true')

    // Round by keyboard, closed with the middle button, and back with what it showed.
    await page.keyboard.press('Control+Tab')
    await expect(page.getByText('This bucket is empty')).toBeVisible()
    await page.keyboard.press('Control+1')
    await expect(find.row(page, 'b.txt')).toBeVisible()
    await tabs.nth(1).click({ button: 'middle' })
    await expect(tabs).toHaveText(['tabs-one', 'tabs-two'])
    await page.keyboard.press('Control+Shift+t')
    await expect(find.row(page, 'deep/inside.txt')).toBeVisible()

    // Two panes go their own ways; a key moves between them, and the toolbar follows.
    await page.keyboard.press('F3')
    const left = page.getByRole('region', { name: 'Left pane' })
    const right = page.getByRole('region', { name: 'Right pane' })
    await expect(right).toBeVisible()
    await page.keyboard.press('F6')
    await goTo(page, 'oss://tabs-two/')
    await expect(right.getByText('This bucket is empty')).toBeVisible()
    await expect(left.locator('[data-key="deep/inside.txt"]')).toBeVisible()
    await page.keyboard.press('Shift+F6')
    await expect(left.getByText('This bucket is empty')).toBeVisible()

    // The divider stays where it was left, also in the next run.
    const divider = page.getByRole('separator', { name: 'Resize the panes' })
    await divider.focus()
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight')
    const dividedAt = Number(await divider.getAttribute('aria-valuenow'))

    // The palette goes to an open tab by a few letters, and adds the favourite.
    await page.keyboard.press('Control+3')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('tabs-one')
    await page.keyboard.press('Enter')
    await expect(find.row(page, 'b.txt')).toBeVisible()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('to favourites')
    await page.keyboard.press('Enter')
    const favourites = page.getByRole('region', { name: 'Favourites' })
    await expect(favourites.getByRole('button', { name: 'tabs-one' })).toBeVisible()

    // An address completes folder by folder.
    await page.keyboard.press('Control+l')
    await page.getByRole('combobox', { name: 'Address' }).fill('oss://tabs-one/de')
    await expect(page.getByRole('option', { name: 'oss://tabs-one/deep/' })).toBeVisible()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(find.row(page, 'deep/inside.txt')).toBeVisible()
    await page.keyboard.press('Alt+ArrowUp')

    // Only what fits the chips, then everything again.
    await page.keyboard.press('Control+Shift+f')
    await page.getByRole('button', { name: 'Type', exact: true }).first().click()
    await page.getByRole('checkbox', { name: 'Images' }).click()
    await expect.poll(() => shownKeys(page)).toEqual(['a.jpg'])
    await page.getByRole('button', { name: 'Clear the filter: Type' }).click()
    await expect.poll(() => shownKeys(page)).toEqual(['deep/', 'a.jpg', 'b.txt', 'c.txt'])
    await find.column(page, 'Size').getByRole('button').click()
    await expect(find.column(page, 'Size')).toHaveAttribute('aria-sort', 'descending')
    // What is saved is saved a moment after the last change.
    await expect
      .poll(async () => {
        const { session, favourites: kept } = await page.evaluate(() => window.ossia.workspace.getWorkspace({}))
        return [session.tabs.map(({ panes }) => panes.length), session.tabs[session.active]?.panes[0]?.column, kept.length]
      })
      .toEqual([[1, 2, 1], 'sizeBytes', 1])
    await ossia.close()

    ossia = await launchOssia({ userData })
    await ossia.storeReady()
    const restored = ossia.page.getByRole('tab')
    await expect(restored).toHaveText(['tabs-one', 'tabs-two | deep', 'tabs-two'])
    await expect(restored.nth(0)).toHaveAttribute('aria-selected', 'true')
    await expect(find.row(ossia.page, 'b.txt')).toBeVisible()
    await expect(find.column(ossia.page, 'Size')).toHaveAttribute('aria-sort', 'descending')
    await expect(ossia.page.getByRole('region', { name: 'Favourites' }).getByRole('button', { name: 'tabs-one' })).toBeVisible()
    await ossia.page.keyboard.press('Control+2')
    const restoredAt = async () => Number(await ossia.page.getByRole('separator', { name: 'Resize the panes' }).getAttribute('aria-valuenow'))
    await expect.poll(async () => Math.abs((await restoredAt()) - dividedAt)).toBeLessThanOrEqual(1)
    await ossia.page.keyboard.press('Control+1')
    await ossia.page.getByRole('button', { name: 'Back' }).click()
    await expect(find.row(ossia.page, 'deep/inside.txt')).toBeVisible()
    await openBucket(ossia.page, 'tabs-two')
  } finally {
    await ossia.close()
  }
})
