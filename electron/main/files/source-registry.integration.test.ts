import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSourceRegistry } from './source-registry.ts'

describe('local files the user handed over', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ossia-sources-')))
    await writeFile(path.join(folder, 'a.txt'), 'abc')
    await mkdir(path.join(folder, 'sub'))
    await symlink(path.join(folder, 'a.txt'), path.join(folder, 'latest.txt'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('are told to the window by name, size and kind; a link under its own name', async () => {
    const registry = createSourceRegistry()
    const sources = await registry.registerSources(1, ['a.txt', 'sub', 'latest.txt', 'gone.txt'].map((name) => path.join(folder, name)))
    expect(sources.map(({ name, isDirectory, sizeBytes }) => [name, isDirectory, sizeBytes])).toEqual([
      ['a.txt', false, 3],
      ['sub', true, 0],
      ['latest.txt', false, 3],
      ['gone.txt', false, 0],
    ])
    expect(JSON.stringify(sources)).not.toContain(folder)
  })

  it('say so when the folder chosen for a download is gone', async () => {
    const registry = createSourceRegistry()
    await expect(registry.registerFolder(1, path.join(folder, 'gone'))).rejects.toMatchObject({
      wire: { code: 'LocalFolderUnwritable', details: { Reason: 'ENOENT' } },
    })
  })

  it('keep their order in large numbers', async () => {
    const registry = createSourceRegistry()
    const paths = Array.from({ length: 100 }, (_, index) => path.join(folder, `file-${index}`))
    const sources = await registry.registerSources(1, paths)
    expect(registry.pathsOf(1, sources.map(({ sourceId }) => sourceId))).toEqual(paths)
  })

  it('are left out when their path is not absolute', async () => {
    expect(await createSourceRegistry().registerSources(1, ['a.txt', '../a.txt'])).toEqual([])
  })

  it('can be used by their own window only, for a limited time, until it is closed', async () => {
    let nowMs = 0
    const registry = createSourceRegistry(() => nowMs)
    const register = async () => (await registry.registerSources(1, [path.join(folder, 'a.txt')]))[0]!.sourceId
    const first = await register()
    expect(() => registry.pathsOf(2, [first])).toThrow('no longer known')
    expect(() => registry.pathsOf(1, [first, 'made-up'])).toThrow('no longer known')
    nowMs += 24 * 60 * 60_000
    expect(() => registry.pathsOf(1, [first])).toThrow('no longer known')
    const second = await register()
    expect(registry.pathsOf(1, [second])).toEqual([path.join(folder, 'a.txt')])
    registry.forgetWindow(1)
    expect(() => registry.pathsOf(1, [second])).toThrow('no longer known')
  })

  it('resolve a download folder to where it really is', async () => {
    await symlink(path.join(folder, 'sub'), path.join(folder, 'link'))
    const registry = createSourceRegistry()
    const target = await registry.registerFolder(1, path.join(folder, 'link'))
    expect(target.displayName).toBe('link')
    expect(registry.pathsOf(1, [target.folderId])).toEqual([path.join(folder, 'sub')])
  })
})
