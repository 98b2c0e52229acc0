import { open, rename, unlink, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import type { ManifestFormat, TransferItem } from '../../contract/transfer-items.ts'
import { nextTurn } from '../aborts.ts'
import type { Batch } from './batch.ts'
import { itemRow } from './item-row.ts'
import { unwritable } from './local-files.ts'

/** One item of a report. Texts are empty and numbers absent where nothing is known. */
export interface ManifestRow {
  readonly name: string
  readonly key: string
  readonly state: string
  readonly sizeBytes: number
  /** Whether the bytes were checked end to end. */
  readonly verified: boolean
  /** Checksum that proved it. */
  readonly verifiedBy: string
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
  'name', 'key', 'state', 'sizeBytes', 'verified', 'verifiedBy', 'crc64', 'etag', 'versionId', 'attempts', 'savedAs', 'errorCode', 'errorMessage', 'requestId',
] as const satisfies readonly (keyof ManifestRow)[]

export function manifestRow(item: TransferItem): ManifestRow {
  return {
    name: item.name,
    key: item.key,
    state: item.state,
    sizeBytes: item.bytesTotal,
    verified: item.verified,
    verifiedBy: item.verifiedBy ?? '',
    crc64: item.crc64 ?? '',
    etag: item.etag ?? '',
    versionId: item.versionId ?? '',
    attempts: item.attempts,
    savedAs: item.savedAs ?? '',
    errorCode: item.error?.code ?? '',
    errorMessage: item.error?.message ?? '',
    requestId: item.error?.requestId ?? '',
  }
}

/** Spreadsheets run what begins like a formula, in full width too; an apostrophe makes it text (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

/** A field as RFC 4180 quotes it, and never a formula. */
export function csvField(value: string | number | boolean): string {
  const text = String(value)
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

const rowsPerWrite = 1000

/** The items of a batch that is held here, some at a time. */
export function* itemsOfBatch(batch: Batch): Generator<TransferItem[]> {
  const { items } = batch
  for (let start = 0; start < items.length; start += rowsPerWrite) {
    const count = Math.min(items.length - start, rowsPerWrite)
    yield Array.from({ length: count }, (_, at) => itemRow(batch, start + at))
  }
}

/** What a report is about, and its items some at a time. */
export interface Reported {
  readonly batch: TransferBatch
  readonly items: Iterable<readonly TransferItem[]> | AsyncIterable<readonly TransferItem[]>
}

async function* chunks({ batch, items }: Reported, format: ManifestFormat): AsyncGenerator<string> {
  if (format === 'csv') yield `${columns.map(csvField).join(',')}\r\n`
  else {
    const { kind, state, profileId, bucket, prefix, target, createdMs, finishedMs } = batch
    yield `${JSON.stringify({ kind, state, profileId, bucket, prefix, target, createdMs, finishedMs }).slice(0, -1)},"items":[\n`
  }
  let isFirst = true
  for await (const block of items) {
    let text = ''
    for (const item of block) {
      const row = manifestRow(item)
      if (format === 'csv') text += `${columns.map((column) => csvField(row[column])).join(',')}\r\n`
      else text += `${isFirst ? '' : ',\n'}${JSON.stringify(row)}`
      isFirst = false
    }
    yield text
  }
  if (format === 'json') yield '\n]}\n'
}

/** Writes beside the file and renames, so that a report is whole or not there. */
export async function writeManifest(reported: Reported, format: ManifestFormat, file: string): Promise<void> {
  const next = `${file}.ossia-part`
  let handle: FileHandle | undefined
  try {
    handle = await open(next, 'w')
    for await (const text of chunks(reported, format)) {
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
