import { open, rename, unlink, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { LinkFormat } from '../../contract/sharing.ts'
import { nextTurn } from '../aborts.ts'
import type { ResolvedSelection } from '../listing/selection.ts'
import { walkPrefix } from '../listing/selection.ts'
import type { ObjectProvider } from '../providers/object-provider.ts'
import type { VersionsProvider } from '../providers/versions-provider.ts'
import { unwritable } from '../transfers/local-files.ts'
import { csvField } from '../transfers/manifest.ts'

export interface ExportInput {
  readonly provider: ObjectProvider & VersionsProvider
  readonly bucket: string
  readonly selection: ResolvedSelection
  readonly format: LinkFormat
  readonly linkOf: (object: ExportedObject) => { readonly url: string; readonly expiresMs: number }
  readonly onProgress: (written: number) => void
  readonly signal: AbortSignal
}

/** `versionId` where the link is to lead to that one, whatever is current. */
export interface ExportedObject {
  readonly key: string
  readonly versionId?: string | undefined
}

const linksPerWrite = 500

/** Every object of a selection, those below its folders too; folder markers are no objects to share. */
async function* objectsOf({ provider, bucket, selection, signal }: ExportInput): AsyncGenerator<ExportedObject> {
  for (const object of selection.objects) if (!object.key.endsWith('/')) yield object
  for (const prefix of selection.prefixes) {
    for await (const page of walkPrefix(provider, bucket, prefix, signal, selection.momentMs)) {
      for (const object of page) if (!object.key.endsWith('/')) yield object
    }
  }
}

const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1)

/** What Markdown would take for more than a character: CommonMark 0.31 section 2.4, and the tables and strokes of GitHub's. */
const markup = /[\\[\]<>`*_~|&!#]/g
const markdownText = (text: string): string => text.replaceAll(/[\r\n\t]/g, ' ').replaceAll(markup, String.raw`\$&`)

/** One line of the file, with its end: whatever a key holds, it stays one record, and its name is only a name. */
export function linkLine(format: LinkFormat, key: string, link: { readonly url: string; readonly expiresMs: number }): string {
  if (format === 'csv') return `${[nameOf(key), key, link.url, new Date(link.expiresMs).toISOString()].map(csvField).join(',')}\r\n`
  if (format === 'markdown') return `- [${markdownText(nameOf(key))}](<${link.url}>)\n`
  return `${link.url}\n`
}

/** Writes a link for every object, beside the file first, so that it is whole or not there. @returns how many */
export async function exportLinks(input: ExportInput, file: string): Promise<number> {
  const { format, linkOf, onProgress, signal } = input
  const next = `${file}.ossia-part`
  let handle: FileHandle | undefined
  let written = 0
  try {
    handle = await open(next, 'w')
    let text = format === 'csv' ? `${['name', 'key', 'url', 'expires'].map(csvField).join(',')}\r\n` : ''
    for await (const object of objectsOf(input)) {
      signal.throwIfAborted()
      text += linkLine(format, object.key, linkOf(object))
      if (++written % linksPerWrite !== 0) continue
      await handle.appendFile(text)
      text = ''
      onProgress(written)
      await nextTurn()
    }
    await handle.appendFile(text)
    await handle.sync()
    await handle.close()
    handle = undefined
    await rename(next, file)
    onProgress(written)
    return written
  } catch (error) {
    await handle?.close()
    await unlink(next).catch(() => undefined)
    throw error instanceof Error && 'errno' in error ? unwritable(error, path.basename(file)) : error
  }
}
