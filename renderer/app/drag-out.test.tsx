import { createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { PreparedDrag } from '../../electron/contract/drags.ts'
import type { FakeWindow } from '../test-support/fake-window-api.ts'
import { callError } from '../test-support/fake-state.ts'
import { renderApp } from '../test-support/render.tsx'

const callsOf = (fake: FakeWindow, name: string) => fake.state.calls.filter(([called]) => called === name).map(([, input]) => input)
const row = (name: RegExp) => screen.getByRole('row', { name })
const tray = () => screen.queryByRole('region', { name: 'Drag to another program' })
const outside = { leftWindow: true }

async function openPhotos(prepare: (fake: FakeWindow) => void = () => undefined) {
  const rendered = await renderApp((fake) => {
    fake.putBucket('photos', [{ key: '2026/lisbon.jpg' }, { key: 'beach.jpg' }, { key: 'plan.md' }])
    prepare(fake)
  })
  await rendered.user.click(await screen.findByRole('button', { name: 'photos' }))
  await screen.findByRole('row', { name: /beach/ })
  return rendered
}
/** Puts the pointer on a row. */
function handleOf(name: RegExp): Element {
  fireEvent.mouseOver(row(name))
  const handle = document.querySelector('.drag-handle')
  if (handle === null) throw new Error('There is no handle')
  return handle
}
/** A drag of the page's own. */
function dragStart(element: Element): void {
  fireEvent.dragStart(element, { dataTransfer: { setData: () => undefined, types: [], items: [], files: [] } })
}
/** Moves the pointer with the button down. The test DOM keeps no buttons. */
function move(): void {
  const event = createEvent.pointerMove(document.body)
  Object.defineProperties(event, { clientX: { value: 40 }, clientY: { value: 3 }, buttons: { value: 1 } })
  fireEvent(document.body, event)
}
const release = () => fireEvent.pointerUp(document.body)

function held<T>(): { readonly promise: Promise<T>; readonly give: (value: T) => void } {
  let give: (value: T) => void = () => undefined
  const promise = new Promise<T>((resolve) => {
    give = resolve
  })
  return { promise, give }
}

describe('dragging objects to other programs', () => {
  it('begins with the handle at the row, for all that is chosen, and needs no more when the files are there', async () => {
    const { fake, user } = await openPhotos()
    await user.click(row(/2026/))
    await user.keyboard('{Control>}')
    await user.click(row(/plan/))
    await user.keyboard('{/Control}')
    const handle = handleOf(/plan/)
    fireEvent.mouseDown(handle)
    expect(callsOf(fake, 'drags.prepare')).toEqual([
      { dragId: expect.any(String), profileId: 'local', bucket: 'photos', basePrefix: '', selection: { kind: 'names', keys: ['plan.md'], prefixes: ['2026/'] } },
    ])
    await waitFor(() => expect(callsOf(fake, 'drags.start')).toEqual([]))
    move()
    const [{ dragId } = { dragId: '' }] = callsOf(fake, 'drags.prepare') as { dragId: string }[]
    await waitFor(() => expect(callsOf(fake, 'drags.discard')).toEqual([{ dragId }]))
    expect(callsOf(fake, 'drags.start')).toEqual([{ dragId }])
    expect(tray()).toBeNull()
  })

  it('chooses the row of the handle when it was not chosen, as a press on the row does', async () => {
    const { fake, user } = await openPhotos()
    await user.click(row(/plan/))
    fireEvent.mouseDown(handleOf(/beach/))
    expect(row(/beach/).getAttribute('aria-selected')).toBe('true')
    expect(row(/plan/).getAttribute('aria-selected')).toBe('false')
    expect(callsOf(fake, 'drags.prepare')).toMatchObject([{ selection: { keys: ['beach.jpg'] } }])
    // Let go of where it was pressed and not clicked: nothing is kept.
    release()
    await waitFor(() => expect(callsOf(fake, 'drags.discard')).toHaveLength(1))
    expect(tray()).toBeNull()
  })

  it('says how far the files are when they take a while, and keeps them for a second try', async () => {
    const preparing = held<PreparedDrag>()
    const { fake, user } = await openPhotos((window) => {
      window.state.drags.prepared = preparing.promise
    })
    const handle = handleOf(/beach/)
    fireEvent.mouseDown(handle)
    move()
    const shown = await screen.findByRole('region', { name: 'Drag to another program' })
    expect(within(shown).getByRole('progressbar')).toBeDefined()
    expect(within(shown).getByTestId('drag-chip').className).toContain('is-waiting')
    // The button came up before anything could be handed out: no drag may begin that nobody ends.
    release()
    preparing.give({ state: 'ready', files: 1, bytes: 2048, names: 1 })
    expect(await within(shown).findByText('Ready: 1 file, 2 KB. Drag it from here to the desktop or to another program.')).toBeDefined()
    expect(callsOf(fake, 'drags.start')).toEqual([])
    const chip = within(shown).getByTestId('drag-chip')
    fireEvent.mouseDown(chip)
    move()
    await waitFor(() => expect(tray()).toBeNull())
    expect(callsOf(fake, 'drags.start')).toHaveLength(1)
    expect(callsOf(fake, 'drags.prepare')).toHaveLength(1)
    await user.keyboard('{Escape}')
  })

  it('starts as soon as the files are there while the button is still down', async () => {
    const preparing = held<PreparedDrag>()
    const { fake } = await openPhotos((window) => {
      window.state.drags.prepared = preparing.promise
    })
    const handle = handleOf(/beach/)
    fireEvent.mouseDown(handle)
    move()
    preparing.give({ state: 'ready', files: 1, bytes: 1, names: 1 })
    await waitFor(() => expect(callsOf(fake, 'drags.start')).toHaveLength(1))
  })

  it('offers the download of what a drag cannot carry, with the same selection', async () => {
    const { fake, user } = await openPhotos((window) => {
      window.state.drags.prepared = { state: 'tooLarge', files: 3, bytes: 70 * 1024 * 1024, limit: { bytes: 64 * 1024 * 1024, files: 1000 } }
    })
    fireEvent.mouseDown(row(/2026/))
    fireEvent.contextMenu(row(/2026/))
    await user.click(await screen.findByRole('menuitem', { name: 'Drag out…' }))
    const shown = await screen.findByRole('region', { name: 'Drag to another program' })
    expect(await within(shown).findByText('More than a drag can carry from this connection (64 MB in 1,000 files). Download it instead.')).toBeDefined()
    await user.click(within(shown).getByRole('button', { name: 'Download to…' }))
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueDownload')).toMatchObject([{ bucket: 'photos', basePrefix: '', selection: { keys: [], prefixes: ['2026/'] } }]))
    expect(callsOf(fake, 'files.chooseDownloadFolder')).toEqual([{ ask: true }])
    expect(tray()).toBeNull()
  })

  it('gives the keyboard back to the list when Escape closes the tray', async () => {
    const { user } = await openPhotos()
    fireEvent.mouseDown(row(/beach/))
    fireEvent.contextMenu(row(/beach/))
    await user.click(await screen.findByRole('menuitem', { name: 'Drag out…' }))
    const shown = await screen.findByRole('region', { name: 'Drag to another program' })
    within(shown).getByRole('button', { name: 'Close' }).focus()
    await user.keyboard('{Escape}')
    expect(tray()).toBeNull()
    await waitFor(() => expect(row(/beach/)).toBe(document.activeElement))
    await user.keyboard('{Control>}a{/Control}')
    for (const name of [/2026/, /beach/, /plan/]) expect(row(name).getAttribute('aria-selected')).toBe('true')
  })

  it('names the object that cannot be read, and tries again after a failure', async () => {
    const { fake, user } = await openPhotos((window) => {
      window.state.drags.prepared = { state: 'unreadable', key: '2026/cold.jpg', error: callError('InvalidObjectState') }
    })
    fireEvent.mouseDown(row(/2026/))
    const handle = handleOf(/2026/)
    fireEvent.mouseDown(handle)
    release()
    fireEvent.click(handle)
    const shown = await screen.findByRole('region', { name: 'Drag to another program' })
    expect(await within(shown).findByText(/^2026\/cold\.jpg cannot be read, so nothing of it is handed out\./u)).toBeDefined()
    await user.click(within(shown).getByRole('button', { name: 'Close' }))
    expect(tray()).toBeNull()

    fake.state.drags.prepared = { state: 'ready', files: 1, bytes: 1, names: 1 }
    fake.state.failures.set('drags.prepare', callError('LocalDiskFull'))
    fireEvent.mouseDown(handleOf(/2026/))
    move()
    release()
    const failed = await screen.findByRole('region', { name: 'Drag to another program' })
    fake.state.failures.delete('drags.prepare')
    await user.click(await within(failed).findByRole('button', { name: 'Try again' }))
    expect(await within(failed).findByText(/^Ready: 1 file/u)).toBeDefined()
  })

  it('helps a drag of rows that left the window, and lets one that came back be', async () => {
    const { fake } = await openPhotos()
    fireEvent.mouseDown(row(/beach/))
    dragStart(row(/beach/))
    leaveWindow()
    const shown = await screen.findByRole('region', { name: 'Drag to another program' })
    expect(await within(shown).findByText(/^Ready: 1 file/u)).toBeDefined()
    endDrag(row(/beach/), 10)
    await waitFor(() => expect(tray()).toBeNull())
    expect(callsOf(fake, 'drags.discard')).toHaveLength(1)

    dragStart(row(/beach/))
    leaveWindow()
    endDrag(row(/beach/), 5000)
    expect(await screen.findByRole('region', { name: 'Drag to another program' })).toBeDefined()
    expect(callsOf(fake, 'drags.start')).toEqual([])
  })

  it('takes nothing back in: what was handed out is for other programs', async () => {
    const dragging = held<typeof outside>()
    const { fake } = await openPhotos((window) => {
      window.state.drags.ended = dragging.promise
    })
    const handle = handleOf(/beach/)
    fireEvent.mouseDown(handle)
    move()
    await waitFor(() => expect(callsOf(fake, 'drags.start')).toHaveLength(1))
    const dataTransfer = { types: ['Files'], items: [{ kind: 'file' }], files: [] }
    fireEvent(row(/2026/), createEvent.dragOver(row(/2026/), { dataTransfer }))
    expect(screen.getByTestId('drop-label').textContent).toBe('This drag is for other programs. Drag the rows themselves to move or copy them here.')
    fireEvent(row(/2026/), createEvent.drop(row(/2026/), { dataTransfer }))
    dragging.give({ leftWindow: false })
    await waitFor(() => expect(callsOf(fake, 'drags.discard')).toHaveLength(1))
    expect(callsOf(fake, 'transfers.enqueueUpload')).toEqual([])
    // Whoever drags files in afterwards means them.
    fireEvent(row(/2026/), createEvent.dragOver(row(/2026/), { dataTransfer }))
    expect(screen.getByTestId('drop-label').textContent).toBe('Upload 1 item to photos / 2026')
  })
})

/** The test DOM keeps neither places nor relations of drag events. */
function leaveWindow(): void {
  const event = createEvent.dragLeave(document.body)
  Object.defineProperty(event, 'relatedTarget', { value: null })
  fireEvent(document.body, event)
}

function endDrag(element: Element, clientX: number): void {
  const event = createEvent.dragEnd(element, { dataTransfer: { types: [] } })
  Object.defineProperties(event, { clientX: { value: clientX }, clientY: { value: 10 } })
  fireEvent(element, event)
}
