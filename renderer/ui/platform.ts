/** Writes `Mod+Shift+N` as the platform's users read it. */
export function shortcutText(shortcut: string, isMac: boolean): string {
  if (!isMac) return shortcut.replace('Mod', 'Ctrl')
  const symbols: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Backspace: '⌫' }
  return shortcut
    .split('+')
    .map((part) => symbols[part] ?? part)
    .join('')
}

/** A name with the keys behind it, for a tooltip. */
export const withKeys = (name: string, keys: string | undefined): string => (keys === undefined ? name : `${name} (${keys})`)

export const isMac = navigator.userAgent.includes('Mac OS X')
