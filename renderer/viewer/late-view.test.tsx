import { render, screen } from '@testing-library/react'
import { I18nextProvider } from 'react-i18next'
import { expect, it, vi } from 'vitest'
import { createI18n } from '../ui/i18n/index.ts'
import { SubjectContext, type Subject } from './context.ts'
import { lateView } from './late-view.tsx'

const Words = ({ words }: { readonly words: string }) => <p>{words}</p>

function show(element: React.ReactNode) {
  const fail = vi.fn()
  render(
    <I18nextProvider i18n={createI18n('en')}>
      <SubjectContext value={{ fail } as unknown as Subject}>{element}</SubjectContext>
    </I18nextProvider>,
  )
  return fail
}

it('shows a view when its code has come, and at once when it was loaded ahead', async () => {
  const load = vi.fn(() => Promise.resolve(Words))
  const Late = lateView(load)
  show(<Late words="first" />)
  expect(screen.queryByText('first')).toBeNull()
  await screen.findByText('first')
  show(<Late words="second" />)
  expect(screen.getByText('second')).toBeDefined()
  expect(load).toHaveBeenCalledOnce()
})

it('tells of code that cannot be loaded, and tries again the next time', async () => {
  const load = vi.fn(() => Promise.resolve(Words)).mockRejectedValueOnce(new Error('no such file'))
  const Late = lateView(load)
  const fail = show(<Late words="first" />)
  await vi.waitFor(() => expect(fail).toHaveBeenCalledWith(new Error('no such file')))
  show(<Late words="second" />)
  await screen.findByText('second')
})
