import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expectKind, look, lookAt } from '../actions/quick-look.ts'
import { createBucket, find, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'
import { hugePng, pdfFile } from '../fixtures/preview-files.ts'
import { sdkClient } from '../fixtures/sdk.ts'

/** What would show that something of an object ran. */
const script = 'parent.document.title="taken over";document.title="taken over";fetch("TRAP/ran");new Image().src="TRAP/ran"'

test('nothing that an object holds runs, loads or hangs, whatever it calls itself', async ({ ossia }) => {
  const { page, electron } = ossia
  let trapped: string[] = []
  const trap = createServer((request, response) => {
    trapped.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((resolve) => {
    trap.listen(0, '127.0.0.1', resolve)
  })
  const trapUrl = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`
  const armed = script.replaceAll('TRAP', trapUrl)
  try {
    await skipFirstRun(page)
    await createBucket(page, 'hostile')
    const client = await sdkClient(ossia, 'hostile')
    const opened = (): Promise<number> => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

    const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="1000000" height="1000000" viewBox="0 0 10 10"><script>${armed}</script><image xlink:href="${trapUrl}/image"/><foreignObject><iframe src="${trapUrl}/frame"/></foreignObject><rect width="10" height="10" onload='${armed}'/></svg>`
    const html = `<!doctype html><meta http-equiv="refresh" content="0;url=${trapUrl}/refresh"><script>${armed}</script><img src="${trapUrl}/img" onerror='${armed}'>`
    const markdown = `# Hostile\n\n<script>${armed}</script>\n\n![pixel](${trapUrl}/pixel)\n\n[go](javascript:alert(1)) <img src=x onerror='${armed}'> <iframe src="${trapUrl}/md"></iframe>\n\n<style>@import "${trapUrl}/style"</style>\n`
    const pdfScript = `<< /S /JavaScript /JS (app.launchURL\\("${trapUrl}/pdf"\\);) >>`
    const objects: Readonly<Record<string, Buffer>> = {
      'a.svg': Buffer.from(svg),
      'b.html': Buffer.from(html),
      'c.png': Buffer.from(html),
      'd.md': Buffer.from(markdown),
      'e.pdf': pdfFile('A quiet document', `/OpenAction 6 0 R /AA << /WC 6 0 R >>`, [pdfScript]),
      'f.csv': Buffer.from(`name,value\n=HYPERLINK("${trapUrl}/csv"),<img src="${trapUrl}/cell" onerror='${armed}'>\n`),
      'g.png': hugePng(100_000, 100_000),
      'h.gz': gzipSync(Buffer.alloc(300_000_000)),
      'i.xml': Buffer.from(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "${trapUrl}/entity">]><?xml-stylesheet href="${trapUrl}/xsl"?><a>&x;</a>`),
      'j<img src=x onerror=alert(1)>.txt': Buffer.from('a name is only a name'),
      'k.txt': Buffer.from('('.repeat(400_000)),
    }
    for (const [key, body] of Object.entries(objects)) await client.put(key, body, { mime: key === 'b.html' ? 'text/html' : 'image/svg+xml' })
    await page.keyboard.press('F5')
    await expect(find.row(page, 'k.txt')).toBeVisible()

    const frame = look.frame(page)
    await lookAt(page, 'a.svg')
    await expect.poll(() => frame.getByRole('img', { name: 'Picture a.svg' }).evaluate((element: HTMLImageElement) => element.complete)).toBe(true)
    for (const key of ['b.html', 'c.png'] as const) {
      await lookAt(page, key)
      await expectKind(page, 'text')
      await expect(frame.getByText('<!doctype html>', { exact: false })).toBeVisible()
    }
    await lookAt(page, 'd.md')
    await expect(frame.getByRole('heading', { name: 'Hostile' })).toBeVisible()
    await expect(frame.getByText('Picture: pixel')).toBeVisible()
    expect(await frame.locator('script:not([src]), .markdown iframe, .markdown img, .markdown style, .markdown [onerror], .markdown [href]').count()).toBe(0)
    await lookAt(page, 'e.pdf')
    await expect(frame.getByText('A quiet document')).toBeAttached()
    expect(await frame.locator('a, input, .annotationLayer').count()).toBe(0)
    await lookAt(page, 'f.csv')
    await expect(frame.getByRole('cell', { name: `=HYPERLINK` })).toBeVisible()
    await lookAt(page, 'g.png')
    await expect(frame.getByText('This picture has 100,000 × 100,000 pixels.')).toBeVisible()
    await lookAt(page, 'h.gz')
    await expect(frame.getByText('The first 64 KB, unpacked')).toBeVisible()
    await lookAt(page, 'i.xml')
    await expect(frame.getByText('<!DOCTYPE a', { exact: false })).toBeVisible()
    await lookAt(page, 'j<img src=x onerror=alert(1)>.txt')
    await expect(frame.getByText('a name is only a name')).toBeVisible()
    await lookAt(page, 'k.txt')
    await expectKind(page, 'text')
    await page.keyboard.press('Space')
    await expect(look.dialog(page)).toBeHidden()

    // The page that shows them reaches nothing by itself either: no network, no window's calls, no other object.
    await lookAt(page, 'i.xml')
    await expect(frame.getByText('<!DOCTYPE a', { exact: false })).toBeVisible()
    const reach = await frame.locator('body').evaluate(async (_body, url) => {
      const tries = async (address: string): Promise<string> => fetch(address).then((answer) => String(answer.status), () => 'refused')
      let parentTitle = 'refused'
      try {
        parentTitle = window.parent.document.title
      } catch {
        // Another origin.
      }
      return {
        network: await tries(url),
        named: await tries('ossia-object://object/?profileId=local&bucket=hostile&key=b.html&etag='),
        page: await tries('ossia://app/index.html'),
        calls: 'ossia' in window,
        parentTitle,
        opened: window.open(url) === null,
      }
    }, `${trapUrl}/direct`)
    expect(reach).toEqual({ network: 'refused', named: 'refused', page: 'refused', calls: false, parentTitle: 'refused', opened: true })
    await expect(page).toHaveTitle(/Ossia/)
    expect(await opened()).toBe(1)
    expect(trapped).toEqual([])
  } finally {
    trapped = []
    trap.close()
  }
})
