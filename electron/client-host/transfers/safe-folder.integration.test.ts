import { mkdir, mkdtemp, readdir, realpath, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { codeOf } from '../errors.ts'
import { errnoOf, nodeFiles } from './local-files.ts'
import { nameRulesOf } from './download-paths.ts'
import { openSafeFolder } from './safe-folder.ts'

let root = ''
let inside = ''
let outside = ''
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'ossia-safe-folder-'))
  inside = path.join(root, 'inside')
  outside = path.join(root, 'outside')
  await mkdir(inside)
  await mkdir(outside)
})
afterEach(() => rm(root, { recursive: true, force: true }))

// The way of each platform is told by name, so that both are tried wherever this runs.
describe.each(process.platform === 'linux' ? (['linux', 'darwin'] as const) : ([process.platform] as const))('the download folder as on %s', (platform) => {
  it('makes folders on the way and refuses links and files in their place', async () => {
    const folder = await openSafeFolder(nodeFiles, inside, platform)
    await folder.inFolder(['a', 'b'], (at) => writeFile(at.child('file'), 'x'))
    expect(await readdir(path.join(inside, 'a', 'b'))).toEqual(['file'])
    await symlink(outside, path.join(inside, 'link'))
    for (const segments of [['link'], ['link', 'deeper'], ['a', 'b', 'file']]) {
      await expect(folder.inFolder(segments, (at) => writeFile(at.child('x'), 'x'))).rejects.toMatchObject({ code: 'LocalFolderUnwritable' })
    }
    expect(await readdir(outside)).toEqual([])
    await folder.close()
  })

  it('follows the link that the user chose as the folder itself', async () => {
    const chosen = path.join(root, 'chosen')
    await symlink(inside, chosen)
    const folder = await openSafeFolder(nodeFiles, chosen, platform)
    await folder.inFolder([], (at) => writeFile(at.child('file'), 'x'))
    expect(await readdir(inside)).toEqual(['file'])
    await folder.close()
  })

  it('puts the names of new folders and of files on disk when it is asked to', async () => {
    const synced: string[] = []
    const watching: typeof nodeFiles = {
      ...nodeFiles,
      open: async (...parameters) => {
        const handle = await nodeFiles.open(...parameters)
        const at = await realpath(parameters[0])
        const sync = handle.sync.bind(handle)
        handle.sync = () => {
          synced.push(path.relative(inside, at))
          return sync()
        }
        return handle
      },
    }
    const folder = await openSafeFolder(watching, inside, platform)
    await folder.inFolder(['a', 'b'], async (at) => {
      expect(synced).toEqual(['', 'a'])
      await writeFile(at.child('file'), 'x')
      await at.sync()
    })
    expect(synced).toEqual(['', 'a', path.join('a', 'b')])
    await folder.close()
  })

  it('serves more folders than it keeps open, at once', async () => {
    const folder = await openSafeFolder(nodeFiles, inside, platform)
    await Promise.all(Array.from({ length: 200 }, (_, i) => folder.inFolder([`d${String(i % 100)}`, 'sub'], (at) => writeFile(at.child(`f${String(i)}`), 'x'))))
    await folder.close()
    expect(await readdir(inside)).toHaveLength(100)
    expect(await readdir(path.join(inside, 'd7', 'sub'))).toEqual(['f107', 'f7'])
  })
})

describe.runIf(process.platform === 'linux')('the download folder under attack', () => {
  it('writes nothing outside while a folder is swapped for a link again and again', async () => {
    await mkdir(path.join(inside, 'spare'))
    let swaps = 0
    const over = new AbortController()
    const attack = async (): Promise<void> => {
      const dir = path.join(inside, 'dir')
      const ignoreMissing = (error: unknown): void => {
        if (!['ENOENT', 'EEXIST', 'ENOTEMPTY', 'EISDIR', 'ENOTDIR'].includes(errnoOf(error) ?? '')) throw error
      }
      while (!over.signal.aborted) {
        await rename(dir, path.join(inside, `moved${String(swaps++)}`)).catch(ignoreMissing)
        await symlink(outside, dir).catch(ignoreMissing)
        await unlink(dir).catch(ignoreMissing)
      }
    }
    const attacking = attack()
    const outcomes = new Map<string, number>()
    for (let i = 0; i < 600; i++) {
      // A folder kept open would never be looked up again, so each write starts anew.
      const folder = await openSafeFolder(nodeFiles, inside)
      const outcome = await folder.inFolder(['dir'], (at) => writeFile(at.child(`f${String(i)}`), 'x', { flag: 'wx' })).then(
        () => 'written',
        (error: unknown) => codeOf(error) ?? errnoOf(error) ?? String(error),
      )
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      await folder.close()
    }
    over.abort()
    await attacking
    expect(await readdir(outside)).toEqual([])
    expect(outcomes.get('written')).toBeGreaterThan(0)
    expect([...outcomes.keys()].filter((one) => !['written', 'LocalFolderUnwritable', 'ENOENT'].includes(one))).toEqual([])
  })
})

describe('the rules of a folder', () => {
  it('are found by trying, and nothing is left of the try', async () => {
    const rules = await nameRulesOf(nodeFiles, inside, 'test', 'linux')
    expect(rules).toEqual({ platform: 'linux', caseInsensitive: false })
    expect(await readdir(inside)).toEqual([])
    expect(await nameRulesOf({ ...nodeFiles, lstat: nodeFiles.stat.bind(undefined, inside) as unknown as typeof nodeFiles.lstat }, inside, 'test', 'win32')).toEqual({ platform: 'windows', caseInsensitive: true })
  })
})
