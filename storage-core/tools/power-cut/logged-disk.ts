import { spawn, type ChildProcess } from 'node:child_process'
import { statSync } from 'node:fs'
import { mkdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { run } from './run.ts'

/** nbdkit plugin: a plain image that also writes down every write and flush. The log's format is that of `write-log.ts`. */
const plugin = `
import nbdkit
import os
import struct

API_VERSION = 2
settings = {}
files = {}


def config(key, value):
    settings[key] = value


def config_complete():
    files["image"] = os.open(settings["image"], os.O_RDWR)
    files["log"] = os.open(settings["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def thread_model():
    return nbdkit.THREAD_MODEL_SERIALIZE_ALL_REQUESTS


def open(readonly):
    return 1


def get_size(handle):
    return os.fstat(files["image"]).st_size


def can_fua(handle):
    return nbdkit.FUA_NATIVE


def pread(handle, buffer, offset, flags):
    buffer[:] = os.pread(files["image"], len(buffer), offset)


def pwrite(handle, buffer, offset, flags):
    os.pwrite(files["image"], buffer, offset)
    os.write(files["log"], struct.pack("<BQI", 1, offset, len(buffer)) + bytes(buffer))
    if flags & nbdkit.FLAG_FUA:
        flush(handle, 0)


def flush(handle, flags):
    os.write(files["log"], struct.pack("<BQI", 2, 0, 0))
`

/** A mounted ext4 file system on a block device that logs what it is asked to do. */
export interface LoggedDisk {
  readonly mountPoint: string
  /** Bytes of log so far: whatever has been acknowledged by now depends on nothing behind this. */
  logBytes(): number
  /** Unmounts, takes the device down and answers its log. */
  finish(): Promise<Buffer>
  /** As `finish`, for when it failed half-way; idempotent. */
  destroy(): Promise<void>
}

async function until(what: string, ready: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await ready()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`${what} did not get ready`)
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  )

export async function createLoggedDisk(directory: string, deviceBytes: number): Promise<LoggedDisk> {
  const at = (name: string) => path.join(directory, name)
  const [image, log, socket, fuse, mountPoint] = [at('image'), at('log'), at('socket'), at('fuse'), at('mnt')] as const
  for (const folder of [directory, fuse, mountPoint]) await mkdir(folder, { recursive: true })
  await writeFile(at('plugin.py'), plugin)
  await writeFile(image, '')
  await truncate(image, deviceBytes)
  const undo: (() => Promise<unknown>)[] = []
  const destroy = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step()
  }
  const background = (command: string, ...parameters: string[]): ChildProcess => {
    const child = spawn(command, parameters, { stdio: 'ignore' })
    const ended = new Promise((resolve) => {
      child.once('exit', resolve)
      child.once('error', resolve)
    })
    undo.push(() => {
      child.kill('SIGTERM')
      return ended
    })
    return child
  }
  try {
    background('nbdkit', '-f', '-U', socket, 'python', at('plugin.py'), `image=${image}`, `log=${log}`)
    await until('nbdkit', () => exists(socket))
    background('nbdfuse', at('fuse/nbd'), `nbd+unix:///?socket=${socket}`)
    await until('nbdfuse', () => exists(at('fuse/nbd')))
    undo.push(() => run('umount', fuse))
    const device = (await run('losetup', '--find', '--show', at('fuse/nbd'))).trim()
    undo.push(() => run('losetup', '--detach', device))
    await run('mkfs.ext4', '-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', device)
    await run('mount', '-t', 'ext4', device, mountPoint)
    undo.push(() => run('umount', mountPoint))
  } catch (error) {
    await destroy()
    throw error
  }
  return {
    mountPoint,
    logBytes: () => statSync(log).size,
    finish: async () => {
      await destroy()
      return readFile(log)
    },
    destroy,
  }
}
