/** Writes `Mod+Shift+N` as the platform's users read it. */
export function shortcutText(shortcut: string, isMac: boolean): string {
  if (!isMac) return shortcut.replace('Mod', 'Ctrl')
  const symbols: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Backspace: '⌫' }
  return shortcut
    .split('+')
    .map((part) => symbols[part] ?? part)
    .join('')
}

export const isMac = navigator.userAgent.includes('Mac OS X')
