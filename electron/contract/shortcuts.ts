/**
 * What the window's keys do wherever the focus is, as they are at first; settings may say otherwise. `Mod` is Command on a
 * Mac and Control elsewhere; an empty text is a command without keys. Keys of the list itself are in its own table.
 */
export const defaultShortcuts = {
  palette: 'Mod+K',
  switchConnection: 'Mod+Shift+K',
  goToAddress: 'Mod+L',
  filter: 'Mod+F',
  filterBar: 'Mod+Shift+F',
  back: 'Alt+ArrowLeft',
  forward: 'Alt+ArrowRight',
  up: 'Alt+ArrowUp',
  refresh: 'F5',
  favourite: 'Mod+Shift+S',
  uploadFiles: 'Mod+U',
  uploadFolder: 'Mod+Shift+U',
  download: 'Mod+D',
  downloadTo: '',
  newFolder: 'Mod+Shift+N',
  newText: 'Alt+Shift+N',
  newBucket: 'Mod+Shift+B',
  copy: 'Mod+C',
  cut: 'Mod+X',
  paste: 'Mod+V',
  duplicate: 'Mod+Shift+D',
  undo: 'Mod+Z',
  delete: 'Delete',
  edit: 'F4',
  share: 'Mod+Shift+L',
  versions: 'Mod+Shift+H',
  showDeleted: 'Alt+H',
  properties: 'Alt+Enter',
  newTab: 'Mod+T',
  closeTab: 'Mod+W',
  reopenTab: 'Mod+Shift+T',
  nextTab: 'Ctrl+Tab',
  previousTab: 'Ctrl+Shift+Tab',
  moveTabLeft: 'Mod+Shift+PageUp',
  moveTabRight: 'Mod+Shift+PageDown',
  dualPane: 'F3',
  otherPane: 'F6',
  swapPanes: 'Shift+F6',
  alignPanes: 'Mod+F6',
  toggleSidebar: 'Mod+B',
  toggleInspector: 'Alt+P',
  toggleTransfers: 'Mod+J',
  bucketSettings: 'Mod+I',
  keysAndUsers: '',
  connections: '',
  newConnection: '',
  settings: 'Mod+,',
  help: '?',
  tour: '',
  about: '',
} as const satisfies Readonly<Record<string, string>>

export type Command = keyof typeof defaultShortcuts
export type Shortcuts = Readonly<Record<Command, string>>
export const commandNames = Object.keys(defaultShortcuts) as readonly Command[]

/** The keys as they are, after what the user changed. Names this version does not know are left out. */
export function shortcutsWith(changed: Readonly<Record<string, string>>): Shortcuts {
  const own = Object.entries(changed).filter(([command]) => Object.hasOwn(defaultShortcuts, command))
  return { ...defaultShortcuts, ...Object.fromEntries(own) }
}
