import { describe, expect, it } from 'vitest'
import { fuzzyScore, rank } from './fuzzy.ts'

const best = (query: string, ...texts: readonly string[]) => rank(texts, query, (text) => text, 10)

describe('the palette', () => {
  it('finds letters in their order, wherever they are', () => {
    expect(fuzzyScore('nt', 'New tab')).toBeDefined()
    expect(fuzzyScore('tn', 'New tab')).toBeUndefined()
    expect(best('ntb', 'Open', 'New tab', 'Notable')).toEqual(['New tab', 'Notable'])
  })

  it('prefers the very word, and its beginning, to scattered letters', () => {
    expect(best('photo', 'p-h-o-t-o', 'old photos', 'photos', 'xphotos')).toEqual(['photos', 'old photos', 'xphotos', 'p-h-o-t-o'])
  })

  it('leaves everything in its order while nothing is typed, and takes Chinese as it is', () => {
    expect(best('', 'b', 'a')).toEqual(['b', 'a'])
    expect(best('新签', '新建标签页', '设置')).toEqual(['新建标签页'])
  })
})
