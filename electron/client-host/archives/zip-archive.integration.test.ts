import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packContent, type ZipContent } from './pack-content.ts'
import { openZipArchive } from './zip-archive.ts'

const isThere = (program: string, ...probe: string[]): boolean => spawnSync(program, probe).status === 0
const hasUnzip = isThere('unzip', '-v')
const hasPython = isThere('python3', '-c', 'import zipfile')

const large = Buffer.alloc(3 * 1024 * 1024, 'some text that repeats itself\n')

describe('what other programs say of an archive', () => {
  let folder = ''
  let file = ''
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ossia-zip-'))
    file = path.join(folder, 'archive.zip')
    const handle = await open(file, 'wx')
    const archive = await openZipArchive(async (bytes) => handle.writeFile(bytes), new AbortController().signal)
    const add = async (name: string, bytes: Buffer, content: Partial<ZipContent> = {}): Promise<void> =>
      archive.addFile(name, Date.UTC(2026, 1, 3, 4, 5, 6), await packContent(name, { sizeBytes: bytes.length, crc32: crc32(bytes), bytes, ...content }))
    const halves = async function* (): AsyncGenerator<Buffer> {
      yield large.subarray(0, 1_000_000)
      await Promise.resolve()
      yield large.subarray(1_000_000)
    }
    await archive.addFolder('folder/', 0)
    await add('folder/报告.txt', Buffer.from('hello hello hello hello hello'))
    await add('empty', Buffer.alloc(0))
    await add('packed on the way.txt', large, { bytes: halves })
    await add('as it is.mp4', large, { bytes: halves })
    await add('last.txt', Buffer.from('x'))
    await archive.finish()
    await handle.close()
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('is, with Info-ZIP, that every entry is right', ({ skip }) => {
    skip(!hasUnzip, 'unzip is not installed: nothing has been read by it')
    const answer = execFileSync('unzip', ['-t', file], { encoding: 'utf8' })
    expect(answer.match(/\bOK$/gm)).toHaveLength(6)
    expect(answer).toContain('No errors detected')
    expect(execFileSync('unzip', ['-p', file, 'packed on the way.txt'], { maxBuffer: 2 * large.length }).equals(large)).toBe(true)
  })

  it('is, with Python, that every entry is right, of the names and sizes that were put in', ({ skip }) => {
    skip(!hasPython, 'python3 is not installed: nothing has been read by it')
    const script = 'import json,sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(json.dumps([z.testzip(), [[i.filename, i.file_size, i.compress_type] for i in z.infolist()]]))'
    const answer: unknown = JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }))
    expect(answer).toEqual([
      null,
      [
        ['folder/', 0, 0],
        ['folder/报告.txt', 29, 8],
        ['empty', 0, 0],
        ['packed on the way.txt', large.length, 8],
        ['as it is.mp4', large.length, 0],
        ['last.txt', 1, 0],
      ],
    ])
  })
})
