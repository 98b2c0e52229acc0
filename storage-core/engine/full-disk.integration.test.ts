import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleChild } from './test-support/bundle-child.ts'
import type { FullDiskReport } from './test-support/full-disk-child.ts'

const execute = promisify(execFile)
const folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-full-disk-'))
const mountPoint = path.join(folder, 'disk')
await mkdir(mountPoint)

/** Runs a command with a small disk in memory at `mountPoint` that nobody else sees and that goes with the command. */
function onSmallDisk(...command: readonly string[]): Promise<{ readonly stdout: string }> {
  const script = 'mount -t tmpfs -o size=16m tmpfs "$0" && exec "$@"'
  return execute('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script, mountPoint, ...command])
}
const isPossible = await onSmallDisk('true').then(
  () => true,
  () => false,
)

describe(isPossible ? 'a disk that is full' : 'a disk that is full (SKIPPED, nothing proven: no mount namespace of its own)', () => {
  let child = ''
  beforeAll(async () => {
    child = await bundleChild(path.join(import.meta.dirname, 'test-support', 'full-disk-child.ts'), folder)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.skipIf(!isPossible).each([
    ['beside the metadata', 8000],
    ['in files', 60_000],
  ])('refuses writes of bodies kept %s, loses nothing, and takes writes again when there is room', async (_, bodyBytes) => {
    const { stdout } = await onSmallDisk(process.execPath, child, mountPoint, String(bodyBytes))
    const report = JSON.parse(stdout) as FullDiskReport
    expect(report).toMatchObject({ problems: [], lost: [], refusals: ['InternalError ENOSPC'] })
    expect(report.acknowledged.before).toBeGreaterThan(50)
    expect(report.acknowledged.after).toBe(50)
  }, 60_000)
})
