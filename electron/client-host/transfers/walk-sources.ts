import { isUtf8 } from 'node:buffer'
import path from 'node:path'
import { limits } from '../../../storage-core/model/limits.ts'
import { objectKeyProblem } from '../../../storage-core/model/names.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import { localError } from '../errors.ts'
import { unreadable, type LocalFiles } from './local-files.ts'
import type { NewItem } from './item-table.ts'

export interface WalkInput {
  readonly files: LocalFiles
  readonly sources: readonly { readonly path: string; readonly name: string }[]
  /** Prefix the names are put under; only used to judge whether the key is a legal one. */
  readonly prefix: string
  readonly signal: AbortSignal
  readonly toWire: (error: unknown) => OssErrorWire
}

const statsAtOnce = 32
const itemsPerChunk = 500

/** Local path of an item: the dropped source and what follows its name. */
export function localPathOf(source: { readonly path: string; readonly name: string }, name: string): string {
  const below = name.slice(source.name.length)
  return below === '' ? source.path : path.join(source.path, below)
}

/**
 * Every file below the sources, as items in chunks, while the walk goes on. An empty folder is an item whose name ends in
 * `/`. What cannot be uploaded is an item as well, with its reason: symbolic links inside a dropped folder and special
 * files as skipped, what cannot be read as failed.
 */
export async function* walkSources(input: WalkInput): AsyncGenerator<NewItem[]> {
  for (const [source, { path: sourcePath, name }] of input.sources.entries()) {
    input.signal.throwIfAborted()
    let found
    try {
      // The user chose this very entry, so a link here is followed.
      found = await input.files.stat(sourcePath)
    } catch (error) {
      yield [failed(input, source, name, unreadable(error, name))]
      continue
    }
    if (found.isDirectory()) yield* walkFolder(input, source, sourcePath, `${name}/`)
    else if (found.isFile()) yield [judged(input, { name, sizeBytes: found.size, modifiedMs: found.mtimeMs, source })]
    else yield [skipped(source, name, 'SpecialFileSkipped', 'This is not an ordinary file')]
  }
}

/** As `walkSources` for one folder. @param name ends in `/` */
export async function* walkFolder(input: WalkInput, source: number, folderPath: string, name: string): AsyncGenerator<NewItem[]> {
  const open: { readonly path: string; readonly name: string }[] = [{ path: folderPath, name }]
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    input.signal.throwIfAborted()
    let entries
    try {
      entries = await input.files.readdir(folder.path)
    } catch (error) {
      yield [failed(input, source, folder.name, unreadable(error, folder.name))]
      continue
    }
    if (entries.length === 0) {
      yield [judged(input, { name: folder.name, sizeBytes: 0, modifiedMs: 0, source })]
      continue
    }
    let chunk: NewItem[] = []
    const subfolders: typeof open = []
    const filesHere: { readonly path: string; readonly name: string }[] = []
    for (const entry of entries.toSorted((a, b) => Buffer.compare(a.name, b.name))) {
      const text = entry.name.toString('utf8')
      const child = { path: path.join(folder.path, text), name: folder.name + text }
      if (!isUtf8(entry.name)) chunk.push(failed(input, source, child.name, localError('LocalFileUnreadable', { Name: child.name, Cause: 'the name is not UTF-8' })))
      else if (entry.kind === 'symlink') chunk.push(skipped(source, child.name, 'SymbolicLinkSkipped', 'Symbolic links inside a folder are not followed'))
      else if (entry.kind === 'other') chunk.push(skipped(source, child.name, 'SpecialFileSkipped', 'This is not an ordinary file'))
      else if (entry.kind === 'folder') subfolders.push({ path: child.path, name: `${child.name}/` })
      else filesHere.push(child)
    }
    for (let start = 0; start < filesHere.length; start += statsAtOnce) {
      input.signal.throwIfAborted()
      const some = filesHere.slice(start, start + statsAtOnce)
      chunk.push(...(await Promise.all(some.map((file) => fileItem(input, source, file)))))
      if (chunk.length >= itemsPerChunk) {
        yield chunk
        chunk = []
      }
    }
    if (chunk.length > 0) yield chunk
    open.push(...subfolders.toReversed())
  }
}

async function fileItem(input: WalkInput, source: number, file: { readonly path: string; readonly name: string }): Promise<NewItem> {
  try {
    const found = await input.files.lstat(file.path)
    return judged(input, { name: file.name, sizeBytes: found.size, modifiedMs: found.mtimeMs, source })
  } catch (error) {
    return failed(input, source, file.name, unreadable(error, file.name))
  }
}

function judged(input: WalkInput, item: NewItem): NewItem {
  const problem = objectKeyProblem(input.prefix + item.name)
  if (problem !== undefined) return { ...item, state: 'failed', error: input.toWire(localError('InvalidObjectName', { Key: item.name, Problem: problem })) }
  if (item.sizeBytes > limits.objectMaxBytes) return { ...item, state: 'failed', error: tooLarge(item.sizeBytes) }
  return item
}

/** Files beyond what ten thousand of the largest parts hold. */
export function tooLarge(sizeBytes: number): OssErrorWire {
  return {
    code: 'EntityTooLarge',
    message: 'The file is larger than an object may be',
    status: 0,
    retryable: false,
    details: { SizeBytes: String(sizeBytes), MaxSizeBytes: String(limits.objectMaxBytes) },
  }
}

function failed(input: WalkInput, source: number, name: string, error: unknown): NewItem {
  return { name, sizeBytes: 0, modifiedMs: 0, source, state: 'failed', error: input.toWire(error) }
}

function skipped(source: number, name: string, code: string, message: string): NewItem {
  return { name, sizeBytes: 0, modifiedMs: 0, source, state: 'skipped', error: { code, message, status: 0, retryable: false } }
}

/** Names of dropped sources below the prefix: two of the same name from different folders must not become one object. */
export function nameSources(paths: readonly string[]): { readonly path: string; readonly name: string }[] {
  const taken = new Set<string>()
  return paths.map((one) => {
    const base = path.basename(path.resolve(one)) || 'root'
    let name = base
    for (let number = 2; taken.has(name); number++) name = numberedName(base, number)
    taken.add(name)
    return { path: path.resolve(one), name }
  })
}

/** `photo (2).jpg` for `photo.jpg`. Works on the last segment of a longer name. */
export function numberedName(name: string, number: number): string {
  const slash = name.lastIndexOf('/') + 1
  const dot = name.lastIndexOf('.')
  return dot > slash ? `${name.slice(0, dot)} (${String(number)})${name.slice(dot)}` : `${name} (${String(number)})`
}
