import { describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { onceBound } from './once-bound.ts'
import type { Ranges } from './ranges.ts'
import { emptySelection } from './selection.ts'

const chosen = { ...emptySelection, focus: 0, ranges: [[0, 1]] as Ranges }
function panes(listed: string | undefined, bound: string | undefined) {
  const ran: string[] = []
  const listing = createStore<{ orderId: string | undefined }>(() => ({ orderId: listed }))
  const objects = createStore<{ selection: typeof chosen; orderId: string | undefined }>(() => ({ selection: chosen, orderId: bound }))
  return { ran, listing, objects, ask: (name: string) => onceBound(listing, objects, () => ran.push(name)) }
}

describe('what is asked for of a selection', () => {
  it('runs at once while the selection belongs to the rows on screen', () => {
    const { ask, ran } = panes('one', 'one')
    ask('download')
    expect(ran).toEqual(['download'])
  })

  it('waits while the order is replaced, and runs once when the same objects are chosen in the new one', () => {
    const { ask, listing, objects, ran } = panes('two', 'one')
    ask('download')
    expect(ran).toEqual([])
    // The engine may know of an order that is not on screen yet.
    objects.setState({ orderId: 'three' })
    expect(ran).toEqual([])
    listing.setState({ orderId: 'three' })
    objects.setState({ orderId: 'three' })
    expect(ran).toEqual(['download'])
  })

  it('forgets what was asked for before', () => {
    const { ask, objects, ran } = panes('two', 'one')
    ask('delete')
    ask('download')
    objects.setState({ orderId: 'two' })
    expect(ran).toEqual(['download'])
  })

  it('runs for nothing when the selection is gone', () => {
    const { ask, objects, ran } = panes('two', 'one')
    ask('download')
    objects.setState({ selection: { ...chosen, ranges: [] }, orderId: undefined })
    expect(ran).toEqual(['download'])
  })
})
