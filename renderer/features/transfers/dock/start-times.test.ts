import { expect, it } from 'vitest'
import { startMsOf } from './start-times.ts'

const noon = new Date(2026, 2, 10, 12).getTime()
const late = new Date(2026, 2, 10, 23).getTime()

it('offers starts that are always to come', () => {
  expect(startMsOf('now', noon)).toBeNull()
  expect(startMsOf('hour', noon)).toBe(new Date(2026, 2, 10, 13).getTime())
  expect(startMsOf('tonight', noon)).toBe(new Date(2026, 2, 10, 22).getTime())
  expect(startMsOf('tonight', late)).toBe(new Date(2026, 2, 11, 22).getTime())
  expect(startMsOf('morning', noon)).toBe(new Date(2026, 2, 11, 8).getTime())
})
