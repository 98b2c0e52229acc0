import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

/** Replaces the file's text in one step that survives a crash. Readable by this user only. */
export async function writeAtomically(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  const draft = `${file}.new`
  const handle = await open(draft, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
}

/** A name beside the file that is not taken yet in practice: the time to the millisecond. */
const asideName = (file: string, nowMs: number): string => {
  const { dir, name, ext } = path.parse(file)
  return path.join(dir, `${name}.unreadable-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}${ext}`)
}

/** Moves a file that cannot be read out of the way. @returns its new name */
export async function putAside(file: string, nowMs: number): Promise<string> {
  const aside = asideName(file, nowMs)
  await rename(file, aside)
  return path.basename(aside)
}

/** Keeps the text of a file of which only a part can be used. @returns the copy's name */
export async function copyAside(file: string, text: string, nowMs: number): Promise<string> {
  const aside = asideName(file, nowMs)
  await writeFile(aside, text, { mode: 0o600 })
  return path.basename(aside)
}

/** The file's text, or undefined when there is none. */
export async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** The JSON object in a text, or undefined when it holds none. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
