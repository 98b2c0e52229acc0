import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { methods } from '../../electron/contract/methods.ts'
import { expect, launchOssia, makeTemporaryFolder, test, type OssiaApp } from '../fixtures/app.ts'
import { dragFiles } from '../fixtures/drop-files.ts'

// What is only looked at needs one app for all of it.
test.describe('the window', () => {
  let ossia: OssiaApp
  let profile: Awaited<ReturnType<typeof makeTemporaryFolder>>
  test.beforeAll(async () => {
    profile = await makeTemporaryFolder('profile')
    ossia = await launchOssia({ userData: profile.path })
  })
  test.afterAll(async () => {
    await ossia.close()
    await profile.remove()
  })

  test('starts on an empty profile, shows its window and serves the local store', async () => {
    await expect(ossia.page).toHaveTitle(/Ossia/)
    const visible = await ossia.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()))
    expect(visible).toEqual([true])
    const status = await ossia.storeReady()
    const answer = await fetch(status.url)
    expect(answer.status).toBe(403)
    expect(answer.headers.get('x-oss-request-id')).toMatch(/^[0-9A-F]{24}$/)
  })

  test('answers the window through the whole chain: preload, main, client host, signed request, store', async () => {
    await ossia.storeReady()
    const listed = await ossia.page.evaluate(async () => {
      const api = window.ossia
      await api.buckets.putBucket({ profileId: 'local', bucket: 'smoke-bucket', acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
      return api.buckets.listBuckets({ profileId: 'local' })
    })
    expect(listed.map(({ name }) => name)).toEqual(['smoke-bucket'])
  })

  test('tells the page of failures with code and request id', async () => {
    await ossia.storeReady()
    const failure = await ossia.page.evaluate(() =>
      window.ossia.buckets.getBucketInfo({ profileId: 'local', bucket: 'no-such-bucket' }).catch((error: unknown) => error),
    )
    expect(failure).toMatchObject({ code: 'NoSuchBucket', status: 404, requestId: expect.stringMatching(/^[0-9A-F]{24}$/) })
  })

  test('gives the page exactly the contract, frozen, and nothing of Node or Electron', async () => {
    const seen = await ossia.page.evaluate(() => ({
      keys: Object.keys(window.ossia).toSorted(),
      verbs: Object.values(window.ossia).flatMap((noun) => (typeof noun === 'object' ? Object.values(noun).map((verb) => typeof verb) : [])),
      frozen: Object.isFrozen(window.ossia) && Object.values(window.ossia).every((noun) => Object.isFrozen(noun)),
      globals: ['require', 'process', 'module', 'Buffer', 'global', 'electron'].filter((name) => name in window),
    }))
    const nouns = new Set(Object.keys(methods).map((name) => name.split('.')[0] ?? ''))
    expect(seen.keys).toEqual([...nouns, 'cancelCall'].toSorted())
    expect(new Set(seen.verbs)).toEqual(new Set(['function']))
    expect(seen.frozen).toBe(true)
    expect(seen.globals).toEqual([])
  })

  test('runs the page in a sandbox with the strictest settings', async () => {
    const preferences = await ossia.electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } = (
          contents as unknown as { getLastWebPreferences: () => Electron.WebPreferences }
        ).getLastWebPreferences()
        return { sandbox, contextIsolation, nodeIntegration, webviewTag: webviewTag === true, webSecurity }
      }),
    )
    expect(preferences).toEqual([{ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, webSecurity: true }])
  })

  test('refuses inline scripts, eval, foreign addresses, navigation, new windows and permissions', async () => {
    const { page } = ossia
    const { url } = await ossia.storeReady()
    const result = await page.evaluate(async (storeUrl) => {
      const violations: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
      const script = document.createElement('script')
      script.textContent = 'window.inlineScriptRan = true'
      document.body.append(script)
      // In a task of its own: the debugger lifts the ban for the script it evaluates itself.
      const evalRefused = await new Promise<boolean>((resolve) => {
        setTimeout(() => {
          try {
            resolve((0, eval)('false') as boolean)
          } catch {
            resolve(true)
          }
        })
      })
      const fetchRefused = await fetch(storeUrl).then(() => false, () => true)
      const permission = await navigator.permissions.query({ name: 'geolocation' })
      const opened = window.open('https://example.com/')
      return { violations, inlineScriptRan: 'inlineScriptRan' in window, evalRefused, fetchRefused, permission: permission.state, opened: opened === null }
    }, url)
    expect(result).toMatchObject({ inlineScriptRan: false, evalRefused: true, fetchRefused: true, permission: 'denied', opened: true })
    expect(result.violations).toContain('script-src-elem')
    expect(result.violations).toContain('connect-src')

    await page.evaluate(() => location.assign('https://example.com/'))
    await page.evaluate(() => window.ossia.app.getInfo({}))
    expect(page.url()).toBe('ossia://app/')
  })

  test('sends a policy with its page that names no network and no inline code', async () => {
    const policy = await ossia.page.evaluate(async () => {
      const request = new XMLHttpRequest()
      return new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.originalPolicy), { once: true })
        request.open('GET', 'https://example.com/')
        request.addEventListener('error', () => undefined)
        request.send()
      })
    })
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toMatch(/unsafe|https?:|ws:|\*/)
  })
})

test('hands over files dropped from the desktop by id, never by path', async ({ ossia, folder }) => {
  const file = path.join(folder, 'naïve 名字 🦊.txt')
  await writeFile(file, 'twelve bytes')
  await ossia.page.evaluate(() => {
    // Before the app's own listeners, which may or may not offer a target yet.
    const seize = (event: DragEvent): void => {
      event.preventDefault()
      event.stopImmediatePropagation()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy'
      if (event.type === 'dragover') Object.assign(window, { asked: (window as unknown as { asked: number }).asked + 1 })
    }
    Object.assign(window, { asked: 0 })
    document.addEventListener('dragover', seize, { capture: true })
    const dropped = new Promise((resolve) => {
      document.addEventListener(
        'drop',
        (event) => {
          seize(event)
          const made = new File(['x'], 'made-by-the-page.txt')
          resolve(window.ossia.files.registerDropped([...(event.dataTransfer?.files ?? []), made]))
        },
        { capture: true },
      )
    })
    Object.assign(window, { dropped })
  })
  // What is under the pointer changes while the app is starting, and the engine refuses a drop where it has not asked yet.
  await ossia.storeReady()
  const body = ossia.page.locator('body')
  const drag = await dragFiles(body, [file, folder])
  const asked = () => ossia.page.evaluate(() => (window as unknown as { asked: number }).asked)
  await expect
    .poll(async () => {
      const before = await asked()
      await drag.over(body)
      return (await asked()) - before
    })
    .toBe(2)
  await drag.drop()
  const sources = await ossia.page.evaluate(() => (window as unknown as { dropped: Promise<unknown[]> }).dropped)
  expect(sources).toEqual([
    { sourceId: expect.any(String), name: 'naïve 名字 🦊.txt', isDirectory: false, sizeBytes: 12 },
    { sourceId: expect.any(String), name: path.basename(folder), isDirectory: true, sizeBytes: 0 },
  ])
  expect(JSON.stringify(sources)).not.toContain(`${folder}${path.sep}`)
})
