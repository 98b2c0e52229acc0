import os from 'node:os'
import path from 'node:path'
import type { ImportPreview, ImportRow, ImportSource } from '../../contract/imports.ts'
import { wireFailure } from '../../contract/wire-error.ts'
import type { StoredProfile } from '../profiles/profile-store.ts'
import type { Candidate } from './candidate.ts'
import { parseAws, parseOssutil, parseRclone, parseUnknown } from './parse-files.ts'

interface Dependencies {
  readonly homeFolder?: string
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** At most so many bytes of a file. */
  readonly readFile: (file: string, maxBytes: number) => Promise<Buffer>
  readonly existing: () => readonly StoredProfile[]
  readonly newId: () => string
  readonly now?: () => number
}

/** Reads other tools' files. What was read stays here, secrets and all, until it is taken over or something else is read. */
export interface Importer {
  readonly find: () => Promise<{ source: ImportSource; files: string[] }[]>
  /** @throws WireFailure ImportUnreadable */
  readonly openFound: (source: ImportSource) => Promise<ImportPreview>
  readonly openFile: (file: string) => Promise<ImportPreview>
  /** The connections of these rows, secrets included. @throws WireFailure ImportUnreadable when it was another import */
  readonly take: (importId: string, rowIds: readonly number[]) => readonly (Candidate & { readonly rowId: number })[]
  readonly forget: () => void
}

const longestFileBytes = 1024 * 1024

export function createImporter({ homeFolder = os.homedir(), environment = process.env, readFile, existing, newId, now = Date.now }: Dependencies): Importer {
  let opened: { readonly importId: string; readonly candidates: readonly Candidate[] } | undefined
  const atHome = (...parts: string[]): string => path.join(homeFolder, ...parts)
  const places: Readonly<Record<Exclude<ImportSource, 'ossbrowser'>, readonly string[]>> = {
    ossutil: [atHome('.ossutilconfig')],
    aws: [environment['AWS_CONFIG_FILE'] ?? atHome('.aws', 'config'), environment['AWS_SHARED_CREDENTIALS_FILE'] ?? atHome('.aws', 'credentials')],
    rclone: [environment['RCLONE_CONFIG'] ?? atHome('.config', 'rclone', 'rclone.conf'), atHome('AppData', 'Roaming', 'rclone', 'rclone.conf'), atHome('.rclone.conf')],
  }
  const shown = (file: string): string => (file.startsWith(homeFolder + path.sep) ? `~${file.slice(homeFolder.length)}` : file).replaceAll(path.sep, '/')

  async function readText(file: string): Promise<string | undefined> {
    try {
      const bytes = await readFile(file, longestFileBytes + 1)
      return bytes.length > longestFileBytes ? undefined : bytes.toString('utf8')
    } catch {
      // Not there, or not for us: either way there is nothing to take over.
      return undefined
    }
  }

  async function textsOf(source: Exclude<ImportSource, 'ossbrowser'>): Promise<{ readonly file: string; readonly text: string }[]> {
    const read = await Promise.all(places[source].map(async (file) => ({ file, text: await readText(file) })))
    const there = read.flatMap(({ file, text }) => (text === undefined ? [] : [{ file, text }]))
    // The AWS tools have two files that belong together; of the others the first counts.
    return source === 'aws' ? there : there.slice(0, 1)
  }

  function preview(source: ImportSource, files: readonly string[], candidates: readonly Candidate[]): ImportPreview {
    opened = { importId: newId(), candidates }
    return { importId: opened.importId, source, files: files.map(shown), rows: candidates.map(rowOf) }
  }

  function rowOf({ name, fields, credential, problem }: Candidate, rowId: number): ImportRow {
    const { kind, endpoint, region, presetPath } = fields
    const host = (text: string): string => text.replace(/^https?:\/\//i, '')
    const same = existing().find((one) => one.accessKeyId === credential.accessKeyId && host(one.fields.endpoint) === host(endpoint) && one.fields.presetPath === presetPath)
    return {
      rowId,
      name,
      kind,
      endpoint,
      region,
      presetPath,
      accessKeyId: credential.accessKeyId.slice(0, 256),
      isTemporary: credential.securityToken !== undefined,
      ...(problem === undefined ? {} : { problem }),
      ...(same === undefined ? {} : { conflict: same.fields.name }),
    }
  }

  return {
    find: async () => {
      const sources = ['ossutil', 'aws', 'rclone'] as const
      const found = await Promise.all(sources.map(async (source) => ({ source, files: (await textsOf(source)).map(({ file }) => shown(file)) })))
      return found.filter(({ files }) => files.length > 0)
    },
    openFound: async (source) => {
      const texts = source === 'ossbrowser' ? [] : await textsOf(source)
      const [first] = texts
      if (first === undefined) throw wireFailure('ImportUnreadable')
      const candidates = source === 'aws' ? parseAws(texts.map(({ text }) => text)) : source === 'rclone' ? parseRclone(first.text) : parseOssutil(first.text)
      return preview(source, texts.map(({ file }) => file), candidates)
    },
    openFile: async (file) => {
      const text = await readText(file)
      const parsed = text === undefined ? undefined : parseUnknown(text, now())
      if (parsed === undefined) throw wireFailure('ImportUnreadable', { details: { file: path.basename(file) } })
      return preview(parsed.source, [file], parsed.candidates)
    },
    take: (importId, rowIds) => {
      if (opened?.importId !== importId) throw wireFailure('ImportUnreadable')
      const { candidates } = opened
      return [...new Set(rowIds)].flatMap((rowId) => {
        const candidate = candidates[rowId]
        return candidate === undefined || candidate.problem !== undefined ? [] : [{ ...candidate, rowId }]
      })
    },
    forget: () => {
      opened = undefined
    },
  }
}
