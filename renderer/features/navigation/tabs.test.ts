import { beforeEach, describe, expect, it } from 'vitest'
import type { Place } from './navigation-state.ts'
import { activePane, activeTab, leaveBucket, openBeside, openPlace, resetTabs, startOfTab, useTabs } from './tabs.ts'

const place = (bucket: string, prefix = ''): Place => ({ profileId: 'local', bucket, prefix })
const navigation = () => activePane().navigation.getState()
const buckets = () => useTabs.getState().tabs.map((tab) => tab.panes.map((pane) => pane.navigation.getState().place?.bucket ?? '').join('|'))
const current = () => navigation().place?.bucket
const tabs = () => useTabs.getState()

/** Tabs a, b and c, the last one in front. */
function openThree(): void {
  openPlace(place('a'))
  openPlace(place('b'), 'newTab')
  openPlace(place('c'), 'newTab')
}

describe('tabs', () => {
  beforeEach(resetTabs)

  it('open beside the active one, in front or behind', () => {
    openThree()
    tabs().activateAt(0)
    openPlace(place('d'), 'backgroundTab')
    expect(buckets()).toEqual(['a', 'd', 'b', 'c'])
    expect(current()).toBe('a')
  })

  it('hand over to their right neighbour when closed, and come back where they were, with their history', () => {
    openThree()
    tabs().activateAt(1)
    openPlace(place('b', 'deep/'))
    tabs().closeTab(tabs().activeTabId)
    expect([buckets(), current()]).toEqual([['a', 'c'], 'c'])
    tabs().reopenTab()
    expect(buckets()).toEqual(['a', 'b', 'c'])
    expect(navigation().place).toMatchObject({ bucket: 'b', prefix: 'deep/' })
    navigation().back()
    expect(navigation().place).toMatchObject({ bucket: 'b', prefix: '' })
    tabs().reopenTab()
    expect(buckets()).toEqual(['a', 'b', 'c'])
  })

  it('leave an empty one behind when the last is closed', () => {
    openPlace(place('a'))
    tabs().closeTab(tabs().activeTabId)
    expect([buckets(), navigation().place]).toEqual([[''], undefined])
  })

  it('close all others at once, and those can be reopened', () => {
    openThree()
    tabs().closeOthers(tabs().tabs[1]!.tabId)
    expect([buckets(), current()]).toEqual([['b'], 'b'])
    tabs().reopenTab()
    tabs().reopenTab()
    expect(buckets().toSorted()).toEqual(['a', 'b', 'c'])
  })

  it('go round with a step, and to a position; 9 is the last', () => {
    openThree()
    const seen = [1, 1, -1, -1].map((step) => (tabs().stepTab(step as 1 | -1), current()))
    expect(seen).toEqual(['a', 'b', 'a', 'c'])
    tabs().activateAt(1)
    expect(current()).toBe('b')
    tabs().activateAt(-1)
    expect(current()).toBe('c')
    tabs().activateAt(7)
    expect(current()).toBe('c')
  })

  it('move to a position', () => {
    openThree()
    tabs().moveTab(tabs().tabs[2]!.tabId, 0)
    expect([buckets(), current()]).toEqual([['c', 'a', 'b'], 'c'])
  })

  it('survive as plain data', () => {
    openThree()
    tabs().toggleDual()
    openPlace(place('d'))
    const starts = structuredClone(tabs().tabs.map(startOfTab))
    resetTabs()
    tabs().restore(starts, 2)
    expect(buckets()).toEqual(['a', 'b', 'd|c'])
    expect(current()).toBe('d')
  })
})

describe('panes', () => {
  beforeEach(resetTabs)

  it('start at the same place and go their own ways', () => {
    openPlace(place('a'))
    tabs().toggleDual()
    expect(buckets()).toEqual(['a|a'])
    tabs().otherPane()
    openPlace(place('b'))
    expect(buckets()).toEqual(['a|b'])
    tabs().swapPanes()
    expect([buckets(), current()]).toEqual([['b|a'], 'b'])
    tabs().alignPanes()
    expect(buckets()).toEqual(['b|b'])
    tabs().toggleDual()
    expect(buckets()).toEqual(['b'])
  })

  it('open beside the active one, splitting the tab when need be', () => {
    openPlace(place('a'))
    openBeside(place('b'))
    expect([buckets(), current()]).toEqual([['a|b'], 'a'])
    openBeside(place('c'))
    expect(buckets()).toEqual(['a|c'])
  })

  it('leave a bucket that is gone everywhere, also in their history', () => {
    openPlace(place('a'))
    openPlace(place('b'))
    tabs().toggleDual()
    openPlace(place('a'), 'newTab')
    leaveBucket('local', 'a')
    expect(buckets()).toEqual(['b|b', ''])
    expect(tabs().tabs[0]!.panes.map((pane) => pane.navigation.getState().past)).toEqual([[], []])
  })

  it('are made active only in the tab in front', () => {
    openBeside(place('b'))
    const [left] = activeTab(tabs()).panes
    tabs().otherPane()
    openPlace(place('c'), 'newTab')
    tabs().activatePane(left.paneId)
    expect(current()).toBe('c')
  })
})

describe('the history of a pane', () => {
  beforeEach(resetTabs)

  it('is left by several steps at once, either way', () => {
    for (const bucket of ['a', 'b', 'c', 'd']) openPlace(place(bucket))
    navigation().back(2)
    expect([navigation().past.map((entry) => entry.bucket), current(), navigation().future.map((entry) => entry.bucket)]).toEqual([['a'], 'b', ['c', 'd']])
    navigation().forward(2)
    expect([navigation().past.map((entry) => entry.bucket), current(), navigation().future]).toEqual([['a', 'b', 'c'], 'd', []])
    navigation().back(9)
    expect(current()).toBe('d')
  })
})
