import { describe, expect, it } from 'vitest'
import type { FileSystem } from '../platform.ts'
import { createSimFileSystem, type SimFileSystem } from './sim-file-system.ts'

async function writeFile(files: FileSystem, path: string, text: string, sync: boolean): Promise<void> {
  const file = await files.open(path, 'createNew')
  await file.write([Buffer.from(text)], 0)
  if (sync) await file.sync()
  await file.close()
}

async function readText(files: FileSystem, path: string): Promise<string> {
  const file = await files.open(path, 'read')
  const buffer = Buffer.alloc(100)
  const length = await file.read(buffer, 0, 100, 0)
  await file.close()
  return buffer.toString('latin1', 0, length)
}

/** Everything that 300 power cuts leave of `/d/f`, `undefined` for no name at all. */
async function futures(files: SimFileSystem): Promise<Set<string | undefined>> {
  const seen = new Set<string | undefined>()
  for (let seed = 0; seed < 300; seed++) {
    const after = files.crash(seed)
    const names = await after.list('/d')
    seen.add(names.includes('f') ? await readText(after, '/d/f') : undefined)
  }
  return seen
}

async function withFolder(): Promise<SimFileSystem> {
  const files = createSimFileSystem()
  await files.makeDirectory('/d')
  await files.syncDirectory('/')
  return files
}

describe('a simulated power cut', () => {
  it('keeps nothing for certain that was not synced', async () => {
    const files = await withFolder()
    await writeFile(files, '/d/f', 'abcd', false)
    const seen = await futures(files)
    expect([...seen]).toEqual(expect.arrayContaining([undefined, '', 'abcd', 'ab', '\0\0\0\0']))
  })

  it('may lose the name of a file whose bytes were synced, and the bytes of a name that was', async () => {
    const bytesOnly = await withFolder()
    await writeFile(bytesOnly, '/d/f', 'abcd', true)
    expect(await futures(bytesOnly)).toEqual(new Set([undefined, 'abcd']))
    const nameOnly = await withFolder()
    await writeFile(nameOnly, '/d/f', 'abcd', false)
    await nameOnly.syncDirectory('/d')
    const seen = await futures(nameOnly)
    expect(seen.has(undefined)).toBe(false)
    expect([...seen]).toEqual(expect.arrayContaining(['', 'abcd']))
  })

  it('keeps what was synced in both', async () => {
    const files = await withFolder()
    await writeFile(files, '/d/f', 'abcd', true)
    await files.syncDirectory('/d')
    expect(await futures(files)).toEqual(new Set(['abcd']))
  })

  it('may undo a removal, half of a rename and a folder', async () => {
    const files = await withFolder()
    await writeFile(files, '/d/f', 'abcd', true)
    await files.syncDirectory('/d')
    await files.rename('/d/f', '/d/g')
    const outcomes = new Set<string>()
    for (let seed = 0; seed < 100; seed++) outcomes.add((await files.crash(seed).list('/d')).toSorted().join())
    expect(outcomes).toEqual(new Set(['f', 'g', 'f,g', '']))
    await files.remove('/d/g')
    await files.makeDirectory('/new')
    const roots = new Set<string>()
    for (let seed = 0; seed < 50; seed++) roots.add((await files.crash(seed).list('/')).toSorted().join())
    expect(roots).toEqual(new Set(['d', 'd,new']))
  })

  it('never makes bytes certain whose sync has failed once', async () => {
    const files = await withFolder()
    await files.syncDirectory('/d')
    const broken = files.crash(1, { fault: { callNumber: 3, lasting: 'once', kind: 'EIO' } })
    const again = await broken.open('/d/g', 'createNew')
    await again.write([Buffer.from('xy')], 0)
    await expect(again.sync()).rejects.toMatchObject({ code: 'EIO' })
    await again.sync()
    await broken.syncDirectory('/d')
    const seen = new Set<string>()
    for (let seed = 0; seed < 100; seed++) seen.add(await readText(broken.crash(seed), '/d/g'))
    expect(seen.size).toBeGreaterThan(1)
  })

  it('answers nothing from the call at which the power goes', async () => {
    const files = createSimFileSystem({ crashAtCall: 2 })
    await files.makeDirectory('/d')
    let answered = false
    void files.syncDirectory('/').then(() => (answered = true))
    await files.crashed
    await new Promise((resolve) => setImmediate(resolve))
    expect(answered).toBe(false)
  })
})

describe('a simulated file system', () => {
  it('fails the call it is told to, once or from then on', async () => {
    const once = createSimFileSystem({ fault: { callNumber: 2, lasting: 'once', kind: 'ENOSPC' } })
    await once.makeDirectory('/d')
    await expect(once.makeDirectory('/e')).rejects.toMatchObject({ code: 'ENOSPC' })
    await once.makeDirectory('/e')
    const forever = createSimFileSystem({ fault: { callNumber: 1, lasting: 'forever', kind: 'EMFILE' } })
    await expect(forever.list('/')).rejects.toMatchObject({ code: 'EMFILE' })
    await expect(forever.list('/')).rejects.toMatchObject({ code: 'EMFILE' })
    forever.clearFault()
    expect(await forever.list('/')).toEqual([])
  })

  it('answers like the real one for names that exist or do not', async () => {
    const files = await withFolder()
    await writeFile(files, '/d/f', 'x', false)
    await expect(files.open('/d/f', 'createNew')).rejects.toMatchObject({ code: 'EEXIST' })
    await expect(files.open('/d/g', 'read')).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(files.remove('/d/g')).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(files.rename('/d/g', '/d/h')).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(files.makeDirectory('/d/f/x')).rejects.toMatchObject({ code: 'ENOTDIR' })
    await expect(files.open('/d', 'read')).rejects.toMatchObject({ code: 'EISDIR' })
    await expect(files.syncDirectory('/d/f')).rejects.toMatchObject({ code: 'ENOTDIR' })
    expect(await files.list('/nowhere')).toEqual([])
    expect(files.openFileCount).toBe(0)
  })
})
