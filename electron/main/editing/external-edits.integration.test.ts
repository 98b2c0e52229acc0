import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SaveTarget } from '../../contract/editing.ts'
import { createExternalEdits, type ExternalEdits } from './external-edits.ts'

const address = { profileId: 'p', bucket: 'photos', key: 'notes/plan.txt' }
let folder = ''
let opened: string[] = []
let saved: SaveTarget[] = []
const edits = (isReadOnly: boolean): ExternalEdits =>
  createExternalEdits({
    folder,
    isReadOnly: () => isReadOnly,
    fetchFile: async (_address, file) => {
      await writeFile(file, 'text')
      return { etag: 'e1' }
    },
    saveFile: (target) => {
      saved.push(target)
      return Promise.resolve({ etag: 'e2', sizeBytes: 4 })
    },
    openPath: (file) => {
      opened.push(file)
      return Promise.resolve('')
    },
    onChange: () => undefined,
    log: () => undefined,
  })

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-edits-'))
  opened = []
  saved = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('an object of a connection that is locked as read-only', () => {
  it('opens in another program as a copy that nothing is written back from', async () => {
    const locked = edits(true)
    const edit = await locked.open(address)
    expect(edit).toMatchObject({ state: 'open', readOnly: true })
    const [file = ''] = opened
    expect(path.basename(file)).toBe('plan.txt')
    expect((await stat(file)).mode & 0o222).toBe(0)
    expect(() => locked.save(edit.editId, true)).toThrow(expect.objectContaining({ wire: expect.objectContaining({ code: 'ConnectionReadOnly' }) }))
    // A program that writes another file in its place changes a copy, and no object.
    await rm(file)
    await writeFile(file, 'changed')
    await locked.stop()
    expect(saved).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })

  it('leaves nothing to be saved when Ossia ended without closing it', async () => {
    await edits(true).open(address)
    const [file = ''] = opened
    await rm(file)
    await writeFile(file, 'changed')
    const next = edits(false)
    await next.recover()
    expect(next.list()).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })

  it('is written back as usual where the connection is not locked', async () => {
    const open = edits(false)
    const edit = await open.open(address)
    expect(edit.readOnly).toBeUndefined()
    const [file = ''] = opened
    await writeFile(file, 'changed')
    await open.save(edit.editId, false)
    expect(saved).toEqual([{ ...address, mode: 'ifUnchanged', etag: 'e1' }])
    await open.stop()
  })
})
