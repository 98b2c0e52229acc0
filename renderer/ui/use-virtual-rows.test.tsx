import { act, render } from '@testing-library/react'
import { useRef } from 'react'
import { describe, expect, it } from 'vitest'
import { useVirtualRows } from './use-virtual-rows.ts'

const rowHeightPx = 20

function List() {
  const scroller = useRef<HTMLDivElement>(null)
  const { first, end, keyOf } = useVirtualRows({ scroller, count: 10_000, rowHeightPx })
  return (
    <div ref={scroller} data-testid="scroller">
      {Array.from({ length: end - first }, (_, offset) => first + offset).map((index) => (
        <p key={keyOf(index)} data-index={index} />
      ))}
    </div>
  )
}

function scrolled() {
  const { getByTestId } = render(<List />)
  const scroller = getByTestId('scroller')
  const elements = (): Element[] => [...scroller.querySelectorAll('[data-index]')]
  const scrollToIndex = (index: number): void => {
    act(() => {
      scroller.scrollTop = index * rowHeightPx
      scroller.dispatchEvent(new Event('scroll'))
    })
  }
  return { elements, scrollToIndex, indexes: () => elements().map((element) => Number(element.getAttribute('data-index'))) }
}

describe('rows of a long list', () => {
  it('keep their elements while the list moves by little', () => {
    const { elements, scrollToIndex } = scrolled()
    scrollToIndex(30)
    const kept = new Map(elements().map((element) => [element.getAttribute('data-index'), element]))
    scrollToIndex(33)
    const shared = elements().filter((element) => [...kept.values()].includes(element))
    expect(shared.length).toBeGreaterThan(30)
    for (const element of shared) expect(kept.get(element.getAttribute('data-index'))).toBe(element)
  })

  it('take over the elements of others after a leap, in the order of the list', () => {
    const { elements, scrollToIndex, indexes } = scrolled()
    scrollToIndex(1000)
    const before = elements()
    for (const index of [1040, 1080, 9000, 50]) {
      scrollToIndex(index)
      expect(elements()).toEqual(before)
      expect(indexes()).toEqual(indexes().toSorted((a, b) => a - b))
      expect(indexes()).toContain(index)
    }
  })

  it('are never shown twice, wherever the list goes', () => {
    const { scrollToIndex, indexes } = scrolled()
    for (let step = 1; step < 60; step++) {
      const index = (step * step * 37) % 9900
      scrollToIndex(index)
      scrollToIndex(index + (step % 15))
      expect(new Set(indexes()).size).toBe(indexes().length)
      expect(indexes()).toContain(index + (step % 15))
    }
  })
})
