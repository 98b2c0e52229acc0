/**
 * An argument of `Exec` (freedesktop.org, "Desktop Entry Specification", "The Exec key"): quoted, with what a shell would read escaped,
 * once more for the string it is in, and no field codes.
 */
function quoted(argument: string): string {
  const escaped = argument.replaceAll(/["`$\\]/g, (character) => `\\${character}`)
  return `"${escaped.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`
}

/** The file by which a Linux desktop starts a program with the session ("Desktop Application Autostart Specification"). */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Ossia',
    'Comment=A local object store that speaks OSS, and a browser for it',
    `Exec=${command.map(quoted).join(' ')}`,
    'Icon=ossia',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/** Whether the desktop would start it: its own settings switch such a file off by a line in it. */
export function isSwitchedOn(entry: string): boolean {
  return !/^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/im.test(entry)
}
