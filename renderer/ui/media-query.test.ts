import { afterEach, describe, expect, it, vi } from 'vitest'
import { watchQuery } from './media-query.ts'

afterEach(() => vi.restoreAllMocks())

/** Like the engine: a change that somebody saw by asking is not told any more. */
function fakeList() {
  const target = new EventTarget()
  let [now, seen] = [false, false]
  const list = Object.assign(target, { media: '(query)', onchange: null, addListener: () => undefined, removeListener: () => undefined })
  Object.defineProperty(list, 'matches', { get: () => (seen = now) })
  vi.spyOn(window, 'matchMedia').mockReturnValue(list as unknown as MediaQueryList)
  return {
    change: (matches: boolean) => (now = matches),
    tell: () => {
      if (now !== seen) target.dispatchEvent(Object.assign(new Event('change'), { matches: now }))
      seen = now
    },
  }
}

describe('a watched media query', () => {
  it('is told of a change although somebody asked before the word of it came', () => {
    const engine = fakeList()
    const query = watchQuery('(query)')
    const onChange = vi.fn()
    const stop = query.subscribe(onChange)
    engine.change(true)
    expect(query.isTrue()).toBe(false)
    engine.tell()
    expect(query.isTrue()).toBe(true)
    expect(onChange).toHaveBeenCalledTimes(1)
    stop()
    engine.change(false)
    engine.tell()
    expect(query.isTrue()).toBe(false)
    expect(onChange).toHaveBeenCalledTimes(1)
  })
})
