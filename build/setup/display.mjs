import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { SetupError } from './project.mjs'

/** True on a Linux without X or Wayland. */
export function needsVirtualDisplay(environment = process.env) {
  return process.platform === 'linux' && !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']
}

/**
 * One record of an Xauthority file that fits any display: big-endian lengths before each field (X11 "Xau" library).
 * @param {Buffer} cookie
 */
export function authorityRecord(cookie) {
  /** @param {Buffer} bytes */
  const field = (bytes) => {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(bytes.length)
    return Buffer.concat([length, bytes])
  }
  const anyFamily = Buffer.from([0xff, 0xff])
  const empty = Buffer.alloc(0)
  return Buffer.concat([anyFamily, field(empty), field(empty), field(Buffer.from('MIT-MAGIC-COOKIE-1')), field(cookie)])
}

/**
 * Starts an X server without a screen on a display number it finds itself, reachable with a cookie only. With
 * `endWithLastClient` it ends by itself when the app is gone, even if nobody is left to stop it.
 * Resolves with the environment for its clients and `stop()`.
 * @param {{ readonly endWithLastClient: boolean }} options
 */
export async function startVirtualDisplay({ endWithLastClient }) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-display-'))
  const authority = path.join(folder, 'authority')
  await writeFile(authority, authorityRecord(randomBytes(16)), { mode: 0o600 })
  const removeFolder = () => rm(folder, { recursive: true, force: true })
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-auth', authority, ...(endWithLastClient ? ['-terminate'] : [])],
    // A group of its own: Ctrl+C must reach the app first, which still draws while it closes.
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true },
  )
  const channel = /** @type {import('node:net').Socket} */ (server.stdio[3])
  try {
    const number = await new Promise((resolve, reject) => {
      server.once('error', (error) => reject(new SetupError(`Xvfb could not be started: ${error.message}`)))
      server.once('exit', () => reject(new SetupError('Xvfb ended at once')))
      channel.once('data', (data) => resolve(data.toString().trim()))
    })
    server.unref()
    channel.unref()
    const stop = async () => {
      server.kill('SIGTERM')
      await removeFolder()
    }
    return { environment: { DISPLAY: `:${number}`, XAUTHORITY: authority }, stop }
  } catch (error) {
    await removeFolder()
    throw error
  }
}
