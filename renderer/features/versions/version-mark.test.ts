import { describe, expect, it } from 'vitest'
import { versionMark, versionName } from './version-mark.ts'

const version = (versionId: string, lastModifiedMs: number) => ({ versionId, lastModifiedMs })
const format = { exactTime: (timeMs: number) => `at ${Math.floor(timeMs / 1000)}` }

describe('the short name of a version', () => {
  it('is the end of its id', () => {
    expect(versionMark('CAEQNhiBgMDJgZCA0BYiIDc4MGZj', [])).toBe('c4MGZj')
    expect(versionMark('null', ['CAEQNhiBgMDJgZCA0BYiIDc4MGZj'])).toBe('null')
  })

  it('is as long as it takes to differ from those beside it', () => {
    expect(versionMark('a1-same-end', ['a2-same-end', undefined])).toBe('1-same-end')
    expect(versionMark('abcdefgh', ['abcdefgh'])).toBe('cdefgh')
  })

  it('stands behind the time where another version is of the same second', () => {
    const one = version('first-aaaaaa', 5000)
    const other = version('second-bbbbbb', 5900)
    expect(versionName(one, [undefined, version('x', 6000)], format)).toBe('at 5')
    expect(versionName(one, [one], format)).toBe('at 5')
    expect([versionName(one, [other], format), versionName(other, [one], format)]).toEqual(['at 5\u00a0·\u00a0aaaaaa', 'at 5\u00a0·\u00a0bbbbbb'])
  })
})
