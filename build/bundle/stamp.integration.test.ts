import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashFiles, sourcesIn } from './stamp.mjs'

describe('deciding whether a bundle is stale', () => {
  let root = ''
  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'ossia-stamp-'))
    mkdirSync(path.join(root, 'src/inner'), { recursive: true })
    writeFileSync(path.join(root, 'src/a.ts'), 'one')
    writeFileSync(path.join(root, 'src/inner/b.tsx'), 'two')
    writeFileSync(path.join(root, 'src/a.test.ts'), 'test')
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  it('looks at every source below a folder, and at no test', () => {
    expect(sourcesIn('src', root).toSorted()).toEqual([path.join('src', 'a.ts'), path.join('src', 'inner', 'b.tsx')])
    expect(sourcesIn('absent', root)).toEqual([])
  })

  it('notices changed, renamed and removed files, and nothing else', () => {
    const files = ['src/a.ts', 'src/inner/b.tsx']
    const before = hashFiles(files, root)
    writeFileSync(path.join(root, 'src/a.ts'), 'one')
    expect(hashFiles(files.toReversed(), root)).toBe(before)
    writeFileSync(path.join(root, 'src/a.ts'), 'other')
    expect(hashFiles(files, root)).not.toBe(before)
    writeFileSync(path.join(root, 'src/a.ts'), 'one')
    rmSync(path.join(root, 'src/inner/b.tsx'))
    expect(hashFiles(files, root)).not.toBe(before)
  })
})
