import { execFileSync } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { waitForTransfers } from '../actions/transfers.ts'
import { createBucket, find, openBucket, skipFirstRun } from '../actions/window.ts'
import { expect, launchOssia, test } from '../fixtures/app.ts'
import { dropFiles } from '../fixtures/drop-files.ts'
import { sdkClient } from '../fixtures/sdk.ts'

test('a taken port is said, and one click moves the store to a free one', async ({ userData }) => {
  const blocker = net.createServer()
  await new Promise<void>((resolve) => {
    blocker.listen(0, '127.0.0.1', resolve)
  })
  const address = blocker.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const ossia = await launchOssia({ userData, args: [`--store-port=${address.port}`] })
  try {
    const { page } = ossia
    await expect(page.getByText('The local store is not running')).toBeVisible()
    await expect(page.getByText(String(address.port)).first()).toBeVisible()
    await page.getByRole('button', { name: 'Use a free port' }).click()
    await ossia.storeReady()
    await skipFirstRun(page)
    await createBucket(page, 'moved')
  } finally {
    await ossia.close()
    blocker.close()
  }
})

test('a second Ossia on the same data folder is refused with the reason, and the first keeps working', async ({ ossia, folder, userData }) => {
  await ossia.storeReady()
  const { dataFolder } = await ossia.storeReady()
  const other = path.join(folder, 'other-profile')
  await mkdir(other)
  const second = await launchOssia({ userData: other, args: [`--store-data=${dataFolder}`] })
  try {
    await expect(second.page.getByText('The local store is not running')).toBeVisible({ timeout: 20_000 })
    await expect(second.page.getByText(/Another Ossia/).first()).toBeVisible()
  } finally {
    await second.close()
  }
  await skipFirstRun(ossia.page)
  await createBucket(ossia.page, 'still-here')
  expect(userData).not.toBe(other)
})

test('a settings file that cannot be read is put aside and said, and the app starts with defaults', async ({ userData }) => {
  await writeFile(path.join(userData, 'settings.json'), '{"theme": "dark", ')
  const ossia = await launchOssia({ userData })
  try {
    await ossia.storeReady()
    await skipFirstRun(ossia.page)
    await expect(ossia.page.getByText(/settings/i).first()).toBeVisible()
    const { settings, recoveredFrom = '' } = await ossia.page.evaluate(() => window.ossia.settings.getSettings({}))
    expect(settings.theme).toBe('system')
    expect(recoveredFrom).toMatch(/^settings\.unreadable-.*\.json$/)
    expect(await readFile(path.join(userData, recoveredFrom), 'utf8')).toBe('{"theme": "dark", ')
  } finally {
    await ossia.close()
  }
})

test('what cannot be read in a dropped folder is a row with a reason, and the rest arrives', async ({ sharedOssia: ossia, folder }) => {
  const { page } = ossia
  const tree = path.join(folder, 'mixed')
  await mkdir(tree)
  await writeFile(path.join(tree, 'good.txt'), 'good')
  await symlink('/does/not/exist', path.join(tree, 'dangling link'))
  execFileSync('mkfifo', [path.join(tree, 'pipe')])
  await skipFirstRun(page)
  await createBucket(page, 'mixed')
  await dropFiles(find.grid(page), [tree])
  const [batch] = await waitForTransfers(page, 1)
  expect(batch?.itemsDone).toBe(1)
  expect((batch?.itemsFailed ?? 0) + (batch?.itemsSkipped ?? 0)).toBe(2)
  const client = await sdkClient(ossia, 'mixed')
  const { objects } = await client.listV2({ 'max-keys': '100' }, {})
  expect(objects.map(({ name }) => name)).toEqual(['mixed/good.txt'])
  await find.dock(page).getByRole('button', { name: 'Show transfers' }).click()
  // The window may hear of the end only after it was asked here.
  await find.dock(page).getByRole('tab', { name: /^Done/ }).click()
  await find.batches(page).first().getByRole('button', { name: 'Show items' }).click()
  await expect(find.dock(page)).toContainText('pipe')
})

test('a full disk is said where the upload failed and where the store cannot start, and what was there stays', async ({ userData, folder }) => {
  const disk = path.join(folder, 'disk')
  await mkdir(disk)
  test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'needs a small file system of its own')
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk])
  try {
    const first = await launchOssia({ userData, args: [`--store-data=${path.join(disk, 'store')}`] })
    try {
      await first.storeReady()
      const { page } = first
      await skipFirstRun(page)
      await createBucket(page, 'tight')
      await writeFile(path.join(folder, 'large.bin'), Buffer.alloc(40 * 1024 * 1024, 7))
      await writeFile(path.join(folder, 'small.txt'), 'small')
      await dropFiles(find.grid(page), [path.join(folder, 'large.bin'), path.join(folder, 'small.txt')])
      const [batch] = await waitForTransfers(page, 1)
      expect(batch).toMatchObject({ itemsDone: 1, itemsFailed: 1 })
      await find.dock(page).getByRole('button', { name: 'Show transfers' }).click()
      // The window may hear of the end only after it was asked here.
      await find.dock(page).getByRole('tab', { name: /^Failed/ }).click()
      await find.batches(page).first().getByRole('button', { name: 'Show items' }).click()
      await expect(find.dock(page)).toContainText('The local disk is full. Free some space and try again.')
      await expect(find.row(page, 'small.txt')).toBeVisible()
    } finally {
      await first.close()
    }

    const other = path.join(disk, 'other')
    await mkdir(other)
    execFileSync('sh', ['-c', 'cat /dev/zero > "$1" 2>/dev/null || true', 'sh', path.join(disk, 'filler')])
    const second = await launchOssia({ userData, args: [`--store-data=${other}`] })
    try {
      await expect(second.page.getByText('The local disk is full.').first()).toBeVisible()
    } finally {
      await second.close()
    }
  } finally {
    execFileSync('umount', ['-l', disk])
  }
})

test('a bucket that holds objects is not deleted, and the reason names what it holds', async ({ sharedOssia: ossia }) => {
  const { page } = ossia
  await skipFirstRun(page)
  await createBucket(page, 'full')
  const client = await sdkClient(ossia, 'full')
  await client.put('kept.txt', Buffer.from('kept'))
  await find.bucket(page, 'full').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Delete bucket…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('not empty')
  await expect(dialog).toContainText('1 object')
  await expect(dialog.getByRole('button', { name: 'Delete bucket' })).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Show its objects' }).click()
  await expect(find.row(page, 'kept.txt')).toBeVisible()
  await openBucket(page, 'full')
})

test('bad bucket names are explained while they are typed', async ({ sharedOssia: ossia }) => {
  const { page } = ossia
  await skipFirstRun(page)
  await find.sidebar(page).getByRole('button', { name: 'Create bucket' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Create bucket' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Not_Allowed')
  await expect(dialog).toContainText('is not allowed')
  await dialog.getByRole('button', { name: 'Create bucket' }).click()
  await expect(dialog).toBeVisible()
})

test('an app that was killed while files arrived starts again and finishes them by itself', async ({ userData, folder }) => {
  const tree = path.join(folder, 'killed')
  await mkdir(tree)
  for (let index = 0; index < 400; index++) await writeFile(path.join(tree, `${index}.bin`), Buffer.alloc(200 * 1024, index % 251))
  const first = await launchOssia({ userData })
  await first.storeReady()
  await skipFirstRun(first.page)
  await createBucket(first.page, 'killed')
  await dropFiles(find.grid(first.page), [tree])
  await expect
    .poll(async () => (await first.page.evaluate(() => window.ossia.transfers.listBatches({})))[0]?.itemsDone ?? 0)
    .toBeGreaterThan(5)
  const gone = new Promise((resolve) => {
    first.electron.process().once('exit', resolve)
  })
  first.electron.process().kill('SIGKILL')
  await gone

  const again = await launchOssia({ userData })
  try {
    await again.storeReady()
    const [batch] = await waitForTransfers(again.page, 1)
    expect(batch).toMatchObject({ state: 'done', itemsTotal: 400, itemsFailed: 0 })
    const client = await sdkClient(again, 'killed')
    await expect
      .poll(async () => ((await client.listV2({ 'max-keys': '1000' }, {})).objects ?? []).length, { timeout: 60_000 })
      .toBe(400)
    const { objects } = await client.listV2({ 'max-keys': '1000' }, {})
    for (const object of objects) expect(object.size).toBe(200 * 1024)
  } finally {
    await again.close()
  }
})
