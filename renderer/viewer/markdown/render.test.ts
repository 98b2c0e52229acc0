import { describe, expect, it } from 'vitest'
import { renderMarkdown } from './render.ts'
import { markdownToHtml } from './to-html.ts'

function drawn(text: string): HTMLElement {
  const host = document.createElement('div')
  host.append(renderMarkdown(markdownToHtml(text) ?? '', (description) => `[${description}]`))
  return host
}

describe('Markdown of strangers', () => {
  it('has no element that loads, leads or runs', () => {
    const host = drawn(
      [
        '[a](javascript:alert(1)) [b](JaVaScRiPt&colon;alert(1)) [c](data:text/html,<script>alert(1)</script>) [d](vbscript:x) [e](https://127.0.0.1/x "title")',
        '<javascript:alert(1)> <https://127.0.0.1/auto>',
        '![pixel](http://127.0.0.1/pixel) ![](data:image/svg+xml,<svg/onload=alert(1)>) ![x](" onerror="alert(1))',
        '<img src=x onerror=alert(1)> <svg><animate onbegin=alert(1)></svg> <iframe src="//127.0.0.1"></iframe> <style>@import "x"</style>',
        '<form action=x><input name=attributes></form> <math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
        '```<script>alert(1)</script>\ncode\n```',
        '[ref]: javascript:alert(1)\n[ref]',
      ].join('\n\n'),
    )
    expect(host.querySelectorAll('script, img, svg, iframe, style, form, input, math, object, embed, link, meta, base, [href], [src], [style], [id], [name]')).toHaveLength(0)
    for (const element of host.querySelectorAll('*')) for (const { name } of element.attributes) expect(['title', 'class', 'start']).toContain(name)
    expect(host.textContent).toContain('[pixel]')
    expect(host.textContent).toContain('<img src=x onerror=alert(1)>')
  })

  it('is not drawn at all where it is nested so deep that a part would be missing', () => {
    const lists = Array.from({ length: 300 }, (_, depth) => `${'  '.repeat(depth)}- words`).join('\n')
    for (const nested of [`${'>'.repeat(50_000)} words`, lists, `${'> - '.repeat(60)}words`]) expect(markdownToHtml(nested)).toBeUndefined()
    expect(drawn(`${'>'.repeat(90)} words`).textContent).toContain('words')
    expect(drawn(`${'['.repeat(2000)}words${'](x)'.repeat(2000)}`).textContent).toContain('words')
  })

  it('keeps a link’s address where it can be read', () => {
    expect(drawn('[e](https://127.0.0.1/x)').querySelector('a')?.title).toBe('https://127.0.0.1/x')
  })
})
