import { open, rename, unlink, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { ManifestFormat } from '../../contract/schemas.ts'
import { nextTurn } from '../aborts.ts'
import type { Batch } from './batch.ts'
import { unwritable } from './local-files.ts'

/** One item of a report. Texts are empty and numbers absent where nothing is known. */
export interface ManifestRow {
  readonly name: string
  readonly key: string
  readonly state: string
  readonly sizeBytes: number
  /** Whether the bytes were checked end to end by CRC64. */
  readonly verified: boolean
  readonly crc64: string
  readonly etag: string
  readonly versionId: string
  readonly attempts: number
  readonly savedAs: string
  readonly errorCode: string
  readonly errorMessage: string
  readonly requestId: string
}

const columns = [
  'name', 'key', 'state', 'sizeBytes', 'verified', 'crc64', 'etag', 'versionId', 'attempts', 'savedAs', 'errorCode', 'errorMessage', 'requestId',
] as const satisfies readonly (keyof ManifestRow)[]

export function manifestRow({ items, spec }: Batch, item: number): ManifestRow {
  const row = items.row(item, spec.prefix)
  const { crc64 = '', etag = '', versionId = '' } = items.resultOf(item) ?? {}
  return {
    name: row.name,
    key: row.key,
    state: row.state,
    sizeBytes: row.bytesTotal,
    verified: row.verified,
    crc64,
    etag,
    versionId,
    attempts: row.attempts,
    savedAs: row.savedAs ?? '',
    errorCode: row.error?.code ?? '',
    errorMessage: row.error?.message ?? '',
    requestId: row.error?.requestId ?? '',
  }
}

/** Spreadsheets run what begins like a formula; an apostrophe makes it text (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r]/

/** A field as RFC 4180 quotes it, and never a formula. */
export function csvField(value: string | number | boolean): string {
  const text = String(value)
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

const rowsPerWrite = 1000

function* chunks(batch: Batch, format: ManifestFormat): Generator<string> {
  const { spec, items } = batch
  if (format === 'csv') yield `${columns.map(csvField).join(',')}\r\n`
  else {
    const head = { kind: spec.kind, state: batch.state, profileId: spec.profileId, bucket: spec.bucket, prefix: spec.prefix, createdMs: batch.createdMs, finishedMs: batch.finishedMs }
    yield `${JSON.stringify(head).slice(0, -1)},"items":[\n`
  }
  for (let start = 0; start < items.length; start += rowsPerWrite) {
    let text = ''
    for (let item = start; item < Math.min(items.length, start + rowsPerWrite); item++) {
      const row = manifestRow(batch, item)
      if (format === 'csv') text += `${columns.map((column) => csvField(row[column])).join(',')}\r\n`
      else text += `${item === 0 ? '' : ',\n'}${JSON.stringify(row)}`
    }
    yield text
  }
  if (format === 'json') yield '\n]}\n'
}

/** Writes beside the file and renames, so that a report is whole or not there. */
export async function writeManifest(batch: Batch, format: ManifestFormat, file: string): Promise<void> {
  const next = `${file}.ossia-part`
  let handle: FileHandle | undefined
  try {
    handle = await open(next, 'w')
    for (const text of chunks(batch, format)) {
      await handle.appendFile(text)
      await nextTurn()
    }
    await handle.sync()
    await handle.close()
    handle = undefined
    await rename(next, file)
  } catch (error) {
    await handle?.close()
    await unlink(next).catch(() => undefined)
    throw unwritable(error, path.basename(file))
  }
}
