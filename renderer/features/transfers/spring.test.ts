import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { holdStill, moveOn } from './spring.ts'

describe('what is dragged and held over a target', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    moveOn()
    vi.useRealTimers()
  })

  it('opens it once, however often the pointer trembles', () => {
    const open = vi.fn()
    for (let moment = 0; moment < 10; moment++) {
      holdStill('2026/', open)
      vi.advanceTimersByTime(100)
    }
    expect(open).toHaveBeenCalledTimes(1)
  })

  it('opens nothing that it only passes over', () => {
    const open = vi.fn()
    holdStill('2025/', open)
    vi.advanceTimersByTime(600)
    holdStill('2026/', open)
    vi.advanceTimersByTime(600)
    moveOn()
    vi.advanceTimersByTime(2000)
    expect(open).not.toHaveBeenCalled()
  })
})
