import { describe, expect, it } from 'vitest'
import { highlightLines, languageOf } from './highlight.ts'

const { signal } = new AbortController()
const coloured = async (name: string, text: string, nowMs?: () => number) => {
  const language = await languageOf(name)
  if (language === undefined) throw new Error(`${name} has no language`)
  return highlightLines(text, language, signal, nowMs)
}

describe('the colours of a text', () => {
  it('are spans of words and classes, line by line', async () => {
    const lines = await coloured('a.ts', 'const a = "<b>"\n// why\n')
    expect(lines.map((spans) => spans.map(({ text }) => text).join(''))).toEqual(['const a = "<b>"', '// why', ''])
    expect(lines[0]?.find(({ text }) => text === '"<b>"')?.className).toBe('tok-string')
  })

  it('end where time does, and what follows stays plain', async () => {
    let nowMs = 0
    const text = '<!DOCTYPE '.repeat(20_000)
    const lines = await coloured('a.xml', text, () => (nowMs += 200))
    expect(lines.map((spans) => spans.map((span) => span.text).join('')).join('\n')).toBe(text)
  })

  it('are left out where a text is nested too deeply for them', async () => {
    for (const [name, piece] of [['a.js', '['], ['a.py', '('], ['a.md', '>']] as const) {
      const text = piece.repeat(40_000)
      const lines = await coloured(name, text)
      if (lines.length > 0) expect(lines.flat().map((span) => span.text).join('')).toBe(text)
    }
  })

  it('are not waited for by anybody who has left', async () => {
    const controller = new AbortController()
    controller.abort()
    const language = await languageOf('a.js')
    let nowMs = 0
    if (language !== undefined) await expect(highlightLines('a('.repeat(50_000), language, controller.signal, () => (nowMs += 20))).rejects.toThrow()
  })
})
