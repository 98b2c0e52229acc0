import { expect, it } from 'vitest'
import { beginningOf } from './beginning.ts'

it('is whole blocks, whatever the line ends, and nothing of a text that is short', () => {
  expect(beginningOf('# Title\n\nwords')).toBeUndefined()
  for (const end of ['\n', '\r\n']) {
    const block = `one line${end}and another${end}${end}`
    const first = beginningOf(block.repeat(1000)) ?? ''
    expect(first.length).toBeGreaterThan(6000)
    expect(first.trimEnd()).toBe(block.repeat(Math.round(first.length / block.length)).trimEnd())
  }
})

it('is cut anywhere where there is no end of a block', () => {
  expect(beginningOf('x'.repeat(100_000))).toHaveLength(6 * 1024)
})
