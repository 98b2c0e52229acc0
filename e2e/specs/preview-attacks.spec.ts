import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expectKind, leaveViewer, look, lookAt } from '../actions/quick-look.ts'
import { createBucket, find, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'
import { gifOf, hugePng, hugeWebp, pdfBomb, pdfFile, tarFile, wavFile, withArtist, zipFile } from '../fixtures/preview-files.ts'
import { sdkClient } from '../fixtures/sdk.ts'
import { photoPath } from '../fixtures/trees.ts'

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
    const markup = `<img src="${trapUrl}/name" onerror='${armed}'>`
    const pdfScript = `<< /S /JavaScript /JS (app.launchURL\\("${trapUrl}/pdf"\\);) >>`
    const objects: Readonly<Record<string, Buffer>> = {
      'a.svg': Buffer.from(svg),
      'b.html': Buffer.from(html),
      'c.png': Buffer.from(html),
      'd.md': Buffer.from(markdown),
      'e.pdf': pdfFile(
        'A quiet document',
        '/OpenAction 6 0 R /AA << /WC 6 0 R >> /Names << /JavaScript << /Names [(run) 6 0 R] >> >> /URI << /Base (' + trapUrl + '/) >>',
        [
          pdfScript,
          `<< /Type /Annot /Subtype /Link /Rect [0 0 612 792] /A << /S /URI /URI (${trapUrl}/uri) >> >>`,
          `<< /Type /Annot /Subtype /Widget /FT /Btn /Rect [0 0 612 792] /A << /S /SubmitForm /F (${trapUrl}/form) >> >>`,
          `<< /Type /Annot /Subtype /Screen /Rect [0 0 612 792] /AA << /PV << /S /Launch /F (${trapUrl}/launch) /Next 6 0 R >> >> >>`,
        ],
        '/Annots [7 0 R 8 0 R 9 0 R] /AA << /O 6 0 R >>',
      ),
      'f.csv': Buffer.from(`name,value\n=HYPERLINK("${trapUrl}/csv"),<img src="${trapUrl}/cell" onerror='${armed}'>\n`),
      'g.png': hugePng(100_000, 100_000),
      'g.gif': gifOf(60_000, 60_000, 10),
      'g.webp': hugeWebp(16_000_000, 16_000_000),
      'g.frames.gif': gifOf(800, 800, 20_000),
      'e.bomb.pdf': pdfBomb(4),
      'h.gz': gzipSync(Buffer.alloc(100_000_000), { level: 1 }),
      'h.tar.gz': gzipSync(Buffer.concat([tarFile({ 'first.bin': Buffer.alloc(72_000_000) }).subarray(0, -1024), tarFile({ second: Buffer.from('x') })]), { level: 1 }),
      'h.zip': await zipFile({ [`${markup}.txt`]: 'x', '../../outside': 'x', 'javascript:alert(1)': 'x' }),
      'h.jpg': withArtist(await readFile(photoPath), markup),
      'h.json': Buffer.from(`{${JSON.stringify(markup)}:${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
      'h.jsonl': Buffer.from(`{${JSON.stringify(markup)}:1,"constructor":2}\n{"deep":${'['.repeat(50_000)}${']'.repeat(50_000)}}\n`),
      'h.tsv': Buffer.from(`${Array.from({ length: 1_000_000 }, (_, index) => `c${index}`).join('\t')}\n`),
      'h.wav': Buffer.concat([wavFile(1), Buffer.from(`LIST\u0080\0\0\0INFOIART\u0074\0\0\0${markup}`.padEnd(136, ' '), 'latin1')]),
      'h.utf16.txt': Buffer.concat([Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00, 0x00, 0xdc, 0x00, 0xdc]), Buffer.from('odd one out', 'utf16le'), Buffer.from([0x41])]),
      'h.laughs.xml': Buffer.from(`<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">${Array.from({ length: 12 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('')}]><lolz>&l12;</lolz>`),
      'h.laughs.svg': Buffer.from(`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY l0 "lol">${Array.from({ length: 12 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('')}]><svg xmlns="http://www.w3.org/2000/svg"><text>&l12;</text></svg>`),
      'h.doctype.xml': Buffer.from('<!DOCTYPE '.repeat(20_000)),
      'h.large.md': Buffer.from(`# Large\n\n${markup}\n\n${'word '.repeat(8000)}`),
      // Drawn, it has more shapes than there are grains of sand.
      'h.uses.svg': Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><g id="g0"><rect width="1" height="1"/></g>${Array.from({ length: 30 }, (_, index) => `<g id="g${index + 1}">${`<use href="#g${index}"/>`.repeat(10)}</g>`).join('')}</svg>`,
      ),
      'i.xml': Buffer.from(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "${trapUrl}/entity">]><?xml-stylesheet href="${trapUrl}/xsl"?><a>&x;</a>`),
      'j<img src=x onerror=alert(1)>.txt': Buffer.from('a name is only a name'),
      'k.txt': Buffer.alloc(32 * 1024 * 1024, '('),
    }
    await Promise.all(Object.entries(objects).map(([key, body]) => client.put(key, body, { mime: key === 'b.html' ? 'text/html' : 'image/svg+xml' })))
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
    // What parses the document runs apart from the page, and reaches as little.
    const [parser] = page.workers()
    expect(await parser?.evaluate((url) => fetch(url).then((answer) => String(answer.status), () => 'refused'), `${trapUrl}/worker`)).toBe('refused')
    expect(await frame.locator('a, input, .annotationLayer').count()).toBe(0)
    // Drawn, it has more shapes than there are grains of sand: the window's own page, which shows a picture of what is chosen, leaves it alone.
    await leaveViewer(page)
    await page.keyboard.press('Escape')
    await find.row(page, 'h.uses.svg').click()
    await expect(find.inspector(page)).toContainText('Quick look (Space) shows this kind of picture.')
    await lookAt(page, 'f.csv')
    await expect(frame.getByRole('cell', { name: `=HYPERLINK` })).toBeVisible()
    await lookAt(page, 'g.png')
    await expect(frame.getByText('This picture has 100,000 × 100,000 pixels.')).toBeVisible()
    await lookAt(page, 'g.gif')
    await expect(frame.getByText('This picture has 60,000 × 60,000 pixels.')).toBeVisible()
    await lookAt(page, 'g.webp')
    await expect(frame.getByText('This picture has 16,000,000 × 16,000,000 pixels.')).toBeVisible()
    await lookAt(page, 'g.frames.gif')
    await expect(frame.getByText('800 × 800 pixels')).toBeVisible()
    await lookAt(page, 'h.gz')
    await expect(frame.getByText('The first 64 KB, unpacked')).toBeVisible()
    await lookAt(page, 'h.tar.gz')
    await expect(frame.getByRole('cell', { name: 'first.bin' })).toBeVisible()
    await expect(frame.getByText('There is more: only the beginning was listed.')).toBeVisible()
    await lookAt(page, 'h.zip')
    await expect(frame.getByRole('cell', { name: `${markup}.txt` })).toBeVisible()
    await lookAt(page, 'h.jpg')
    await frame.getByRole('button', { name: 'EXIF' }).click()
    await expect(frame.getByText(markup)).toBeVisible()
    await lookAt(page, 'h.json')
    await expect(frame.getByText(`{${JSON.stringify(markup)}:[[[`, { exact: false })).toBeVisible()
    await lookAt(page, 'h.jsonl')
    await expect(frame.getByRole('columnheader', { name: markup })).toBeVisible()
    await lookAt(page, 'h.tsv')
    await expect(frame.getByText('The first 300 columns; there are more')).toBeVisible()
    await lookAt(page, 'h.wav')
    await expectKind(page, 'audio')
    await lookAt(page, 'h.utf16.txt')
    await expect(frame.getByText('odd one out', { exact: false })).toBeVisible()
    await lookAt(page, 'h.laughs.xml')
    await expect(frame.getByText('<!DOCTYPE lolz', { exact: false })).toBeVisible()
    await lookAt(page, 'h.laughs.svg')
    await expect(frame.getByText(/The picture cannot be shown|pixels/).or(frame.getByRole('img'))).toBeVisible()
    await lookAt(page, 'h.doctype.xml')
    await expect(frame.getByText('<!DOCTYPE', { exact: false }).first()).toBeVisible()
    await lookAt(page, 'h.large.md')
    await expect(frame.getByRole('heading', { name: 'Large', exact: true })).toBeVisible()
    expect(await frame.locator('.markdown img').count()).toBe(0)
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

    // Some kilobytes that become gigabytes: the viewer ends before they are there, and there is a new one for what is looked at
    // next. Playwright takes the end of a frame for that of the window, which is therefore asked by the main process.
    await lookAt(page, 'e.bomb.pdf')
    const inWindow = (code: string): Promise<unknown> => electron.evaluate(({ BrowserWindow }, asked) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(asked), code)
    await expect.poll(() => inWindow('document.querySelector(".viewer-cover")?.textContent'), { timeout: 60_000 }).toContain('This object unfolds to more than a preview can hold.')
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'Down' }))
    await expect.poll(() => inWindow('document.querySelector(".viewer-frame").dataset.viewerKind')).toBe('pdf')
    expect(await inWindow('document.querySelector(".viewer-cover")')).toBeNull()
  } finally {
    trapped = []
    trap.close()
  }
})
