import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Workspace } from '../../contract/workspace.ts'
import { openWorkspaceStore } from './workspace-store.ts'

const empty = Workspace.parse({})
const favourite = { favouriteId: 'f1', profileId: 'local', bucket: 'photos', prefix: '2026/', name: '' }
const recent = [{ profileId: 'local', bucket: 'photos', prefix: '' }]

describe('the file of tabs and favourites', () => {
  let folder = ''
  let file = ''
  const log = vi.fn()
  const open = () => openWorkspaceStore(file, log)
  beforeEach(async () => {
    log.mockClear()
    folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-workspace-'))
    file = path.join(folder, 'workspace.json')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('may be absent', async () => {
    expect((await open()).state()).toEqual(empty)
    expect(await readdir(folder)).toEqual([])
  })

  it('keeps each part across a restart, and one part leaves the others as they were', async () => {
    const store = await open()
    await store.save({ favourites: [favourite] })
    await store.save({ recent })
    expect((await open()).state()).toEqual({ ...empty, favourites: [favourite], recent })
  })

  it('ends with the last of many changes made at once, and all of them are on the disk', async () => {
    const store = await open()
    await Promise.all(Array.from({ length: 30 }, (_, index) => store.save({ favourites: [{ ...favourite, name: String(index) }] })))
    expect(Workspace.parse(JSON.parse(await readFile(file, 'utf8'))).favourites[0]?.name).toBe('29')
  })

  it('is put aside when it is not readable, and loses only the parts that are wrong', async () => {
    await writeFile(file, '{"favourites": [')
    expect((await open()).state()).toEqual(empty)
    expect(log).toHaveBeenCalledOnce()
    expect(await readdir(folder)).toEqual([expect.stringContaining('unreadable')])
    await writeFile(file, JSON.stringify({ favourites: [{ nothing: true }], recent, fromTheFuture: 1 }))
    expect((await open()).state()).toEqual({ ...empty, recent })
  })
})
