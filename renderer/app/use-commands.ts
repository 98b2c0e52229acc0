import { useEffect, useEffectEvent } from 'react'
import type { Command } from '../../electron/contract/shortcuts.ts'
import { useWindowEvent } from '../bridge/use-window-event.ts'
import { useBucketDialogs } from '../features/buckets/index.ts'
import { useKeysAndUsers } from '../features/keys-and-users/index.ts'
import { useNavigation, useTabs, type Place } from '../features/navigation/index.ts'
import { useNotices } from '../features/notices/index.ts'
import { useObjectActions, useObjectsStore, useOpenPlace } from '../features/objects/index.ts'
import { usePalette } from '../features/palette/index.ts'
import { useLock, useProfileDialogs } from '../features/profiles/index.ts'
import { useSettings, useSettingsDialogs, useUpdateSettings } from '../features/settings/index.ts'
import { commandOf, isTyping, tabIndexOf, useShortcuts } from '../features/shortcuts/index.ts'
import { findFavourite, useWorkspace } from '../features/workspace/index.ts'
import { useTour } from '../features/tour/index.ts'
import { newBlankTab } from '../features/tabs/index.ts'
import { useCopier, useObjectClipboard, useTransferStore, useUploader, type Copier } from '../features/transfers/index.ts'
import { isMac } from '../ui/platform.ts'

/** True while a dialog is open: the window behind it must not act. */
function isModalOpen(): boolean {
  return document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .palette-backdrop') !== null
}

function toggleFavourite(place: Place | undefined): void {
  const { favourites, addFavourite, removeFavourite } = useWorkspace.getState()
  const known = findFavourite(favourites, place)
  if (known !== undefined) removeFavourite(known.favouriteId)
  else if (place !== undefined) addFavourite(place)
}

/** The newest move that can be taken back. */
async function undoLastMove({ undo }: Copier): Promise<void> {
  const { byId, order } = useTransferStore.getState()
  const last = order.find((id) => byId[id]?.undoable === true)
  if (last !== undefined) await undo(last)
}

function moveActiveTab(step: 1 | -1): void {
  const { tabs, activeTabId, moveTab } = useTabs.getState()
  const index = tabs.findIndex(({ tabId }) => tabId === activeTabId)
  moveTab(activeTabId, (index + step + tabs.length) % tabs.length)
}

/** Carries out the window's commands from the keyboard, the menu, and a paste. */
export function useCommands(): (command: Command) => void {
  const settings = useSettings()
  const shortcuts = useShortcuts()
  const updateSettings = useUpdateSettings()
  const uploader = useUploader()
  const actions = useObjectActions()
  const place = useOpenPlace()
  const copier = useCopier()
  const lock = useLock()

  /** Says why nothing can be changed, where that is so. */
  const mayChange = (): boolean => {
    if (lock !== undefined) useNotices.getState().tell(lock)
    return lock === undefined
  }
  const run = useEffectEvent((command: Command) => {
    const navigation = useNavigation.getState()
    const tabs = useTabs.getState()
    switch (command) {
      case 'palette':
        return usePalette.getState().toggle()
      case 'switchConnection': {
        const { isSwitching, setSwitching } = useProfileDialogs.getState()
        return setSwitching(!isSwitching)
      }
      case 'goToAddress':
        return useObjectsStore.getState().requestAddress()
      case 'filter':
        return useObjectsStore.getState().requestFilter()
      case 'filterBar':
        return useObjectsStore.getState().toggleFilterBar()
      case 'back':
        return navigation.back()
      case 'forward':
        return navigation.forward()
      case 'up':
        return navigation.up()
      case 'refresh':
        return navigation.refresh()
      case 'uploadFiles':
      case 'uploadFolder':
        if (place !== undefined && mayChange()) void uploader.chooseAndUpload(place, command === 'uploadFiles' ? 'files' : 'folder')
        return
      case 'download':
        return actions.download()
      case 'downloadTo':
        return actions.download(true)
      case 'edit':
        return actions.editChosen()
      case 'showDeleted':
        return useObjectsStore.getState().toggleDeleted()
      case 'versions':
        return actions.showVersionsChosen()
      case 'share':
        return actions.shareChosen()
      case 'newFolder':
        if (place !== undefined && mayChange()) useObjectsStore.getState().showDialog('newFolder')
        return
      case 'newText':
        if (mayChange()) actions.newText()
        return
      case 'copy':
        return actions.take('copy')
      case 'cut':
        if (mayChange()) actions.take('move')
        return
      case 'paste':
        if (mayChange()) actions.paste()
        return
      case 'duplicate':
        if (mayChange()) actions.duplicate()
        return
      case 'undo':
        return void undoLastMove(copier)
      case 'delete':
        if (mayChange()) actions.startDelete()
        return
      case 'toggleSidebar':
        return updateSettings({ sidebarOpen: !settings.sidebarOpen })
      case 'toggleInspector':
        return updateSettings({ inspectorOpen: !settings.inspectorOpen })
      case 'properties':
        return actions.showProperties()
      case 'toggleTransfers':
        return useTransferStore.getState().toggleDock()
      case 'favourite':
        return toggleFavourite(navigation.place)
      case 'newTab':
        return newBlankTab()
      case 'closeTab':
        return tabs.closeTab(tabs.activeTabId)
      case 'reopenTab':
        return tabs.reopenTab()
      case 'nextTab':
        return tabs.stepTab(1)
      case 'previousTab':
        return tabs.stepTab(-1)
      case 'moveTabLeft':
      case 'moveTabRight':
        return moveActiveTab(command === 'moveTabLeft' ? -1 : 1)
      case 'dualPane':
        return tabs.toggleDual()
      case 'otherPane':
        return tabs.otherPane()
      case 'swapPanes':
        return tabs.swapPanes()
      case 'alignPanes':
        return tabs.alignPanes()
      case 'bucketSettings':
        if (place !== undefined) useBucketDialogs.getState().showSettings(place.profileId, place.bucket)
        return
      case 'newBucket':
        return useBucketDialogs.getState().startCreate(navigation.profileId)
      case 'connections':
        return useProfileDialogs.getState().manage()
      case 'newConnection':
        return useProfileDialogs.getState().startAdd()
      case 'tour':
        return useTour.getState().show()
      case 'about':
        return useSettingsDialogs.getState().show('about')
      case 'settings':
        return useSettingsDialogs.getState().show('settings')
      case 'keysAndUsers':
        return useKeysAndUsers.getState().open()
      case 'help':
        return useSettingsDialogs.getState().show('shortcuts')
    }
  })
  const paste = useEffectEvent((event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])]
    if (place === undefined || isTyping(event.target) || isModalOpen()) return
    // Whoever copied something else since means that and not the objects.
    if (files.length === 0 && lock === undefined && event.clipboardData?.getData('text/plain') === useObjectClipboard.getState().text) actions.paste()
    if (files.length === 0) return
    event.preventDefault()
    void uploader.uploadFiles(place, files)
  })

  const commandOfPress = useEffectEvent((event: KeyboardEvent) => commandOf(event, { isMac, typing: isTyping(event.target), shortcuts }))
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isModalOpen()) return
      const index = tabIndexOf(event, isMac)
      if (index !== undefined) {
        event.preventDefault()
        useTabs.getState().activateAt(index)
        return
      }
      const command = commandOfPress(event)
      // A paste brings its data in an event of its own, and a marked text is what is meant to be copied.
      if (command === undefined || command === 'paste' || (command === 'copy' && window.getSelection()?.isCollapsed === false)) return
      event.preventDefault()
      run(command)
    }
    // Buttons 4 and 5 of a mouse.
    const onMouseUp = (event: MouseEvent) => {
      if (event.button === 3) run('back')
      else if (event.button === 4) run('forward')
    }
    const onPaste = (event: ClipboardEvent) => paste(event)
    document.addEventListener('keydown', onKeyDown)
    document.addEventListener('mouseup', onMouseUp)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      document.removeEventListener('mouseup', onMouseUp)
      document.removeEventListener('paste', onPaste)
    }
  }, [])
  useWindowEvent('menu.command', ({ command }) => {
    if (command === 'showTransfers') useTransferStore.getState().openDock()
    else run(command)
  })
  return run
}
