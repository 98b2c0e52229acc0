import { access, constants, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from './run.ts'

export const fileSystemTypes = ['ext4', 'xfs'] as const
export type FileSystemType = (typeof fileSystemTypes)[number]

const defaultImageBytes = 3 * 1024 ** 3
const makers: Record<FileSystemType, readonly string[]> = {
  ext4: ['mkfs.ext4', '-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0'],
  xfs: ['mkfs.xfs', '-q', '-f'],
}

/** A file system in an image file whose power can be cut. */
export interface LoopDisk {
  readonly mountPoint: string
  format(): Promise<void>
  mount(): Promise<void>
  /** From here on the file system refuses everything, and what it had not written to its device is gone. */
  cutPower(): Promise<void>
  unmount(): Promise<void>
  remove(): Promise<void>
}

/** Makes the image, which takes room only where it is written to. */
export async function createLoopDisk(directory: string, type: FileSystemType, imageBytes = defaultImageBytes): Promise<LoopDisk> {
  const image = path.join(directory, `${type}.img`)
  const mountPoint = path.join(directory, `${type}.mnt`)
  await mkdir(mountPoint)
  await writeFile(image, '')
  await truncate(image, imageBytes)
  let mounted = false
  const unmount = async () => {
    if (!mounted) return
    // A process that was just killed may hold the mount for a moment longer.
    for (let attempt = 1; ; attempt++) {
      try {
        await run('umount', mountPoint)
        break
      } catch (error) {
        if (attempt === 500) throw error
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    mounted = false
  }
  return {
    mountPoint,
    format: async () => {
      const [maker = '', ...parameters] = makers[type]
      await run(maker, ...parameters, image)
    },
    mount: async () => {
      await run('mount', '-t', type, '-o', 'loop', image, mountPoint)
      mounted = true
    },
    // Without -f the journal's own buffers are dropped too, as a real cut does.
    cutPower: async () => void (await run('xfs_io', '-x', '-c', 'shutdown', mountPoint)),
    unmount,
    remove: async () => {
      await unmount()
      await rm(image, { force: true })
    },
  }
}

async function onPath(command: string): Promise<boolean> {
  for (const directory of `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`.split(':')) {
    try {
      await access(path.join(directory, command), constants.X_OK)
      return true
    } catch {
      // Not in this one.
    }
  }
  return false
}

/** Why no block device can be logged here, or undefined when it can. Asked only where power cuts work. */
export async function missingForBlockLogs(): Promise<string | undefined> {
  for (const command of ['nbdkit', 'nbdfuse']) {
    if (!(await onPath(command))) return `${command} is not installed (Debian: apt-get install nbdkit nbdkit-plugin-python libnbd-bin)`
  }
  return undefined
}

/** Why this machine cannot run the rig, or undefined when it can. */
export async function missingForPowerCuts(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'file systems can be shut down on Linux only'
  if (process.getuid?.() !== 0) return 'not root'
  for (const command of ['mount', 'umount', 'losetup', 'xfs_io', 'mkfs.ext4', 'mkfs.xfs']) {
    if (!(await onPath(command))) return `${command} is not installed (Debian: apt-get install xfsprogs e2fsprogs mount)`
  }
  return tryOnce()
}

/** Being root is not enough in a container that may not mount; only trying tells. */
async function tryOnce(): Promise<string | undefined> {
  const directory = await mkdtemp(path.join(tmpdir(), 'ossia-power-probe-'))
  const disk = await createLoopDisk(directory, 'ext4', 16 * 1024 ** 2)
  try {
    await disk.format()
    await disk.mount()
    await disk.cutPower()
    return undefined
  } catch (error) {
    return `a test cut failed: ${error instanceof Error ? error.message.trim() : String(error)}`
  } finally {
    await disk.remove()
    await rm(directory, { recursive: true, force: true })
  }
}
