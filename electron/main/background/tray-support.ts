import { execFile } from 'node:child_process'

type Run = (file: string, args: readonly string[]) => Promise<string>

const waitAtMostMs = 3000

const runFile: Run = (file, args) =>
  new Promise((resolve, reject) => {
    execFile(file, [...args], { timeout: waitAtMostMs, windowsHide: true }, (error, stdout) => (error === null ? resolve(stdout) : reject(error)))
  })

const watcher = 'org.kde.StatusNotifierWatcher'
/** Whoever shows tray icons on Linux owns this name on the session bus (Status Notifier Item specification). */
const questions: readonly (readonly [string, readonly string[]])[] = [
  ['gdbus', ['call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus', '--method', 'org.freedesktop.DBus.NameHasOwner', watcher]],
  ['dbus-send', ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner', `string:${watcher}`]],
]

/** Whether the system shows tray icons. macOS keeps apps without windows in its Dock, so none is needed there. */
export async function hasTray(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, run: Run = runFile): Promise<boolean> {
  if (platform === 'win32') return true
  if (platform !== 'linux' || environment['DBUS_SESSION_BUS_ADDRESS'] === undefined) return false
  for (const [file, args] of questions) {
    try {
      return (await run(file, args)).includes('true')
    } catch {
      // This tool is not there or got no answer; the next one may.
    }
  }
  return false
}
