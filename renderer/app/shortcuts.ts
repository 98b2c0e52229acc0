import { favouriteKeys } from '../features/workspace/index.ts'

/** What the window's keys do wherever the focus is. Keys of the list itself are in its own table. */
export const shortcuts = {
  palette: 'Mod+K',
  switchConnection: 'Mod+Shift+K',
  goToAddress: 'Mod+L',
  filter: 'Mod+F',
  filterBar: 'Mod+Shift+F',
  back: 'Alt+ArrowLeft',
  forward: 'Alt+ArrowRight',
  up: 'Alt+ArrowUp',
  refresh: 'F5',
  uploadFiles: 'Mod+U',
  uploadFolder: 'Mod+Shift+U',
  download: 'Mod+D',
  newFolder: 'Mod+Shift+N',
  copy: 'Mod+C',
  cut: 'Mod+X',
  paste: 'Mod+V',
  duplicate: 'Mod+Shift+D',
  undo: 'Mod+Z',
  delete: 'Delete',
  toggleSidebar: 'Mod+B',
  toggleInspector: 'Alt+P',
  toggleTransfers: 'Mod+J',
  edit: 'F4',
  share: 'Mod+Shift+L',
  versions: 'Mod+Shift+H',
  properties: 'Alt+Enter',
  favourite: favouriteKeys,
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
  bucketSettings: 'Mod+I',
  settings: 'Mod+,',
  help: '?',
} as const
export type Command = keyof typeof shortcuts
export const commandNames = Object.keys(shortcuts) as readonly Command[]

const symbols: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', Delete: 'Del' }

/** Keys as people read them, but for the modifier of the platform. */
export function readableKeys(keys: string): string {
  return keys.replace(/Arrow(Left|Right|Up)|Delete/, (name) => symbols[name] ?? name)
}

/** Further keys for the same commands, by platform habit. */
const aliases: Readonly<Record<string, Command>> = { 'Mod+R': 'refresh', 'Mod+[': 'back', 'Mod+]': 'forward', 'Mod+Backspace': 'delete', 'Mod+\\': 'dualPane', 'Mod+PageDown': 'nextTab', 'Mod+PageUp': 'previousTab' }

const byKeys: ReadonlyMap<string, Command> = new Map([
  ...Object.entries(shortcuts).map(([command, keys]) => [keys, command as Command] as const),
  ...Object.entries(aliases),
])

interface KeyPress {
  readonly key: string
  readonly code?: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** Commands that a text field must keep for itself. */
const notWhileTyping: ReadonlySet<Command> = new Set(['copy', 'cut', 'paste', 'duplicate', 'undo', 'delete', 'help', 'back', 'forward', 'up', 'properties', 'download', 'edit'])

/** The command of a key press, or undefined. `typing` says that a text field has the focus. */
export function commandOf(press: KeyPress, { isMac, typing }: { readonly isMac: boolean; readonly typing: boolean }): Command | undefined {
  const mod = isMac ? press.metaKey : press.ctrlKey
  // The one chord that is Control on every platform.
  if (press.key === 'Tab' && press.ctrlKey && !press.altKey && !press.metaKey) return press.shiftKey ? 'previousTab' : 'nextTab'
  if (isMac ? press.ctrlKey : press.metaKey) return undefined
  // Option turns letters into other characters on a Mac; the physical key still tells.
  const letter = press.altKey && press.code?.startsWith('Key') === true ? press.code.slice(3) : press.key
  const key = letter.length === 1 ? letter.toUpperCase() : letter
  const shift = press.shiftKey && key !== '?'
  const command = byKeys.get(`${mod ? 'Mod+' : ''}${press.altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${key}`)
  return command === undefined || (typing && notWhileTyping.has(command)) ? undefined : command
}

/** Which tab Mod+1 to Mod+9 mean: a position from 0, or -1 for the last one, which is always 9. */
export function tabIndexOf(press: KeyPress, isMac: boolean): number | undefined {
  const mod = isMac ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey
  if (!mod || press.altKey || press.shiftKey || !/^[1-9]$/.test(press.key)) return undefined
  return press.key === '9' ? -1 : Number(press.key) - 1
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(target.type)))
}
