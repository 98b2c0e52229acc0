import { createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { useJobDialogs, useObjectClipboard, useTransferStore } from '../features/transfers/index.ts'
import { fakeBatch, type FakeWindow } from '../test-support/fake-window-api.ts'
import { renderApp } from '../test-support/render.tsx'

const callsOf = (fake: FakeWindow, name: string) => fake.state.calls.filter(([called]) => called === name).map(([, input]) => input)

async function openPhotos(prepare: (fake: FakeWindow) => void = () => undefined) {
  const rendered = await renderApp((fake) => {
    fake.putBucket('photos', [{ key: '2026/lisbon.jpg' }, { key: 'beach.jpg' }, { key: 'plan.md' }])
    fake.putBucket('site', [{ key: 'assets/logo.svg' }])
    prepare(fake)
  })
  await rendered.user.click(await screen.findByRole('button', { name: 'photos' }))
  await screen.findByRole('row', { name: /beach/ })
  return rendered
}
const row = (name: RegExp) => screen.getByRole('row', { name })
const names = (...keys: string[]) => ({ kind: 'names', keys: keys.filter((key) => !key.endsWith('/')), prefixes: keys.filter((key) => key.endsWith('/')) })
const at = (bucket: string, prefix = '') => ({ profileId: 'local', bucket, prefix })

function dragTransfer() {
  const data = new Map<string, string>()
  return {
    data,
    effectAllowed: '',
    dropEffect: '',
    items: [],
    files: [],
    get types() {
      return [...data.keys()]
    },
    setData: (type: string, text: string) => data.set(type, text),
    getData: (type: string) => data.get(type) ?? '',
  }
}
/** The test DOM keeps no modifiers of drag events. */
function drag(kind: 'dragOver' | 'drop', element: Element, dataTransfer: object, keys: { readonly ctrlKey?: boolean } = {}): void {
  const event = createEvent[kind](element, { dataTransfer })
  Object.defineProperty(event, 'ctrlKey', { value: keys.ctrlKey ?? false })
  fireEvent(element, event)
}

beforeEach(() => {
  useObjectClipboard.getState().clear()
  useJobDialogs.getState().close()
})

describe('dragging objects', () => {
  it('moves inside a bucket, copies to another one, and says so before the drop', async () => {
    const { fake } = await openPhotos()
    const dataTransfer = dragTransfer()
    fireEvent.mouseDown(row(/beach/))
    fireEvent.dragStart(row(/beach/), { dataTransfer })
    drag('dragOver', row(/2026/), dataTransfer)
    expect(screen.getByTestId('drop-label').textContent).toBe('Move 1 item to photos / 2026')
    expect(row(/2026/).className).toContain('is-drop-target')
    drag('dragOver', row(/2026/), dataTransfer, { ctrlKey: true })
    expect(screen.getByTestId('drop-label').textContent).toBe('Copy 1 item to photos / 2026')
    drag('drop', row(/2026/), dataTransfer)
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueCopy')).toEqual([expect.objectContaining({ selection: names('beach.jpg'), target: at('photos', '2026/'), move: true, conflict: 'skip' })]))

    fireEvent.dragStart(row(/beach/), { dataTransfer: dragTransfer() })
    const site = screen.getByRole('button', { name: 'site' })
    drag('dragOver', site, dataTransfer)
    expect(screen.getByTestId('drop-label').textContent).toBe('Copy 1 item to site')
    drag('drop', site, dataTransfer)
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueCopy')).toHaveLength(2))
    expect(callsOf(fake, 'transfers.enqueueCopy')[1]).toMatchObject({ target: at('site'), move: false })
  })

  it('refuses a folder in itself, and does nothing where things are already', async () => {
    const { fake } = await openPhotos()
    const dataTransfer = dragTransfer()
    fireEvent.mouseDown(row(/2026/))
    fireEvent.dragStart(row(/2026/), { dataTransfer })
    for (const [target, label] of [[row(/2026/), 'A folder cannot go into itself'], [row(/plan/), undefined]] as const) {
      drag('dragOver', target, dataTransfer)
      expect(screen.queryByTestId('drop-label')?.textContent).toBe(label)
      drag('drop', target, dataTransfer)
    }
    expect(callsOf(fake, 'transfers.previewCopy')).toEqual([])
  })
})

describe('copy, cut and paste', () => {
  it('pastes elsewhere what was cut, once, and what was copied beside itself', async () => {
    const { fake, user } = await openPhotos()
    await user.click(row(/beach/))
    await user.keyboard('{Control>}x{/Control}')
    expect(row(/beach/).className).toContain('is-cut')
    await waitFor(() => expect(callsOf(fake, 'app.copyText')).toHaveLength(1))
    const clipboardData = { files: [], getData: () => useObjectClipboard.getState().text }
    await user.dblClick(row(/2026/))
    await screen.findByRole('row', { name: /lisbon/ })
    fireEvent.paste(document.body, { clipboardData })
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueCopy')).toEqual([expect.objectContaining({ basePrefix: '', selection: names('beach.jpg'), target: at('photos', '2026/'), move: true })]))
    fireEvent.paste(document.body, { clipboardData })
    await user.click(row(/lisbon/))
    await user.keyboard('{Control>}c{/Control}')
    // Something else was copied meanwhile, in another program.
    fireEvent.paste(document.body, { clipboardData: { files: [], getData: () => 'something else' } })
    fireEvent.paste(document.body, { clipboardData })
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueCopy')).toHaveLength(2))
    expect(callsOf(fake, 'transfers.enqueueCopy')[1]).toMatchObject({ selection: names('2026/lisbon.jpg'), target: at('photos', '2026/'), move: false })
  })

  it('asks about names that exist, in the words of what was asked for', async () => {
    const { fake, user } = await openPhotos((window) => {
      window.state.preview = {
        files: 2,
        bytes: 20,
        conflictCount: 1,
        conflicts: [{ name: 'beach.jpg', key: 'beach.jpg', sourceSizeBytes: 1, sourceModifiedMs: 1, targetSizeBytes: 2, targetModifiedMs: 2 }],
        complete: true,
      }
    })
    await user.click(row(/beach/))
    await user.keyboard('{Control>}c{/Control}')
    fireEvent.paste(document.body, { clipboardData: { files: [], getData: () => useObjectClipboard.getState().text } })
    const sheet = await screen.findByRole('dialog')
    expect(within(sheet).getByText('At the source')).toBeDefined()
    const confirm = within(sheet).getByTestId('conflict-confirm')
    expect(confirm.textContent).toMatch(/^Copy 1, skip 1$/)
    await user.click(confirm)
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueCopy')).toEqual([expect.objectContaining({ conflict: 'skip' })]))
  })
})

describe('renaming in place', () => {
  it('takes a new name with Enter, none with Escape, and no slash', async () => {
    const { fake, user } = await openPhotos()
    await user.click(row(/beach/))
    await user.keyboard('{F2}')
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'New name of beach.jpg' })
    expect(field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)).toBe('beach')
    await user.keyboard('a/b')
    expect(screen.getByRole('alert').textContent).toBe('A name holds no slash.')
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('textbox', { name: /New name/ })).toBeNull()
    expect(callsOf(fake, 'transfers.previewCopy')).toEqual([])
    await user.click(row(/2026/))
    await user.keyboard('{F2}trips{Enter}')
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueCopy')).toEqual([expect.objectContaining({ selection: names('2026/'), target: at('photos'), move: true, newName: 'trips' })]))
  })

  it('is taken back with the undo key', async () => {
    const { fake, user } = await openPhotos()
    useTransferStore.getState().takeSnapshot([fakeBatch({ batchId: 'older', kind: 'move', state: 'done', createdMs: 1, undoable: true }), fakeBatch({ batchId: 'newer', kind: 'move', state: 'done', createdMs: 2, undoable: true })])
    await user.keyboard('{Control>}z{/Control}')
    await waitFor(() => expect(callsOf(fake, 'transfers.undo')).toEqual([{ batchId: 'newer' }]))
  })
})

describe('the menu of a row', () => {
  it('moves to a folder that is chosen, and offers no impossible one', async () => {
    const { fake, user } = await openPhotos()
    await user.pointer({ keys: '[MouseRight]', target: row(/beach/) })
    await user.click(await screen.findByRole('menuitem', { name: 'Move to…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Move 1 item to…' })
    const here = within(dialog).getByRole('button', { name: 'Move here' })
    expect(here).toHaveProperty('disabled', true)
    await user.click(await within(dialog).findByRole('button', { name: '2026' }))
    await waitFor(() => expect(here).toHaveProperty('disabled', false))
    await user.click(within(dialog).getByRole('button', { name: 'Buckets' }))
    await user.click(await within(dialog).findByRole('button', { name: 'site' }))
    await user.click(here)
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueCopy')).toEqual([expect.objectContaining({ target: at('site'), move: true })]))
  })

  it('changes tags after a look at what would change', async () => {
    const { fake, user } = await openPhotos((window) => {
      window.state.editRows = [{ key: 'beach.jpg', changes: [{ field: 'team', before: 'red', after: 'blue' }] }]
    })
    await user.click(row(/beach/))
    useJobDialogs.getState().show({ kind: 'edit', edit: 'tags', chosen: { place: at('photos'), selection: { kind: 'names', keys: ['beach.jpg'], prefixes: [] }, count: 1, folders: [] } })
    const dialog = await screen.findByRole('dialog', { name: 'Change tags' })
    expect(within(dialog).getByRole('button', { name: 'Change all' })).toHaveProperty('disabled', true)
    await user.type(within(dialog).getByRole('textbox', { name: 'Name' }), 'team')
    await user.type(within(dialog).getByRole('textbox', { name: 'Value' }), 'blue')
    expect((await within(dialog).findByText('team')).closest('li')?.textContent).toBe('teamred→blue')
    await user.click(await within(dialog).findByRole('button', { name: 'Change 1 object' }))
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueEdit')).toEqual([expect.objectContaining({ selection: names('beach.jpg'), edit: { kind: 'tags', mode: 'merge', tags: { team: 'blue' } } })]))
  })

  it('restores what is archived, says how many that are, and offers nothing where none is', async () => {
    const { fake, user } = await openPhotos((window) => {
      window.state.editRows = [
        { key: 'beach.jpg', changes: [{ field: 'x-oss-restore', before: 'ColdArchive', after: '7' }] },
        { key: 'plan.md', changes: [] },
      ]
    })
    const ask = () => useJobDialogs.getState().show({ kind: 'edit', edit: 'restore', chosen: { place: at('photos'), selection: { kind: 'names', keys: ['beach.jpg', 'plan.md'], prefixes: [] }, count: 2, folders: [] } })
    ask()
    const dialog = await screen.findByRole('dialog', { name: 'Restore archived objects' })
    expect(await within(dialog).findByText('ColdArchive, readable for 7 days')).toBeDefined()
    await user.click(within(dialog).getByRole('button', { name: 'Restore 1 object' }))
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueEdit')).toEqual([expect.objectContaining({ edit: { kind: 'restore', days: 7 } })]))
    fake.state.editRows = ['beach.jpg', 'plan.md'].map((key) => ({ key, changes: [] }))
    ask()
    const again = await screen.findByRole('dialog', { name: 'Restore archived objects' })
    await waitFor(() => expect(within(again).getByRole('button', { name: 'Restore' })).toHaveProperty('disabled', true))
    expect(within(again).getByRole('button', { name: 'Restore' }).title).toBe('None of them is archived.')
  })
})
