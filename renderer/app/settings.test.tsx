import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { settingIds, useSettingsDialogs } from '../features/settings/index.ts'
import { callError, type FakeWindow } from '../test-support/fake-window-api.ts'
import { renderApp } from '../test-support/render.tsx'

const callsOf = (fake: FakeWindow, name: string): unknown[] => fake.state.calls.filter(([called]) => called === name).map(([, input]) => input)
const shownIds = () => [...document.querySelectorAll<HTMLElement>('[data-setting]')].map((row) => row.dataset['setting'])

async function openSettings(prepare: (fake: FakeWindow) => void = () => undefined) {
  const rendered = await renderApp(prepare)
  act(() => useSettingsDialogs.getState().show('settings'))
  const dialog = within((await screen.findByText('Settings', { selector: '.ant-modal-title' })).closest<HTMLElement>('.ant-modal')!)
  return { ...rendered, dialog }
}

beforeEach(() => useSettingsDialogs.getState().close())

describe('the settings', () => {
  it('are all there, and found by their name, their part and other words', async () => {
    const { dialog } = await openSettings()
    await waitFor(() => expect(shownIds()).toEqual([...settingIds]))
    const search = dialog.getByRole('textbox', { name: 'Search settings' })
    const found = (query: string) => {
      fireEvent.change(search, { target: { value: query } })
      return shownIds()
    }
    expect(found('dark')).toEqual(['theme'])
    expect(found('store disk')).toEqual(['storeFolder'])
    // By the words of the other language as well, whichever the window speaks.
    expect(found('深色')).toEqual(['theme'])
    expect(found('登录')).toEqual(['startAtLogin'])
    expect(found('主题 dark')).toEqual(['theme'])
    expect(found('no such thing')).toEqual([])
    dialog.getByText('No setting is called “no such thing”.')
  })

  it('are reached from the palette, each with the keyboard on its field', async () => {
    const { user, fake } = await renderApp(() => undefined)
    await user.keyboard('{Control>}k{/Control}')
    fireEvent.change(await screen.findByRole('combobox', { name: 'Command palette' }), { target: { value: 'Open the tabs' } })
    await user.keyboard('{Enter}')
    await waitFor(() => expect(document.activeElement?.id).toBe('settings-restoreTabs'))
    await user.keyboard(' ')
    await waitFor(() => expect(callsOf(fake, 'settings.updateSettings')).toEqual([{ restoreTabs: false }]))
  })

  it('name the folder of downloads, which only a dialog of the system chooses', async () => {
    const { fake, user, dialog } = await openSettings()
    dialog.getByText('Asked each time')
    await user.click(dialog.getByText('Choose a folder…'))
    await dialog.findByText('/home/me/Downloads')
    await user.click(dialog.getByText('Ask each time'))
    await dialog.findByText('Asked each time')
    expect(callsOf(fake, 'settings.setDownloadFolder')).toEqual([{ to: 'chosen' }, { to: 'asked' }])
    expect(callsOf(fake, 'settings.updateSettings')).toEqual([])
  })

  it('say what becomes of the data before the store moves to another folder', async () => {
    const { fake, user, dialog } = await openSettings(({ state }) => {
      state.chosenDataFolder = { folderId: 'f1', folder: '/disk/store', holds: 'nothing' }
    })
    await user.click(dialog.getByText('Change…'))
    await dialog.findByText(/\/disk\/store is empty: a new store begins there/)
    dialog.getByText(/is neither moved nor deleted/)
    expect(callsOf(fake, 'store.setDataFolder')).toEqual([])
    await user.click(dialog.getByText('Start the store with this folder'))
    await waitFor(() => expect(callsOf(fake, 'store.setDataFolder')).toEqual([{ folderId: 'f1' }]))
    await waitFor(() => expect(dialog.queryByText(/neither moved nor deleted/)).toBeNull())
  })

  it('never start a store among other files, and say why one did not start', async () => {
    const { fake, user, dialog } = await openSettings(({ state }) => {
      state.chosenDataFolder = { folderId: 'f1', folder: '/home/me', holds: 'other' }
    })
    await user.click(dialog.getByText('Change…'))
    await dialog.findByText(/\/home\/me holds other files/)
    expect(dialog.queryByText('Start the store with this folder')).toBeNull()
    fake.state.chosenDataFolder = { folderId: 'f2', folder: '/disk/store', holds: 'store' }
    fake.state.failures.set('store.setDataFolder', callError('StoreDataFolderInUse'))
    await user.click(dialog.getAllByText('Change…').at(-1)!)
    await user.click(await dialog.findByText('Start the store with this folder'))
    expect((await dialog.findByRole('alert')).textContent).toContain('data folder')
  })

  it('restart the store for another port, and say what that stops', async () => {
    const { fake, user, dialog } = await openSettings()
    const apply = dialog.getByText('Save and start the store again').closest('button')
    expect(apply?.disabled).toBe(true)
    fireEvent.change(document.querySelector('#settings-port')!, { target: { value: '9100' } })
    dialog.getByText('Running transfers to the local store stop and can be retried.')
    await user.click(apply!)
    await waitFor(() => expect(callsOf(fake, 'store.restart')).toEqual([{ port: 9100 }]))
  })
})

describe('deleting without being asked', () => {
  const deleteFirst = async (versioning: 'Enabled' | undefined) => {
    const rendered = await renderApp((fake) => {
      fake.state.settings = { ...fake.state.settings, confirmRecoverable: false }
      fake.putBucket('photos', [{ key: 'a.txt' }], versioning === undefined ? {} : { versioning })
    })
    await rendered.user.click(await screen.findByText('photos'))
    await rendered.user.click(await screen.findByText('a.txt'))
    await rendered.user.keyboard('{Delete}')
    return rendered
  }

  it('works at once where the bucket keeps versions', async () => {
    const { fake } = await deleteFirst('Enabled')
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueDelete')).toHaveLength(1))
    expect(screen.queryByTestId('delete-confirm')).toBeNull()
  })

  it('never applies to what cannot be recovered', async () => {
    const { fake } = await deleteFirst(undefined)
    await screen.findByTestId('delete-confirm')
    expect(callsOf(fake, 'transfers.enqueueDelete')).toEqual([])
  })
})
