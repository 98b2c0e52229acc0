import { render, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { fetched } from './fetched.tsx'

const Greeting = ({ name }: { readonly name: string }) => <p>Hello {name}</p>

describe('a component that is fetched', () => {
  it('is fetched when it is first shown, and at once there the next time', async () => {
    const fetch = vi.fn(() => Promise.resolve(Greeting))
    const Late = fetched(fetch)
    expect(fetch).not.toHaveBeenCalled()
    const { unmount } = render(<Late name="Ada" />)
    expect(screen.queryByText('Hello Ada')).toBeNull()
    await screen.findByText('Hello Ada')
    unmount()
    render(<Late name="Grace" />)
    expect(screen.queryByText('Hello Grace')).not.toBeNull()
    expect(fetch).toHaveBeenCalledTimes(1)
  })
})
