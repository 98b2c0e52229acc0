import net from 'node:net'
import type { Log } from './log.ts'

/** Number of the pipe that `npm start` leaves open for as long as it lives. */
const variable = 'OSSIA_LAUNCHER_FD'

/**
 * Calls `onGone` when the program that started the app has ended, however it did: the system closes its end of the pipe
 * even after SIGKILL. Without the variable the app belongs to nobody and nothing is watched. Takes the variable out of the
 * environment, since the pipe is not passed on to the hosts.
 */
export function watchLauncher(environment: Record<string, string | undefined>, onGone: () => void, log: Log): void {
  const text = environment[variable]
  delete environment[variable]
  if (text === undefined) return
  const fd = Number(text)
  if (!Number.isInteger(fd) || fd < 3) {
    log(`${variable} names no pipe`)
    return
  }
  try {
    const pipe = new net.Socket({ fd, readable: true, writable: false })
    pipe.once('close', onGone)
    // An end by error is an end as well; 'close' follows.
    pipe.on('error', (error) => log('The launcher is gone', error))
    pipe.resume()
    pipe.unref()
  } catch (error) {
    log(`${variable} names no pipe`, error)
  }
}
