import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

const folders = ['', 'docs', 'docs/deep/er', 'with space', '中文', 'plus+sign', 'dots..', "quote's & more"]
const names = ['plain', 'with space', 'ünïcode', 'plus+sign', 'percent%41', 'hash#tag', 'equals=and&amp', 'tilde~(x)']

/** Reproducible bytes: the same seed gives the same ones. */
export function filler(sizeBytes: number, seed: string): Buffer {
  const block = createHash('sha512').update(seed).digest()
  const bytes = Buffer.alloc(sizeBytes)
  for (let at = 0; at < sizeBytes; at += block.length) {
    block.writeUInt32BE(at, 0)
    block.copy(bytes, at)
  }
  return bytes
}

/** Writes so many files, of 0 to 40,000 bytes, with names that clients have to escape. */
export async function writeTree(root: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const folder = path.join(root, folders[index % folders.length] ?? '')
    const name = `${names[index % names.length] ?? ''} ${index}.${index % 3 === 0 ? 'txt' : 'bin'}`
    await mkdir(folder, { recursive: true })
    await writeFile(path.join(folder, name), filler(index === 0 ? 0 : (index * 7919) % 40_000, name))
  }
}

/** Every file below a folder: its path with `/`, and a digest of its bytes. */
export async function readTree(root: string): Promise<Readonly<Record<string, string>>> {
  const tree: Record<string, string> = {}
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const bytes = await readFile(file)
    tree[path.relative(root, file).split(path.sep).join('/')] = `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`
  }
  return tree
}
