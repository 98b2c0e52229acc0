import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleChild } from '../engine/test-support/bundle-child.ts'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import { ownFolder } from './folder-owner.ts'
import { openLmdbMetadataStore } from './lmdb-metadata-store.ts'

let folder: string
let child: string
const children: ChildProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-owner-'))
  child = await bundleChild(path.join(import.meta.dirname, 'test-support', 'hold-folder.ts'), path.join(folder, 'program'))
})
afterAll(async () => {
  for (const each of children) each.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const newDataFolder = () => mkdtemp(path.join(folder, 'data-'))

/** Resolves when the child has the folder, or with its error output when it was refused. */
async function hold(dataFolder: string): Promise<{ process: ChildProcess; outcome: string }> {
  const running = spawn(process.execPath, [child, dataFolder], { stdio: ['pipe', 'pipe', 'pipe'] })
  children.push(running)
  const outcome = await new Promise<string>((resolve) => {
    let text = ''
    const collect = (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('held')) resolve('held')
    }
    running.stdout.on('data', collect)
    running.stderr.on('data', collect)
    running.once('close', () => {
      resolve(text)
    })
  })
  return { process: running, outcome }
}

const end = async (running: ChildProcess, signal: NodeJS.Signals) => {
  const closed = once(running, 'close')
  running.kill(signal)
  await closed
}

describe('owning a data folder', () => {
  it('is refused while another process has it, and possible at once after that one was killed', async () => {
    const dataFolder = await newDataFolder()
    for (let round = 0; round < 3; round++) {
      const holder = await hold(dataFolder)
      expect(holder.outcome).toBe('held')
      await expect(ownFolder(dataFolder, { waitMs: 100 })).rejects.toMatchObject({ code: 'StoreDataFolderInUse' })
      await end(holder.process, 'SIGKILL')
      const ownership = await ownFolder(dataFolder, { waitMs: 0 })
      await ownership.release()
    }
  })

  it('is refused to another process while this one has it, also under another name of the folder', async () => {
    const dataFolder = await newDataFolder()
    const otherName = `${dataFolder}-link`
    await symlink(dataFolder, otherName)
    const ownership = await ownFolder(dataFolder)
    expect((await hold(otherName)).outcome).toContain('StoreDataFolderInUse')
    await expect(ownFolder(dataFolder, { waitMs: 0 })).rejects.toMatchObject({ code: 'StoreDataFolderInUse' })
    await expect(ownFolder(otherName, { waitMs: 0 })).rejects.toMatchObject({ code: 'StoreDataFolderInUse' })
    // A refused attempt of this very process must not have cost us the lock.
    expect((await hold(dataFolder)).outcome).toContain('StoreDataFolderInUse')
    await ownership.release()
    expect((await hold(otherName)).outcome).toBe('held')
  })

  it('goes to one of many that start together', async () => {
    const dataFolder = await newDataFolder()
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => hold(dataFolder)))
    expect(outcomes.filter((each) => each.outcome === 'held').length).toBeLessThanOrEqual(1)
    for (const each of outcomes) await (each.process.exitCode === null ? end(each.process, 'SIGKILL') : Promise.resolve())
    const ownership = await ownFolder(dataFolder, { waitMs: 0 })
    await ownership.release()
  })

  it('waits for a process that is about to end when told to', async () => {
    const dataFolder = await newDataFolder()
    const holder = await hold(dataFolder)
    const waiting = openLmdbMetadataStore({ dataFolder, ...createNodePlatform(), waitForFolderMs: 10_000 })
    holder.process.stdin?.write('end\n')
    const store = await waiting
    await store.close()
  })
})
