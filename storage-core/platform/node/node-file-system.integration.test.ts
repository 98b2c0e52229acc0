import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNodePlatform } from './node-platform.ts'

const { files, clock, random } = createNodePlatform()
let root = ''
const at = (...names: string[]) => path.join(root, ...names)

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'ossia-files-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

describe('the machine’s file system', () => {
  it('writes chunks at their position, syncs and reads them back', async () => {
    const file = await files.open(at('a'), 'createNew')
    await file.write([Buffer.from('world')], 6)
    await file.write([Buffer.from('hel'), Buffer.from('lo ')], 0)
    await file.sync()
    expect(await file.size()).toBe(11)
    await file.close()
    const reader = await files.open(at('a'), 'read')
    const buffer = new Uint8Array(8)
    expect(await reader.read(buffer, 1, 7, 6)).toBe(5)
    expect(Buffer.from(buffer).toString()).toBe('\0world\0\0')
    expect(await reader.read(buffer, 0, 8, 11)).toBe(0)
    await reader.close()
  })

  it('writes more chunks in one call than the system takes at once', async () => {
    const file = await files.open(at('many'), 'createNew')
    await file.write(
      Array.from({ length: 3000 }, (_, i) => Buffer.from([i & 255])),
      0,
    )
    await file.close()
    const bytes = await readFile(at('many'))
    expect(bytes.every((byte, i) => byte === (i & 255)) && bytes.length === 3000).toBe(true)
  })

  it('refuses to create over an existing name and to read through a planted link', async () => {
    await writeFile(at('taken'), 'x')
    await symlink(at('taken'), at('link'))
    await expect(files.open(at('taken'), 'createNew')).rejects.toMatchObject({ code: 'EEXIST' })
    await expect(files.open(at('link'), 'createNew')).rejects.toMatchObject({ code: 'EEXIST' })
    await expect(files.open(at('link'), 'read')).rejects.toMatchObject({ code: 'ELOOP' })
    await expect(files.open(at('gone'), 'read')).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('keeps new files and folders to their owner', async () => {
    await files.makeDirectory(at('deep', 'er'))
    await files.makeDirectory(at('deep', 'er'))
    await (await files.open(at('deep', 'er', 'f'), 'createNew')).close()
    expect((await stat(at('deep', 'er'))).mode & 0o777).toBe(0o700)
    expect((await stat(at('deep', 'er', 'f'))).mode & 0o777).toBe(0o600)
  })

  it('renames, lists, removes and syncs folders', async () => {
    await files.makeDirectory(at('d'))
    await (await files.open(at('d', 'old'), 'createNew')).close()
    await files.rename(at('d', 'old'), at('d', 'new'))
    await files.syncDirectory(at('d'))
    expect(await files.list(at('d'))).toEqual(['new'])
    await files.remove(at('d', 'new'))
    await expect(files.remove(at('d', 'new'))).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await files.list(at('d'))).toEqual([])
    expect(await files.list(at('nowhere'))).toEqual([])
    await expect(files.syncDirectory(at('nowhere'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('knows how much room there is', async () => {
    expect(await files.availableBytes(root)).toBeGreaterThan(0)
    await expect(files.availableBytes(at('nowhere'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('has a clock in milliseconds and fresh random bytes', () => {
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(60_000)
    expect(random.bytes(16)).toHaveLength(16)
    expect(Buffer.from(random.bytes(16)).equals(random.bytes(16))).toBe(false)
  })
})
