import { describe, expect, it } from 'vitest'
import { charactersOfRows, createSpareMemory } from './spare-memory.ts'

function watched() {
  const timers: (() => void)[] = []
  let collected = 0
  const memory = createSpareMemory({
    collect: () => collected++,
    setTimer: (run) => timers.push(run) - 1,
    clearTimer: (timer) => (timers[timer] = () => undefined),
  })
  return { memory, timers, collected: () => collected, rest: () => timers.splice(0).forEach((run) => run()) }
}

describe('memory behind a long list', () => {
  it('is given back once, when a walk through many rows is over', () => {
    const { memory, collected, rest } = watched()
    for (let chunk = 0; chunk < 200; chunk++) memory.took(12_000)
    expect(collected()).toBe(0)
    rest()
    expect(collected()).toBe(1)
  })

  it('stays as it is after a look at a few rows', () => {
    const { memory, timers, rest, collected } = watched()
    memory.took(12_000)
    expect(timers).toEqual([])
    for (let chunk = 0; chunk < 200; chunk++) memory.took(12_000)
    rest()
    memory.took(12_000)
    rest()
    expect(collected()).toBe(1)
  })

  it('counts the text of rows and nothing else', () => {
    expect(charactersOfRows({ rows: '[]', total: 0 })).toBe(2)
    for (const other of [undefined, null, 'rows', { rows: [1] }, { total: 1 }]) expect(charactersOfRows(other)).toBe(0)
  })
})
