import { QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import { App as AntApp } from 'antd'
import { I18nextProvider } from 'react-i18next'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { viewerOrigin } from '../../../electron/contract/viewer-url.ts'
import { BridgeProvider } from '../../bridge/api.tsx'
import { createEventHub } from '../../bridge/event-hub.ts'
import { createQueryClient } from '../../bridge/query-client.ts'
import { createFakeWindow } from '../../test-support/fake-window-api.ts'
import { createI18n } from '../../ui/i18n/index.ts'
import { settingsQuery } from '../settings/index.ts'
import { patience } from './use-watch.ts'
import { ViewerFrame } from './viewer-frame.tsx'

const origin = import.meta.env.DEV ? location.origin : viewerOrigin
const object = { profileId: 'local', bucket: 'photos', key: 'a.svg', name: 'a.svg', sizeBytes: 5, etag: '1' }

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

async function show() {
  const { api } = createFakeWindow(() => undefined)
  const stop = vi.spyOn(api.previews, 'stop')
  const events = createEventHub({ schedule: queueMicrotask, onUnknown: () => undefined })
  const client = createQueryClient()
  await client.fetchQuery(settingsQuery(api))
  render(
    <QueryClientProvider client={client}>
      <BridgeProvider bridge={{ api, events, previewUrl: () => '' }}>
        <I18nextProvider i18n={createI18n('en')}>
          <AntApp>
            <ViewerFrame object={object} onKey={() => undefined} />
          </AntApp>
        </I18nextProvider>
      </BridgeProvider>
    </QueryClientProvider>,
  )
  const frame = (): HTMLIFrameElement => screen.getByTitle<HTMLIFrameElement>(/a\.svg/)
  /** What the page in the frame says. */
  const say = (data: object, from: Window | null = frame().contentWindow) => act(() => void window.dispatchEvent(new MessageEvent('message', { data, origin, source: from })))
  const wait = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000))
  const weigh = vi.spyOn(api.previews, 'weigh')
  return { stop, weigh, frame, say, wait }
}

it('covers a viewer that does not answer, has its process ended, and takes a new page on request', async () => {
  const { stop, frame, say, wait } = await show()
  say({ ossiaViewer: 'ready' })
  for (let second = 0; second < patience * 2; second++) {
    await wait(1)
    say({ ossiaViewer: 'alive' })
  }
  expect(stop).not.toHaveBeenCalled()
  expect(screen.queryByText('This object kept the preview busy for too long.')).toBeNull()
  // What somebody else says is no answer.
  for (let second = 0; second < patience + 1; second++) {
    await wait(1)
    say({ ossiaViewer: 'alive' }, window)
  }
  expect(screen.getByText('This object kept the preview busy for too long.')).toBeDefined()
  expect(stop).toHaveBeenCalledOnce()
  const former = frame()
  expect(former.inert).toBe(true)
  act(() => screen.getByRole('button', { name: 'Try again' }).click())
  expect(frame()).not.toBe(former)
  expect(screen.queryByText('This object kept the preview busy for too long.')).toBeNull()
  await wait(patience / 2)
  expect(stop).toHaveBeenCalledOnce()
})

it('says so when a viewer was ended for what it held, weighs it no more, and takes a new page on request', async () => {
  const { weigh, frame, say, wait } = await show()
  say({ ossiaViewer: 'ready' })
  await wait(3)
  expect(weigh.mock.calls.length).toBeGreaterThan(2)
  expect(screen.queryByText('This object unfolds to more than a preview can hold.')).toBeNull()
  weigh.mockRejectedValueOnce(new Error('busy'))
  await wait(1)
  weigh.mockResolvedValue({ isEnded: true })
  await wait(1)
  expect(screen.getByText('This object unfolds to more than a preview can hold.')).toBeDefined()
  const [former, calls] = [frame(), weigh.mock.calls.length]
  expect(former.inert).toBe(true)
  await wait(5)
  expect(weigh.mock.calls.length).toBe(calls)
  weigh.mockResolvedValue({ isEnded: false })
  act(() => screen.getByRole('button', { name: 'Try again' }).click())
  expect(frame()).not.toBe(former)
  expect(screen.queryByText('This object unfolds to more than a preview can hold.')).toBeNull()
})
