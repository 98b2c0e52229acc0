import { screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'

const style = document.createElement('style')

function show(css: string): void {
  style.textContent = css
  document.head.append(style)
  document.body.innerHTML = '<div class="around"><button class="one">One</button></div>'
}
const isFound = (): boolean => screen.queryByRole('button', { name: 'One' }) !== null

afterEach(() => {
  style.remove()
  document.body.innerHTML = ''
})

describe('the styles a test sees', () => {
  it('hide what a rule does not display, or makes invisible by itself or from around it', () => {
    show('.one { color: red }')
    expect(isFound()).toBe(true)
    show('.around > .one { color: red; display: none; margin: 0 }')
    expect(isFound()).toBe(false)
    show('.around { visibility: hidden }')
    expect(isFound()).toBe(false)
    show('@media (min-width: 1px) { .one { visibility: hidden } } @media (max-width: 1px) { .one { display: none } }')
    expect(isFound()).toBe(false)
  })

  it('let the more special and the more important rule decide', () => {
    show('.around .one { display: inline } .one { display: none }')
    expect(isFound()).toBe(true)
    show('.around .one { display: inline } .one { display: none !important }')
    expect(isFound()).toBe(false)
  })

  it('say what takes no clicks, and nothing of what is only painted', () => {
    show('.one { pointer-events: none; color: red }')
    const { pointerEvents, color } = getComputedStyle(screen.getByText('One'))
    expect(pointerEvents).toBe('none')
    expect(color).not.toBe('red')
  })
})
