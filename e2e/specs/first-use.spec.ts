import { cp, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { expectAllDone, downloadSelectionTo, listBatches } from '../actions/transfers.ts'
import { createBucket, find, goTo, openBucket, skipFirstRun } from '../actions/window.ts'
import { expect, launchOssia, test } from '../fixtures/app.ts'
import { dropFiles } from '../fixtures/drop-files.ts'
import { copySources, digestTree, photoPath, writeRandomFile } from '../fixtures/trees.ts'

const largeFileBytes = 200 * 1024 * 1024

test('a person drops real files, sees them, downloads them byte for byte, restarts, and deletes them', async ({ ossia, userData, folder }) => {
  test.setTimeout(240_000)
  const { page } = ossia
  const tree = path.join(folder, 'project')
  await copySources(path.join(tree, 'sources'))
  await mkdir(path.join(tree, 'empty folder'))
  await cp(photoPath, path.join(tree, 'photo.jpg'))
  await writeRandomFile(path.join(tree, 'large.bin'), largeFileBytes)

  await expect(page.getByRole('heading', { name: 'Your local store is ready' })).toBeVisible()
  await skipFirstRun(page)
  await createBucket(page, 'first-bucket')
  await expect(page.getByText('This bucket is empty')).toBeVisible()

  await dropFiles(find.grid(page), [tree])
  await expect(find.dock(page).getByRole('progressbar').first()).toBeVisible()
  const upload = await expectAllDone(page, 1, 120_000)
  expect(upload.bytesDone).toBeGreaterThan(largeFileBytes)
  expect(upload.bytesDone).toBe(upload.bytesTotal)

  await expect(find.row(page, 'project/')).toBeVisible()
  await find.row(page, 'project/').dblclick()
  await expect(find.row(page, 'project/large.bin')).toContainText('200 MB')
  await expect(find.row(page, 'project/empty folder/')).toBeVisible()

  const target = path.join(folder, 'downloaded')
  await mkdir(target)
  await find.address(page).getByRole('button', { name: 'first-bucket' }).click()
  await find.row(page, 'project/').click()
  await downloadSelectionTo(ossia.electron, page, target)
  await expectAllDone(page, 2, 120_000)
  expect(await digestTree(target)).toEqual({ ...prefixed(await digestTree(tree)) })

  await ossia.close()
  const again = await launchOssia({ userData })
  try {
    await again.storeReady()
    await expect(again.page.getByRole('heading', { name: 'Your local store is ready' })).toBeHidden()
    await openBucket(again.page, 'first-bucket')
    await goTo(again.page, 'oss://first-bucket/project/')
    await expect(find.row(again.page, 'project/photo.jpg')).toBeVisible()
    await expect(find.row(again.page, 'project/large.bin')).toContainText('200 MB')

    await goTo(again.page, 'oss://first-bucket/')
    await find.row(again.page, 'project/').click()
    await again.page.keyboard.press('Delete')
    const dialog = again.page.getByRole('dialog')
    await expect(dialog).toContainText('1 folder with everything in it')
    await expect(dialog).toContainText('cannot be recovered')
    await dialog.getByTestId('delete-confirm').click()
    await expect(again.page.getByText('This bucket is empty')).toBeVisible({ timeout: 30_000 })
    const batches = await listBatches(again.page)
    expect(batches.find(({ kind }) => kind === 'delete')).toMatchObject({ state: 'done', itemsFailed: 0 })

    await find.bucket(again.page, 'first-bucket').click({ button: 'right' })
    await again.page.getByRole('menuitem', { name: 'Delete bucket…' }).click()
    await again.page.getByRole('dialog').getByRole('button', { name: 'Delete bucket' }).click()
    await expect(find.bucket(again.page, 'first-bucket')).toBeHidden()
  } finally {
    await again.close()
  }
})

function prefixed(tree: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).map(([name, digest]) => [`project/${name}`, digest]))
}
