import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dragLimits, type FetchedDrag } from '../../contract/drags.ts'
import { createDragFolders, type DragFolders } from './drag-folders.ts'

const dragId = 'd3b07384-d9a0-4c9b-8f3e-1c2d3e4f5a6b'
const selection = { kind: 'names' as const, keys: ['a.txt'], prefixes: [] }
const input = (profileId = 'local') => ({ dragId, profileId, bucket: 'photos', basePrefix: '', selection })
const never = new AbortController().signal
const minute = 60_000

let root = ''
let nowMs = 0
let drags: DragFolders
let fetch: (folderPath: string, limitBytes: number, signal: AbortSignal) => Promise<FetchedDrag>
let dragged: { readonly windowId: number; readonly paths: readonly string[] }[] = []
/** What is to happen at which time of the clock. */
let later: { readonly atMs: number; readonly callback: () => void }[] = []
const exists = (at: string): Promise<boolean> => stat(at).then(() => true, () => false)

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'ossia-drags-'))
  nowMs = 1000
  dragged = []
  later = []
  fetch = async (folderPath) => {
    await writeFile(path.join(folderPath, 'a.txt'), 'hello')
    return { state: 'ready', files: 1, bytes: 5, names: ['a.txt'] }
  }
  drags = createDragFolders({
    folder: path.join(root, 'drags'),
    limitOf: (profileId) => dragLimits[profileId === 'local' ? 'local' : 'remote'],
    fetch: ({ folderPath, limit }, signal) => fetch(folderPath, limit.bytes, signal),
    startDrag: (windowId, paths) => {
      dragged.push({ windowId, paths })
      return { leftWindow: true }
    },
    now: () => nowMs,
    timers: {
      now: () => nowMs,
      after: (delayMs, callback) => {
        const entry = { atMs: nowMs + delayMs, callback }
        later.push(entry)
        return () => {
          later = later.filter((one) => one !== entry)
        }
      },
    },
    log: () => undefined,
  })
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** What lies in the private folder. */
const kept = (): Promise<string[]> => readdir(path.join(root, 'drags')).catch(() => [])

describe('files for a drag', () => {
  it('lie in a folder of their own that nobody else may read, and are what the system is given', async () => {
    expect(await drags.prepare(7, input(), never)).toEqual({ state: 'ready', files: 1, bytes: 5, names: 1 })
    expect(drags.start(7, dragId)).toEqual({ leftWindow: true })
    const [drag] = dragged
    expect(drag?.windowId).toBe(7)
    expect(await readFile(drag?.paths[0] ?? '', 'utf8')).toBe('hello')
    const own = path.dirname(drag?.paths[0] ?? '')
    expect(path.dirname(own)).toBe(path.join(root, 'drags'))
    if (process.platform !== 'win32') expect((await stat(own)).mode & 0o777).toBe(0o700)
  })

  it('belong to the window they were prepared for', async () => {
    await drags.prepare(7, input(), never)
    expect(() => drags.start(8, dragId)).toThrow(expect.objectContaining({ wire: expect.objectContaining({ code: 'DragGone' }) }))
    await drags.discard(8, dragId)
    drags.start(7, dragId)
    expect(dragged).toHaveLength(1)
  })

  it('may be as much as the connection can bring at once', async () => {
    const limits: number[] = []
    fetch = (_folder, limitBytes) => {
      limits.push(limitBytes)
      return Promise.resolve({ state: 'tooLarge', files: 3, bytes: limitBytes + 1, limit: { bytes: limitBytes, files: 10 } })
    }
    expect((await drags.prepare(7, input(), never)).state).toBe('tooLarge')
    expect((await drags.prepare(7, input('elsewhere'), never)).state).toBe('tooLarge')
    expect(limits).toEqual([1024 ** 3, 64 * 1024 ** 2])
    expect(await kept()).toEqual([])
    expect(() => drags.start(7, dragId)).toThrow(expect.objectContaining({ wire: expect.objectContaining({ code: 'DragGone' }) }))
  })

  it('leave nothing behind when they are cancelled, cannot be read or fail', async () => {
    const controller = new AbortController()
    fetch = async (folderPath, _limit, signal) => {
      await writeFile(path.join(folderPath, 'half'), 'x')
      controller.abort()
      signal.throwIfAborted()
      return { state: 'ready', files: 1, bytes: 1, names: ['half'] }
    }
    await expect(drags.prepare(7, input(), controller.signal)).rejects.toMatchObject({ name: 'AbortError' })
    fetch = async (folderPath) => {
      await mkdir(path.join(folderPath, 'tree'))
      return { state: 'unreadable', key: 'tree/cold.bin', error: { code: 'InvalidObjectState', message: 'archived', status: 403, retryable: false } }
    }
    expect(await drags.prepare(7, input(), never)).toMatchObject({ state: 'unreadable', key: 'tree/cold.bin' })
    fetch = () => Promise.reject(new Error('no disk'))
    await expect(drags.prepare(7, input(), never)).rejects.toThrow('no disk')
    expect(await kept()).toEqual([])
  })

  it.each(['../out.txt', '/etc/hostname', 'tree/inner.txt', '..', '.', ''])('are refused when a name leads elsewhere: %j', async (name) => {
    fetch = () => Promise.resolve({ state: 'ready', files: 1, bytes: 1, names: [name] })
    await expect(drags.prepare(7, input(), never)).rejects.toThrow('leads out of its folder')
    expect(await kept()).toEqual([])
  })

  it('are not handed out when somebody took them away', async () => {
    await drags.prepare(7, input(), never)
    const [own = ''] = await kept()
    await rm(path.join(root, 'drags', own, 'a.txt'))
    expect(() => drags.start(7, dragId)).toThrow(expect.objectContaining({ wire: expect.objectContaining({ code: 'DragGone' }) }))
    expect(dragged).toEqual([])
  })

  it('go at once when nobody was given them, and an hour after a drag', async () => {
    await drags.prepare(7, input(), never)
    await drags.discard(7, dragId)
    expect(await kept()).toEqual([])

    await drags.prepare(7, input(), never)
    drags.start(7, dragId)
    await drags.discard(7, dragId)
    expect(await kept()).toHaveLength(1)
    // Dragged once more: the hour begins again.
    nowMs += 30 * minute
    drags.start(7, dragId)
    expect(later.map(({ atMs }) => atMs)).toEqual([nowMs + 60 * minute])
    const [own = ''] = await kept()
    later[0]?.callback()
    await expect.poll(() => exists(path.join(root, 'drags', own))).toBe(false)
  })

  it('go with their window unless they were handed out', async () => {
    await drags.prepare(7, input(), never)
    drags.forgetWindow(7)
    await expect.poll(kept).toEqual([])
  })

  it('of an earlier run go at the start, and at the end all that no program can be reading', async () => {
    await mkdir(path.join(root, 'drags/left/behind'), { recursive: true })
    await drags.clear()
    expect(await kept()).toEqual([])
    await drags.prepare(7, input(), never)
    drags.start(7, dragId)
    await drags.prepare(8, input(), never)
    expect(await kept()).toHaveLength(2)
    await drags.stop()
    // The one that was dragged a moment ago may be in the middle of being copied.
    expect(await kept()).toHaveLength(1)
    expect(later).toEqual([])
    nowMs += 11 * minute
    await drags.stop()
    expect(await kept()).toEqual([])
  })
})
