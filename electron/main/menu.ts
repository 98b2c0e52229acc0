import type { MenuItemConstructorOptions } from 'electron'
import type { WindowEvent } from '../contract/events.ts'
import type { Command, Shortcuts } from '../contract/shortcuts.ts'
import type { MenuTexts } from './menu-texts.ts'

export type MenuCommand = Extract<WindowEvent, { kind: 'menu.command' }>['command']

export interface MenuOptions {
  readonly texts: MenuTexts
  readonly platform: NodeJS.Platform
  readonly developerTools: boolean
  readonly shortcuts: Shortcuts
  readonly run: (command: MenuCommand) => void
}

type Item = MenuItemConstructorOptions
const separator: Item = { type: 'separator' }

const acceleratorNames: Readonly<Record<string, string>> = { Mod: 'CmdOrCtrl', ArrowLeft: 'Left', ArrowRight: 'Right', ArrowUp: 'Up', ArrowDown: 'Down' }

/** Keys as Electron writes them. */
const acceleratorOf = (keys: string): string => keys.replace(/Mod|Arrow\w+/g, (name) => acceleratorNames[name] ?? name)

/**
 * The application menu. Entries that act on what the window shows are sent to it as commands; editing and zoom are the
 * system's own. No Ctrl+Alt chords: on many keyboards they type characters.
 */
export function menuTemplate({ texts, platform, developerTools, shortcuts, run }: MenuOptions): Item[] {
  const isMac = platform === 'darwin'
  const command = (label: string, name: MenuCommand & Command): Item => ({
    label,
    id: name,
    click: () => run(name),
    ...(shortcuts[name] === '' ? {} : { accelerator: acceleratorOf(shortcuts[name]) }),
  })
  const settings = command(texts.settings, 'settings')
  const about = command(texts.about, 'about')

  const appMenu: Item = {
    label: 'Ossia',
    submenu: [about, separator, settings, separator, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, separator, { role: 'quit', label: texts.quit }],
  }
  const file: Item = {
    label: texts.file,
    submenu: [
      command(texts.newBucket, 'newBucket'),
      command(texts.newFolder, 'newFolder'),
      separator,
      command(texts.uploadFiles, 'uploadFiles'),
      command(texts.uploadFolder, 'uploadFolder'),
      separator,
      ...(isMac ? [{ role: 'close', label: texts.closeWindow } as const] : [settings, separator, { role: 'quit', label: texts.quit } as const]),
    ],
  }
  const edit: Item = {
    label: texts.edit,
    submenu: [
      { role: 'undo', label: texts.undo },
      { role: 'redo', label: texts.redo },
      separator,
      { role: 'cut', label: texts.cut },
      { role: 'copy', label: texts.copy },
      { role: 'paste', label: texts.paste },
      { role: 'selectAll', label: texts.selectAll },
    ],
  }
  const view: Item = {
    label: texts.view,
    submenu: [
      command(texts.refresh, 'refresh'),
      separator,
      command(texts.sidebar, 'toggleSidebar'),
      command(texts.inspector, 'toggleInspector'),
      command(texts.transfers, 'toggleTransfers'),
      separator,
      command(texts.keysAndUsers, 'keysAndUsers'),
      separator,
      { role: 'resetZoom', label: texts.actualSize },
      { role: 'zoomIn', label: texts.zoomIn },
      { role: 'zoomOut', label: texts.zoomOut },
      separator,
      { role: 'togglefullscreen', label: texts.fullScreen },
      ...(developerTools ? [separator, { role: 'toggleDevTools', label: texts.developerTools } as const] : []),
    ],
  }
  const windowMenu: Item = { label: texts.window, role: 'window', submenu: [{ role: 'minimize', label: texts.minimize }, { role: 'zoom' }] }
  const help: Item = { label: texts.help, role: 'help', submenu: [command(texts.tour, 'tour'), command(texts.shortcuts, 'help'), ...(isMac ? [] : [about])] }
  return isMac ? [appMenu, file, edit, view, windowMenu, help] : [file, edit, view, help]
}
