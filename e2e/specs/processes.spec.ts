import { once } from 'node:events'
import { truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { previewUrl } from '../../electron/contract/preview-url.ts'
import { expect, launchOssia, test, type OssiaApp } from '../fixtures/app.ts'
import { answerMessageBox, answerOpenDialog } from '../fixtures/dialogs.ts'

const bucket = 'processes'

async function putBucket(page: Page): Promise<void> {
  await page.evaluate(
    (name) => window.ossia.buckets.putBucket({ profileId: 'local', bucket: name, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' }),
    bucket,
  )
}

const listBuckets = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await window.ossia.buckets.listBuckets({ profileId: 'local' })).map(({ name }) => name))

/** Ends a utility process the hard way. */
async function killHost(electron: ElectronApplication, serviceName: string): Promise<void> {
  const processId = await electron.evaluate(({ app }, name) => app.getAppMetrics().find((metric) => metric.name === name)?.pid, serviceName)
  expect(processId).toBeDefined()
  process.kill(processId!, 'SIGKILL')
}

const batchStates = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await window.ossia.transfers.listBatches({})).map(({ state }) => state))

/** Uploads local files through the app itself. */
async function startUpload({ electron, page }: OssiaApp, files: readonly string[]): Promise<void> {
  await answerOpenDialog(electron, files)
  await page.evaluate(async (name) => {
    const sources = await window.ossia.files.chooseUploadSources({ kind: 'files' })
    await window.ossia.transfers.enqueueUpload({
      profileId: 'local',
      bucket: name,
      prefix: '',
      sourceIds: sources.map(({ sourceId }) => sourceId),
      conflict: 'overwrite',
    })
  }, bucket)
}

test('starts again after it was killed, with everything it had acknowledged', async ({ userData }) => {
  const first = await launchOssia({ userData })
  await first.storeReady()
  await putBucket(first.page)
  const ended = once(first.electron.process(), 'exit')
  first.electron.process().kill('SIGKILL')
  await ended
  const second = await launchOssia({ userData })
  try {
    await second.storeReady()
    expect(await listBuckets(second.page)).toEqual([bucket])
  } finally {
    await second.close()
  }
})

test('brings a crashed store back on the same address, and the window goes on', async ({ ossia }) => {
  const { url } = await ossia.storeReady()
  await putBucket(ossia.page)
  await killHost(ossia.electron, 'Ossia store')
  await expect.poll(() => ossia.page.evaluate(() => window.ossia.store.getStatus({}))).toMatchObject({ state: 'ready', url })
  await expect.poll(() => listBuckets(ossia.page).catch(() => [])).toEqual([bucket])
})

test('brings crashed connections back, and tells the window meanwhile', async ({ ossia }) => {
  await ossia.storeReady()
  await putBucket(ossia.page)
  await killHost(ossia.electron, 'Ossia connections')
  await expect.poll(() => listBuckets(ossia.page).catch(() => [])).toEqual([bucket])
})

test('serves previews of objects by range, as types that can do nothing', async ({ ossia, folder }) => {
  await ossia.storeReady()
  await putBucket(ossia.page)
  const page = path.join(folder, 'page 名.html')
  const picture = path.join(folder, 'picture.svg')
  await writeFile(page, '<script>parent.hacked = true</script>')
  await writeFile(picture, '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20"><rect width="10" height="20"/></svg>')
  await startUpload(ossia, [page, picture])
  await expect.poll(() => batchStates(ossia.page)).toEqual(['done'])

  const address = (key: string): string => previewUrl({ profileId: 'local', bucket, key, etag: 'any' })
  const answers = await ossia.page.evaluate(
    async ([html, svg, missing]) => {
      const read = async (url: string, headers: Record<string, string> = {}) => {
        const response = await fetch(url, { headers })
        return { status: response.status, type: response.headers.get('content-type'), text: await response.text(), code: response.headers.get('x-ossia-code') }
      }
      const image = new Image()
      image.src = svg!
      await image.decode()
      return { whole: await read(html!), part: await read(html!, { range: 'bytes=1-6' }), missing: await read(missing!), size: [image.naturalWidth, image.naturalHeight] }
    },
    [address('page 名.html'), address('picture.svg'), address('no-such-key')],
  )
  expect(answers.whole).toMatchObject({ status: 200, text: '<script>parent.hacked = true</script>' })
  expect(answers.whole.type).toMatch(/^text\/plain/)
  expect(answers.part).toMatchObject({ status: 206, text: 'script' })
  expect(answers.missing.status).toBe(404)
  expect(answers.size).toEqual([10, 20])
})

test('quits in order: the store is closed and the process ends well, in a Chinese menu as in an English one', async ({ userData }) => {
  const app = await launchOssia({ userData, locale: 'zh-CN' })
  const { url } = await app.storeReady()
  const ended = once(app.electron.process(), 'exit')
  const labels = await app.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label))
  expect(labels?.slice(0, 3)).toEqual(['文件', '编辑', '视图'])
  await app.electron.evaluate(({ app: electronApp }) => electronApp.quit())
  expect(await ended).toEqual([0, null])
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})

test('asks before its window closes while transfers run', async ({ ossia, folder }) => {
  await ossia.storeReady()
  await putBucket(ossia.page)
  const large = path.join(folder, 'large.bin')
  await writeFile(large, '')
  await truncate(large, 4 * 1024 ** 3)
  await startUpload(ossia, [large])
  const asked = await answerMessageBox(ossia.electron, 0)
  await ossia.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(asked).toBe(1)
  expect(await ossia.page.evaluate(() => document.visibilityState)).toBe('visible')
  await ossia.page.evaluate(async () => {
    const batches = await window.ossia.transfers.listBatches({})
    await window.ossia.transfers.cancel({ batchIds: batches.map(({ batchId }) => batchId) })
  })
  await expect.poll(() => batchStates(ossia.page)).toEqual(['cancelled'])
})
