import { renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { patience, useWatch } from './use-watch.ts'

describe('the watch over the viewer', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())
  function watch() {
    const ask = vi.fn()
    const onStuck = vi.fn()
    const { result, rerender, unmount } = renderHook(({ isShowing }) => useWatch({ isShowing, ask, onStuck }), { initialProps: { isShowing: true } })
    return { ask, onStuck, answer: () => result.current(), show: (isShowing: boolean) => rerender({ isShowing }), unmount }
  }

  it('asks on while answers come, and not once nothing is shown', () => {
    const { ask, onStuck, answer, show } = watch()
    for (let second = 0; second < patience * 3; second++) {
      vi.advanceTimersByTime(1000)
      answer()
    }
    expect(ask).toHaveBeenCalledTimes(patience * 3)
    vi.advanceTimersByTime(1000)
    show(false)
    answer()
    vi.advanceTimersByTime(60_000)
    expect(ask.mock.calls.length).toBeLessThanOrEqual(patience * 3 + 2)
    expect(onStuck).not.toHaveBeenCalled()
  })

  it('tells once of a page that answers no more, and of one that is left while it does not', () => {
    const stuck = watch()
    vi.advanceTimersByTime(60_000)
    stuck.show(false)
    vi.advanceTimersByTime(60_000)
    expect(stuck.onStuck.mock.calls).toEqual([[false]])
    const left = watch()
    vi.advanceTimersByTime(2000)
    left.show(false)
    vi.advanceTimersByTime(60_000)
    expect(left.onStuck.mock.calls).toEqual([[true]])
  })
})
