import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { TransferItem } from '../../electron/contract/transfer-items.ts'
import { useTransferStore } from '../features/transfers/index.ts'
import { callError, fakeBatch, type FakeWindow } from '../test-support/fake-window-api.ts'
import { renderApp } from '../test-support/render.tsx'

const callsOf = (fake: FakeWindow, name: string) => fake.state.calls.filter(([called]) => called === name).map(([, input]) => input)
const failure = callError('AccessDenied', { requestId: '655F1C2E0A3B4C5D6E7F8091', ec: '0003-00000001' })
const items = (count: number, failedEvery: number): TransferItem[] =>
  Array.from({ length: count }, (_, index) => {
    const failed = index % failedEvery === 2
    return {
      itemId: `i${index}`,
      name: `IMG_${index}.jpg`,
      key: `2026/IMG_${index}.jpg`,
      state: failed ? 'failed' : 'done',
      bytesTotal: 2048,
      bytesDone: failed ? 0 : 2048,
      attempts: failed ? 3 : 1,
      verified: !failed,
      ...(failed ? { error: failure } : { crc64: '123' }),
    }
  })

async function openDock(prepare: (fake: FakeWindow) => void) {
  const rendered = await renderApp((fake) => {
    fake.putBucket('photos', [{ key: '2026/IMG_2.jpg' }])
    prepare(fake)
  })
  await rendered.user.click(await screen.findByRole('button', { name: 'Show transfers' }))
  return rendered
}
const dock = () => within(screen.getByTestId('transfer-dock'))
const grid = () => screen.findByRole('treegrid')
const rowOf = (name: RegExp) => screen.findByRole('row', { name })

describe('the dock', () => {
  it('pauses and resumes, one and all, and says why there are fewer streams', async () => {
    const { fake, user } = await openDock(({ state }) => {
      state.batches = [
        fakeBatch({ batchId: 'running', createdMs: 2, streams: 4, slowedBy: { code: 'ServiceUnavailable', status: 503 } }),
        fakeBatch({ batchId: 'held', createdMs: 1, state: 'paused', bytesPerSecond: 0 }),
      ]
    })
    expect((await screen.findByTestId('slowed')).textContent).toBe('4 streams: the server answered 503')
    await user.click(screen.getByRole('button', { name: 'Pause' }))
    await user.click(screen.getByRole('button', { name: 'Resume' }))
    await user.click(screen.getByRole('button', { name: 'Pause all' }))
    await user.click(screen.getByRole('button', { name: 'Resume all' }))
    expect(callsOf(fake, 'transfers.pause')).toEqual([{ batchIds: ['running'] }, { batchIds: ['running'] }])
    expect(callsOf(fake, 'transfers.resume')).toEqual([{ batchIds: ['held'] }, { batchIds: ['held'] }])
    await user.click(screen.getAllByRole('button', { name: 'More actions' })[0]!)
    await user.click(await screen.findByRole('menuitem', { name: 'Report as CSV…' }))
    expect(callsOf(fake, 'transfers.saveManifest')).toEqual([{ batchId: 'running', format: 'csv' }])
  })

  it('orders and puts off transfers, says what one waits for, and downloads into little space when told to', async () => {
    const { fake, user } = await openDock(({ state }) => {
      state.batches = [
        fakeBatch({ batchId: 'later', createdMs: 1, state: 'queued', startsMs: new Date(2026, 2, 10, 22).getTime(), waitsFor: 'start' }),
        fakeBatch({ batchId: 'night', createdMs: 2, state: 'queued', waitsFor: 'hours' }),
        fakeBatch({ batchId: 'full', kind: 'download', createdMs: 0, state: 'failed', error: callError('LocalDiskFull', { details: { NeededBytes: '300', FreeBytes: '200' } }) }),
      ]
    })
    await user.click(await screen.findByRole('tab', { name: /Waiting|Queued/ }))
    expect(await screen.findByText('Waits for its hours')).toBeTruthy()
    expect(screen.getByText(/^Starts /)).toBeTruthy()
    const choose = async (row: number, name: string, below?: string) => {
      await user.click(screen.getAllByRole('button', { name: 'More actions' })[row]!)
      if (below === undefined) await user.click(await screen.findByText(name))
      else {
        await user.hover(await screen.findByText(name))
        await user.click(await screen.findByText(below, { selector: '.menu-entry span' }))
      }
    }
    await choose(0, 'Move before all others')
    await waitFor(() => expect(callsOf(fake, 'transfers.moveToFront')).toEqual([{ batchIds: ['later'] }]))
    await choose(1, 'Priority', 'Low')
    await waitFor(() => expect(callsOf(fake, 'transfers.setPriority')).toEqual([{ batchIds: ['night'], priority: 'low' }]))
    await choose(0, 'Start', 'As soon as possible')
    await waitFor(() => expect(callsOf(fake, 'transfers.setStart')).toEqual([{ batchIds: ['later'], startMs: null }]))
    await user.click(screen.getByRole('tab', { name: /Failed/ }))
    await choose(0, 'Download anyway')
    await waitFor(() => expect(callsOf(fake, 'transfers.retry')).toEqual([{ batchIds: ['full'], ignoreSpace: true }]))
  })

  it('shows each batch in the tab of its state, with counts, and leads from an empty tab to the others', async () => {
    const { fake, user } = await openDock(({ state }) => {
      state.batches = [
        fakeBatch({ batchId: 'waiting', state: 'queued' }),
        fakeBatch({ batchId: 'bad', state: 'failed', itemsFailed: 2 }),
        fakeBatch({ batchId: 'good', state: 'done', finishedMs: 1 }),
      ]
    })
    expect(dock().getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['Active', 'Queued1', 'Failed1', 'Done1', 'History'])
    expect(dock().getByRole('tab', { selected: true }).textContent).toBe('Failed1')
    await user.click(screen.getByRole('button', { name: 'Retry failed' }))
    expect(callsOf(fake, 'transfers.retry')).toEqual([{ batchIds: ['bad'] }])
    dock().getByRole('tab', { selected: true }).focus()
    await user.keyboard('{ArrowRight}')
    expect(document.activeElement).toBe(dock().getByRole('tab', { name: 'Done 1' }))
    await user.click(await screen.findByRole('button', { name: 'Remove from the list' }))
    expect(callsOf(fake, 'transfers.clear')).toEqual([{ batchIds: ['good'] }])
    await screen.findByText('Nothing has finished yet')
    await user.click(dock().getByRole('tab', { name: 'Active' }))
    await user.click(await screen.findByRole('button', { name: 'Show the one that waits' }))
    expect(dock().getByRole('tab', { selected: true }).textContent).toBe('Queued1')
  })

  it('is walked through by keyboard alone: rows, items, details, menu, removal', async () => {
    const { fake, user } = await openDock(({ state }) => {
      state.batches = [
        fakeBatch({ batchId: 'two', createdMs: 2, state: 'failed', kind: 'download', localFolder: 'Downloads', itemsTotal: 300_000, itemsDone: 299_997, itemsFailed: 3 }),
        fakeBatch({ batchId: 'one', createdMs: 1, state: 'failed', itemsTotal: 1, itemsFailed: 1 }),
      ]
      state.items.set('two', items(1200, 400))
    })
    const tree = await grid()
    expect(within(tree).getAllByRole('row').filter((row) => row.tabIndex === 0)).toHaveLength(1)
    within(tree).getAllByRole('row')[0]!.focus()
    await user.keyboard('{ArrowRight}{ArrowDown}')
    const failed = await rowOf(/IMG_2\.jpg/)
    await waitFor(() => expect(document.activeElement).toBe(failed))
    expect(failed.getAttribute('aria-level')).toBe('2')
    expect(tree.getAttribute('aria-rowcount')).toBe('5')
    await user.keyboard('{Enter}')
    const details = await screen.findByRole('complementary', { name: 'Details of the transfer' })
    expect(details.textContent).toContain('AccessDenied')
    expect(details.textContent).toContain('0003-00000001')
    await user.click(within(details).getByRole('button', { name: 'Copy Request id' }))
    expect(fake.state.clipboard).toBe('655F1C2E0A3B4C5D6E7F8091')
    await user.click(within(details).getByRole('button', { name: 'Copy details' }))
    expect(fake.state.clipboard).toContain('Key: 2026/IMG_2.jpg\nCode: AccessDenied\nEC: 0003-00000001\nRequest id: 655F1C2E0A3B4C5D6E7F8091')
    failed.focus()
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('complementary', { name: 'Details of the transfer' })).toBeNull()
    await user.keyboard('{Shift>}{F10}{/Shift}')
    await user.click(await screen.findByRole('menuitem', { name: 'Show in bucket' }))
    await waitFor(() => expect(callsOf(fake, 'listing.open')).toMatchObject([{ bucket: 'photos', prefix: '2026/' }]))
    failed.focus()
    await user.keyboard('{ArrowLeft}')
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-expanded')).toBe('true'))
    await user.keyboard('{ArrowLeft}')
    await waitFor(() => expect(screen.queryByTestId('transfer-item')).toBeNull())
    await user.keyboard('{End}{Delete}')
    await waitFor(() => expect(callsOf(fake, 'transfers.clear')).toEqual([{ batchIds: ['one'] }]))
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('1'))
  })

  it('asks only for the items on screen, all of them when the user wants, and draws a few of 300,000', async () => {
    const { fake, user } = await openDock(({ state }) => {
      state.batches = [fakeBatch({ batchId: 'big', state: 'failed', itemsTotal: 300_000, itemsDone: 299_998, itemsFailed: 2 })]
      state.items.set('big', items(800, 400))
    })
    await user.click(await screen.findByRole('button', { name: 'Show items' }))
    await rowOf(/IMG_2\.jpg/)
    expect(callsOf(fake, 'transfers.listItems')).toEqual([{ batchId: 'big', offset: 0, limit: 100, states: ['failed'] }])
    await user.click(screen.getByRole('button', { name: 'More actions' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Show all items' }))
    await rowOf(/IMG_0\.jpg/)
    expect(callsOf(fake, 'transfers.listItems').slice(1)).toEqual([{ batchId: 'big', offset: 0, limit: 100 }])
    expect((await grid()).getAttribute('aria-rowcount')).toBe('300001')
    expect(screen.getAllByTestId('transfer-item').length).toBeLessThan(60)
  })

  it('says for ears when a batch has ended', async () => {
    await openDock(({ state }) => {
      state.batches = [fakeBatch({ batchId: 'one', itemsTotal: 214, prefix: '2026/' })]
    })
    await screen.findByTestId('transfer-batch')
    expect(screen.getByTestId('ended-announcer').textContent).toBe('')
    act(() => useTransferStore.getState().takeChanges([fakeBatch({ batchId: 'one', itemsTotal: 214, prefix: '2026/', state: 'failed', itemsFailed: 3 })], []))
    expect(screen.getByTestId('ended-announcer').textContent).toBe('Upload 214 items to photos / 2026: 3 failed')
  })

  it('keeps the history, searches it, and forgets what it is told to', async () => {
    const { fake, user } = await openDock(({ state }) => {
      state.history = [
        fakeBatch({ batchId: 'h2', state: 'done', title: 'strand.jpg', itemsTotal: 1, itemsDone: 1, finishedMs: 2 }),
        fakeBatch({ batchId: 'h1', state: 'failed', title: 'plan.md', itemsFailed: 1, finishedMs: 1 }),
      ]
    })
    expect(callsOf(fake, 'transfers.listHistory')).toEqual([])
    await user.click(dock().getByRole('tab', { name: 'History' }))
    expect(within(await grid()).getAllByRole('row')).toHaveLength(2)
    expect(screen.queryByRole('button', { name: 'Retry failed' })).toBeNull()
    fireEvent.change(screen.getByRole('textbox', { name: 'Search by name or place' }), { target: { value: 'strand' } })
    await waitFor(() => expect(screen.getAllByTestId('transfer-batch')).toHaveLength(1))
    await user.click(screen.getByRole('button', { name: 'Remove from the history' }))
    await screen.findByText('Nothing in the history matches “strand”')
    await user.click(screen.getByRole('button', { name: 'Clear search' }))
    await waitFor(() => expect(screen.getAllByTestId('transfer-batch')).toHaveLength(1))
    await user.click(screen.getByRole('button', { name: 'Clear history' }))
    await screen.findByText('No transfers in the last 30 days')
    expect(callsOf(fake, 'transfers.clearHistory')).toEqual([{ batchIds: ['h2'] }, {}])
  })
})

describe('speed limits', () => {
  it('are set for all in the dock and in the settings, and for one transfer alone', async () => {
    const { fake, user } = await openDock(({ state }) => {
      state.batches = [fakeBatch({ batchId: 'running', limitBytesPerSecond: 1024 * 1024 })]
    })
    await user.click(await screen.findByRole('combobox', { name: 'Speed of all transfers' }))
    await user.click(await screen.findByText('At most 5 MB/s', { selector: '.ant-select-item-option-content' }))
    await waitFor(() => expect(callsOf(fake, 'transfers.setSpeedLimit')).toEqual([{ bytesPerSecond: 5 * 1024 * 1024 }]))
    await user.click(screen.getByRole('button', { name: 'More actions' }))
    await user.hover(await screen.findByText('Speed of this transfer'))
    await user.click(await screen.findByText('No speed limit', { selector: '.menu-entry span' }))
    await waitFor(() => expect(callsOf(fake, 'transfers.setBatchSpeedLimit')).toEqual([{ batchIds: ['running'], bytesPerSecond: null }]))
  })
})
