import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { useRememberedBuckets } from '../features/buckets/index.ts'
import { useTransferStore } from '../features/transfers/index.ts'
import { callError, fakeBatch, type FakeWindow } from '../test-support/fake-window-api.ts'
import { renderApp } from '../test-support/render.tsx'

const photos = (fake: FakeWindow) =>
  fake.putBucket('photos', [{ key: '2026/lisbon.jpg' }, { key: 'beach.jpg', sizeBytes: 4_400_312 }, { key: 'plan.md', sizeBytes: 10 }, { key: 'zebra.txt', sizeBytes: 20 }])
const callsOf = (fake: FakeWindow, name: string) => fake.state.calls.filter(([called]) => called === name).map(([, input]) => input)

async function openPhotos(prepare: (fake: FakeWindow) => void = () => undefined) {
  const rendered = await renderApp((fake) => {
    photos(fake)
    prepare(fake)
  })
  await rendered.user.click(await screen.findByRole('button', { name: 'photos' }))
  await screen.findByRole('row', { name: /beach/ })
  return rendered
}
const selectedNames = () => screen.getAllByRole('row', { selected: true }).map((row) => row.dataset['key'])

describe('the list', () => {
  it('is a grid with a name, its row count, and folders first', async () => {
    await openPhotos()
    const grid = screen.getByRole('grid', { name: 'Objects' })
    expect(grid.getAttribute('aria-rowcount')).toBe('5')
    expect(within(grid).getAllByRole('row').slice(1).map((row) => row.dataset['key'])).toEqual(['2026/', 'beach.jpg', 'plan.md', 'zebra.txt'])
  })

  it('is asked for once, when the pointer goes down, and has its rows without a further call', async () => {
    const { fake } = await openPhotos()
    expect(callsOf(fake, 'listing.open')).toHaveLength(1)
    expect(callsOf(fake, 'listing.getWindow')).toEqual([])
  })

  it('is given up when a press leads nowhere, or something changed there meanwhile', async () => {
    const { fake, user } = await renderApp((window) => {
      photos(window)
      window.putBucket('site', [{ key: 'index.html' }])
    })
    await user.pointer({ keys: '[MouseLeft>]', target: await screen.findByRole('button', { name: 'photos' }) })
    expect(callsOf(fake, 'listing.open')).toEqual([expect.objectContaining({ bucket: 'photos' })])
    await user.pointer([{ target: document.body }, { keys: '[/MouseLeft]' }, { keys: '[MouseLeft>]', target: screen.getByRole('button', { name: 'site' }) }])
    await waitFor(() => expect(callsOf(fake, 'listing.close')).toHaveLength(1))
    await fake.api.transfers.enqueueDelete({ profileId: 'local', bucket: 'site', basePrefix: '', selection: { kind: 'names', keys: ['index.html'], prefixes: [] } })
    await waitFor(() => expect(callsOf(fake, 'listing.close')).toHaveLength(2))
    expect(screen.queryByRole('grid')).toBeNull()
  })

  it('does not call a place empty that an upload is on its way to', async () => {
    const { user } = await renderApp((fake) => {
      fake.putBucket('inbox', [])
      fake.putBucket('other', [])
      fake.state.batches = [fakeBatch({ state: 'running', bucket: 'inbox', prefix: 'deep/', itemsDone: 0, itemsTotal: 7 })]
    })
    await user.click(await screen.findByRole('button', { name: 'inbox' }))
    await screen.findByText('An upload to this place is under way')
    expect(screen.queryByText('This bucket is empty')).toBeNull()
    await user.click(screen.getByRole('button', { name: 'other' }))
    await screen.findByText('This bucket is empty')
    // Neither in the moment between its end and the list being read again.
    act(() => useTransferStore.getState().takeChanges([fakeBatch({ state: 'done', bucket: 'other', itemsDone: 7, finishedMs: Date.now() })], []))
    await screen.findByText('An upload to this place is under way')
  })

  it('moves, extends and selects all by keyboard, and one row is in the tab order', async () => {
    const { user } = await openPhotos()
    await user.click(screen.getByRole('row', { name: /beach/ }))
    await user.keyboard('{ArrowDown}')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('row', { name: /plan/ })))
    await user.keyboard('{Shift>}{ArrowDown}{/Shift}')
    await waitFor(() => expect(selectedNames()).toEqual(['plan.md', 'zebra.txt']))
    expect(screen.getAllByRole('row').filter((row) => row.tabIndex === 0)).toHaveLength(1)
    await user.keyboard('{Control>}a{/Control}')
    await waitFor(() => expect(selectedNames()).toHaveLength(4))
  })

  it('jumps to a name as it is typed', async () => {
    const { user } = await openPhotos()
    await user.click(screen.getByRole('row', { name: /beach/ }))
    await user.keyboard('z')
    await waitFor(() => expect(selectedNames()).toEqual(['zebra.txt']))
  })

  it('opens a folder with Enter, and comes back up with the focus on it', async () => {
    const { user } = await openPhotos()
    await user.click(screen.getByRole('row', { name: /2026/ }))
    await user.keyboard('{Enter}')
    await screen.findByRole('row', { name: /lisbon/ })
    await user.keyboard('{Alt>}{ArrowUp}{/Alt}')
    await waitFor(() => expect(selectedNames()).toEqual(['2026/']))
  })

  it('sorts in the engine and keeps the selection on its row', async () => {
    const { fake, user } = await openPhotos()
    await user.click(screen.getByRole('row', { name: /plan/ }))
    await user.click(screen.getByRole('button', { name: 'Size' }))
    await waitFor(() => expect(screen.getAllByRole('row').slice(1).map((row) => row.dataset['key'])).toEqual(['2026/', 'beach.jpg', 'zebra.txt', 'plan.md']))
    await waitFor(() => expect(selectedNames()).toEqual(['plan.md']))
    expect(callsOf(fake, 'listing.getWindow').at(-1)).toMatchObject({ view: { column: 'sizeBytes', direction: 'descending' } })
  })

  it('says in place why it cannot be read, with the request id to copy', async () => {
    const { user } = await renderApp((fake) => {
      photos(fake)
      fake.state.failures.set('listing.open', callError('AccessDenied', { requestId: '655F1C2E0A3B4C5D6E7F8091' }))
    })
    await user.click(await screen.findByRole('button', { name: 'photos' }))
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('Access was denied.')
    await user.click(within(alert).getByRole('button', { name: 'Details' }))
    expect(alert.textContent).toContain('655F1C2E0A3B4C5D6E7F8091')
  })
})

describe('deleting', () => {
  it('names what is lost, has the focus on the safe button, and deletes only when told to', async () => {
    const { fake, user } = await openPhotos()
    await user.click(screen.getByRole('row', { name: /beach/ }))
    await user.keyboard('{Delete}')
    const dialog = await screen.findByRole('dialog')
    await waitFor(() => expect(dialog.textContent).toContain('1 object, 4.2 MB'))
    expect(dialog.textContent).toContain('cannot be recovered')
    expect(callsOf(fake, 'transfers.enqueueDelete')).toEqual([])
    await user.click(within(dialog).getByTestId('delete-confirm'))
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueDelete')).toMatchObject([{ selection: { kind: 'names', keys: ['beach.jpg'], prefixes: [] } }]))
  })
})

describe('dropping files', () => {
  const transfer = { types: ['Files'], items: [{ kind: 'file' }, { kind: 'file' }], files: [new File(['a'], 'a.txt'), new File(['b'], 'b.txt')], dropEffect: 'none' }

  it('names the target with the count while they hover, and uploads there', async () => {
    const { fake } = await openPhotos()
    const folder = screen.getByRole('row', { name: /2026/ })
    fireEvent.dragOver(folder, { dataTransfer: transfer })
    expect((await screen.findByTestId('drop-label')).textContent).toBe('Upload 2 items to photos / 2026')
    expect(folder.className).toContain('is-drop-target')
    fireEvent.drop(folder, { dataTransfer: transfer })
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueUpload')).toMatchObject([{ bucket: 'photos', prefix: '2026/', sourceIds: ['source-0', 'source-1'] }]))
    expect(screen.queryByTestId('drop-label')).toBeNull()
  })

  it('on a row that is no folder goes to the open folder', async () => {
    await openPhotos()
    fireEvent.dragOver(screen.getByRole('row', { name: /beach/ }), { dataTransfer: transfer })
    expect((await screen.findByTestId('drop-label')).textContent).toBe('Upload 2 items to photos')
  })

  it('asks before anything is replaced, offers the safe way first, and names the result', async () => {
    const conflict = { name: 'a.txt', key: 'a.txt', sourceSizeBytes: 1, sourceModifiedMs: 2, targetSizeBytes: 1, targetModifiedMs: 1 }
    const { fake, user } = await openPhotos(({ state }) => {
      state.preview = { files: 214, bytes: 9, conflictCount: 16, conflicts: [conflict], complete: true }
    })
    fireEvent.drop(screen.getByRole('grid'), { dataTransfer: transfer })
    const dialog = await screen.findByRole('dialog')
    expect(dialog.textContent).toContain('16 names exist already in photos')
    expect(within(dialog).getByTestId('conflict-confirm').textContent).toBe('Upload 198, skip 16')
    await user.click(within(dialog).getByRole('radio', { name: /Overwrite/ }))
    expect(within(dialog).getByTestId('conflict-confirm').textContent).toBe('Upload 214, overwrite 16')
    expect(callsOf(fake, 'transfers.enqueueUpload')).toEqual([])
    await user.click(within(dialog).getByRole('radio', { name: /Keep both/ }))
    await user.click(within(dialog).getByTestId('conflict-confirm'))
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueUpload')).toMatchObject([{ conflict: 'keepBoth' }]))
  })

  it('lets one row be treated otherwise, and says what a bucket with versions keeps', async () => {
    const conflict = { name: 'a.txt', key: 'a.txt', sourceSizeBytes: 1, sourceModifiedMs: 2, targetSizeBytes: 1, targetModifiedMs: 1 }
    const { fake, user } = await openPhotos(({ state }) => {
      state.preview = { files: 2, bytes: 9, conflictCount: 1, conflicts: [conflict], complete: true, versioning: true }
    })
    fireEvent.drop(screen.getByRole('grid'), { dataTransfer: transfer })
    const dialog = await screen.findByRole('dialog')
    expect(within(dialog).getByTestId('versioned').textContent).toContain('becomes an earlier version')
    await user.click(within(dialog).getByRole('radio', { name: /Skip identical/ }))
    expect(within(dialog).getByTestId('conflict-confirm').textContent).toBe('Upload 1, compare 1')
    await user.click(within(dialog).getByRole('combobox', { name: 'What to do with a.txt' }))
    await user.click(await screen.findByText('Replace older ones', { selector: '.ant-select-item-option-content' }))
    expect(within(dialog).getByTestId('conflict-confirm').textContent).toBe('Upload 2, add a version to 1')
    await user.click(within(dialog).getByTestId('conflict-confirm'))
    await waitFor(() =>
      expect(callsOf(fake, 'transfers.enqueueUpload')).toMatchObject([{ conflict: 'skipIdentical', choices: [{ name: 'a.txt', conflict: 'newer' }] }]),
    )
  })
})

describe('a drop of names that all exist', () => {
  const transfer = { types: ['Files'], items: [{ kind: 'file' }], files: [new File(['a'], 'a.txt')], dropEffect: 'none' }
  const conflict = { name: 'a.txt', key: 'a.txt', sourceSizeBytes: 1, sourceModifiedMs: 2, targetSizeBytes: 1, targetModifiedMs: 1 }

  it('begins with keeping both, and never offers to do nothing as what is meant', async () => {
    const { fake, user } = await openPhotos(({ state }) => {
      state.preview = { files: 1, bytes: 1, conflictCount: 1, conflicts: [conflict], complete: true }
    })
    fireEvent.drop(screen.getByRole('grid'), { dataTransfer: transfer })
    const dialog = await screen.findByRole('dialog')
    const confirm = within(dialog).getByTestId('conflict-confirm')
    expect([confirm.textContent, confirm.className.includes('ant-btn-primary')]).toEqual(['Upload 1, keep both of 1', true])
    await user.click(within(dialog).getByRole('radio', { name: /^Skip them/ }))
    expect([confirm.textContent, confirm.className.includes('ant-btn-primary')]).toEqual(['Skip all 1', false])
    await user.click(within(dialog).getByRole('radio', { name: /Overwrite/ }))
    expect([confirm.textContent, confirm.className.includes('ant-btn-primary')]).toEqual(['Upload 1, overwrite 1', true])
    await user.click(confirm)
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueUpload')).toMatchObject([{ conflict: 'overwrite' }]))
  })
})

describe('the store', () => {
  it('that lost its port offers a free one', async () => {
    const { fake, user } = await renderApp(({ state }) => {
      state.status = { state: 'failed', error: callError('StorePortTaken'), dataFolder: '/data' }
    })
    await user.click(await screen.findByRole('button', { name: 'Use a free port' }))
    await waitFor(() => expect(callsOf(fake, 'store.restart')).toEqual([{ port: 0 }]))
  })
})

describe('at the start', () => {
  it('the buckets that were there last are shown while the store is starting', async () => {
    const { fake } = await renderApp(({ state }) => {
      state.status = { state: 'starting' }
      state.workspace = { ...state.workspace, buckets: { local: ['photos', 'gone'] } }
    })
    expect(await screen.findByRole('button', { name: 'gone' })).toBeDefined()
    expect(callsOf(fake, 'buckets.listBuckets')).toEqual([])
  })

  it('make way for those that the store lists, which are remembered', async () => {
    const { fake } = await openPhotos((fresh) => {
      fresh.state.workspace = { ...fresh.state.workspace, buckets: { local: ['photos', 'gone'] } }
    })
    await waitFor(() => expect(screen.queryByRole('button', { name: 'gone' })).toBeNull())
    await waitFor(() => expect(useRememberedBuckets.getState().names['local']).toEqual(['photos']))
    expect(callsOf(fake, 'buckets.listBuckets').length).toBeGreaterThan(0)
  })
})

describe('a bucket', () => {
  it('that holds objects is not offered for deletion', async () => {
    const { fake, user } = await openPhotos()
    screen.getByRole('button', { name: 'photos', current: 'page' }).focus()
    await user.keyboard('{Delete}')
    const dialog = await screen.findByRole('dialog')
    await waitFor(() => expect(dialog.textContent).toContain('it holds 4 objects'))
    expect(within(dialog).queryByRole('button', { name: 'Delete bucket' })).toBeNull()
    expect(callsOf(fake, 'buckets.deleteBucket')).toEqual([])
  })
})
