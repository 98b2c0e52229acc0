import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useTour } from '../features/tour/index.ts'
import { callError, type FakeWindow } from '../test-support/fake-window-api.ts'
import { renderApp } from '../test-support/render.tsx'

const callsOf = (fake: FakeWindow, name: string): unknown[] => fake.state.calls.filter(([called]) => called === name).map(([, input]) => input)

async function startFirst(prepare: (fake: FakeWindow) => void = () => undefined) {
  const rendered = await renderApp((fake) => {
    fake.state.settings = { ...fake.state.settings, firstRun: true }
    prepare(fake)
  })
  const tour = await screen.findByTestId('first-run')
  const dialog = within(tour.closest<HTMLElement>('.ant-modal')!)
  return { ...rendered, dialog, isOpen: () => screen.queryByTestId('first-run') !== null }
}

beforeEach(() => useTour.setState(useTour.getInitialState()))
afterEach(() => void vi.unstubAllGlobals())

describe('the tour of a first start', () => {
  it('shows endpoint and key, and reveals the secret only when asked', async () => {
    const { fake, user, dialog } = await startFirst()
    dialog.getByRole('heading', { name: 'Your local store is ready' })
    expect(callsOf(fake, 'store.revealAccessKeySecret')).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Show AccessKey Secret' }))
    await waitFor(() => expect(screen.getByTestId('access-key-secret').textContent).toMatch(/^k9Yd/))
  })

  it.each(['button', 'Escape'])('is left at any step by the %s, and never comes back unasked', async (way) => {
    const { fake, user, dialog, isOpen } = await startFirst()
    await user.click(dialog.getByRole('button', { name: 'Next: a bucket' }))
    if (way === 'Escape') await user.keyboard('{Escape}')
    else await user.click(dialog.getByRole('button', { name: 'Skip' }))
    await waitFor(() => expect(isOpen()).toBe(false))
    expect(fake.state.settings.firstRun).toBe(false)
    expect(callsOf(fake, 'buckets.putBucket')).toEqual([])
  })

  it('ends by keyboard alone with a chosen file in a bucket, whose row is the one chosen', async () => {
    const { fake, user, dialog, isOpen } = await startFirst(({ state }) => {
      state.chosenSources = [{ sourceId: 's1', name: 'plan.txt', isDirectory: false, sizeBytes: 3 }]
    })
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Next: a bucket'))
    await user.keyboard('{Enter}')
    await waitFor(() => expect(document.activeElement?.id).toBe('tour-bucket'))
    await user.keyboard('{Control>}a{/Control}plans{Enter}')
    await dialog.findByRole('heading', { name: 'Put a file into it' })
    expect(callsOf(fake, 'buckets.putBucket')).toMatchObject([{ profileId: 'local', bucket: 'plans', acl: 'private' }])
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Choose files…'))
    await user.keyboard('{Enter}')
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueUpload')).toMatchObject([{ bucket: 'plans', sourceIds: ['s1'] }]))
    fake.putBucket('plans', [{ key: 'plan.txt' }])
    fake.endBatches()
    await dialog.findByRole('heading', { name: 'plan.txt is in plans' })
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Open plans'))
    await user.keyboard('{Enter}')
    await waitFor(() => expect(isOpen()).toBe(false))
    expect(fake.state.settings.firstRun).toBe(false)
    await waitFor(() => expect(screen.getByRole('row', { selected: true }).textContent).toContain('plan.txt'))
  })

  it('takes what is dropped at its first step, and says what did not arrive', async () => {
    const { fake, user, dialog } = await startFirst()
    fireEvent.drop(screen.getByTestId('first-run'), { dataTransfer: { types: ['Files'], files: [new File(['x'], 'a.txt')], items: [] } })
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueUpload')).toMatchObject([{ bucket: 'my-files' }]))
    fake.endBatches({ state: 'failed', itemsFailed: 1, itemsDone: 0 })
    await dialog.findByText('A file did not arrive')
    await user.click(dialog.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(callsOf(fake, 'transfers.retry')).toHaveLength(1))
  })

  it('writes a sample where there is nothing to hand, and is content with one that is there', async () => {
    const answers = [{ ok: false, error: callError('FileAlreadyExists') }]
    const sent = vi.fn((_url: string, _init?: RequestInit) => Promise.resolve(new Response(JSON.stringify(answers.pop()))))
    vi.stubGlobal('fetch', sent)
    const { fake, user, dialog } = await startFirst((window) => window.putBucket('my-files', []))
    await user.click(dialog.getByRole('button', { name: 'Next: a bucket' }))
    await dialog.findByText('This bucket is there already: the file goes into it.')
    await user.click(dialog.getByRole('button', { name: 'Use my-files' }))
    await user.click(await dialog.findByRole('button', { name: 'Use a sample file' }))
    await dialog.findByRole('heading', { name: 'Welcome to Ossia.md is in my-files' })
    expect(callsOf(fake, 'editing.openSave')).toMatchObject([{ bucket: 'my-files', key: 'Welcome to Ossia.md', mode: 'create' }])
    expect(callsOf(fake, 'buckets.putBucket')).toEqual([])
    expect(sent).toHaveBeenCalledOnce()
  })

  it('says where it happened that a bucket could not be created, and stays', async () => {
    const { user, dialog } = await startFirst(({ state }) => state.failures.set('buckets.putBucket', callError('AccessDenied')))
    await user.click(dialog.getByRole('button', { name: 'Next: a bucket' }))
    await user.click(await dialog.findByRole('button', { name: 'Create my-files' }))
    await dialog.findByRole('alert')
    expect(dialog.queryByRole('heading', { name: 'Create a first bucket' })).not.toBeNull()
  })

  it('comes back when it is asked for, and leaves again for good', async () => {
    const { fake, user } = await renderApp(() => undefined)
    expect(screen.queryByTestId('first-run')).toBeNull()
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByRole('combobox', { name: 'Command palette' }), 'tour again')
    await user.keyboard('{Enter}')
    await screen.findByTestId('first-run')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByTestId('first-run')).toBeNull())
    expect(callsOf(fake, 'settings.updateSettings')).toEqual([])
  })
})
