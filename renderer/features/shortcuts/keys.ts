import { commandNames, type Command, type Shortcuts } from '../../../electron/contract/shortcuts.ts'

const symbols: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Delete: 'Del', PageUp: 'PgUp', PageDown: 'PgDn' }

/** Keys as people read them, but for the modifier of the platform. */
export function readableKeys(keys: string): string {
  return keys.replace(/Arrow(?:Left|Right|Up|Down)|Delete|Page(?:Up|Down)/, (name) => symbols[name] ?? name)
}

/** Further keys for the same commands, by platform habit; what the user chose goes before them. */
const aliases: Readonly<Record<string, Command>> = { 'Mod+R': 'refresh', 'Mod+[': 'back', 'Mod+]': 'forward', 'Mod+Backspace': 'delete', 'Mod+\\': 'dualPane', 'Mod+PageDown': 'nextTab', 'Mod+PageUp': 'previousTab' }

export interface KeyPress {
  readonly key: string
  readonly code?: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** A key press as it is written in the table, or undefined when it can mean no command: a modifier alone, or the other platform's modifier. */
export function chordOf(press: KeyPress, isMac: boolean): string | undefined {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process', 'Unidentified'].includes(press.key)) return undefined
  // The one chord that is Control on every platform.
  if (press.key === 'Tab' && press.ctrlKey && !press.altKey && !press.metaKey) return press.shiftKey ? 'Ctrl+Shift+Tab' : 'Ctrl+Tab'
  if (isMac ? press.ctrlKey : press.metaKey) return undefined
  const mod = isMac ? press.metaKey : press.ctrlKey
  // Option turns letters into other characters on a Mac; the physical key still tells.
  const letter = press.altKey && press.code?.startsWith('Key') === true ? press.code.slice(3) : press.key
  const key = letter === ' ' ? 'Space' : letter.length === 1 ? letter.toUpperCase() : letter
  // What Shift does to a character that is no letter shows in the character.
  const shift = press.shiftKey && (key.length > 1 || /[A-Z]/.test(key))
  return `${mod ? 'Mod+' : ''}${press.altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${key}`
}

/** Commands that a text field must keep for itself. */
const notWhileTyping: ReadonlySet<Command> = new Set(['copy', 'cut', 'paste', 'duplicate', 'undo', 'delete', 'help', 'back', 'forward', 'up', 'properties', 'download', 'edit'])
const typesText = (chord: string): boolean => !/^(?:Mod|Ctrl)\+|^(?:Shift\+)?F\d/.test(chord)

interface Situation {
  readonly isMac: boolean
  /** A text field has the focus. */
  readonly typing: boolean
  readonly shortcuts: Shortcuts
}

/** The command of a key press, or undefined. */
export function commandOf(press: KeyPress, { isMac, typing, shortcuts }: Situation): Command | undefined {
  const chord = chordOf(press, isMac)
  if (chord === undefined) return undefined
  const command = commandNames.find((name) => shortcuts[name] === chord) ?? aliases[chord]
  return command === undefined || (typing && (notWhileTyping.has(command) || typesText(chord))) ? undefined : command
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

/** Keys that mean the same in every program of the system; what copies and pastes text must not be moved away from it. */
export const fixedCommands: ReadonlySet<Command> = new Set(['copy', 'cut', 'paste'])
const listKeys = /^(?:Shift\+)?(?:Space|Enter|Escape|Tab|Backspace|Home|End|PageUp|PageDown|Arrow\w+|ContextMenu|F2|F10)$|^Mod\+(?:Enter|Space|A|[1-9]|Home|End|Arrow\w+)$/
const systemKeys = /^Mod\+(?:[CXVQ0+=-]|Shift\+[IQ])$|^F11$|^Alt\+F4$|^Alt\+Tab$|^Alt\+Space$/

export type Obstacle =
  | { readonly kind: 'list' | 'system' | 'letter' | 'altGraph' }
  | { readonly kind: 'command'; readonly command: Command }

/** Why a command cannot have these keys; another command's keys can be taken from it. */
export function obstacleTo(command: Command, chord: string, shortcuts: Shortcuts): Obstacle | undefined {
  // On many keyboards the two together type characters.
  if (chord.startsWith('Mod+Alt+')) return { kind: 'altGraph' }
  if (listKeys.test(chord)) return { kind: 'list' }
  if (systemKeys.test(chord)) return { kind: 'system' }
  // Letters jump to names.
  if (/^(?:Shift\+)?.$/u.test(chord) && chord !== '?') return { kind: 'letter' }
  const owner = commandNames.find((name) => name !== command && shortcuts[name] === chord)
  return owner === undefined ? undefined : { kind: 'command', command: owner }
}
