import { ossError } from '../model/oss-error.ts'
import type { StoreInfo } from './metadata-store.ts'
import type { OrderedTables } from './ordered-tables.ts'
import { decodeCount, decodeJson, encodeCount, encodeJson } from './small-records.ts'
import { textKey } from './table-keys.ts'

/**
 * Version of everything under the data folder. A change that an older Ossia would misread raises it and brings a
 * migration; adding a table or an optional part of a record that older code may ignore does not.
 */
export const formatVersion = 1
const magic = 'ossia store'

export const formatKey = textKey('format')
const sequenceKey = textKey('sequence')
const closedCleanlyKey = textKey('closedCleanly')

interface FormatRecord extends StoreInfo {
  readonly magic: string
}

export interface OpenedFormat {
  readonly info: StoreInfo
  readonly closedCleanly: boolean
  readonly sequence: number
}

export interface NewStore {
  readonly storeId: string
  readonly createdMs: number
}

/**
 * Reads the store's identity, or writes it into an empty store, and durably notes that the store is open.
 * @throws OssError StoreFormatUnsupported before anything is changed, StoreDataFolderUnusable for a database of another kind.
 */
export async function openFormat(tables: OrderedTables, newStore: NewStore): Promise<OpenedFormat> {
  const snapshot = tables.snapshot()
  let record: Buffer | undefined
  let closedCleanly: boolean
  let sequence: number
  try {
    record = snapshot.get('meta', formatKey)
    closedCleanly = record === undefined || decodeCount(snapshot.get('meta', closedCleanlyKey)) === 1
    sequence = decodeCount(snapshot.get('meta', sequenceKey))
  } finally {
    snapshot.close()
  }
  const info = record === undefined ? { formatVersion, ...newStore } : readFormat(record)
  await tables.commit((transaction) => {
    if (record === undefined) transaction.put('meta', formatKey, encodeJson({ magic, ...info } satisfies FormatRecord))
    transaction.put('meta', closedCleanlyKey, encodeCount(0))
  })
  return { info, closedCleanly, sequence }
}

/** Notes that nothing was left half-done. */
export async function markClosedCleanly(tables: OrderedTables): Promise<void> {
  await tables.commit((transaction) => {
    transaction.put('meta', closedCleanlyKey, encodeCount(1))
  })
}

export function sequenceRecord(sequence: number): { key: Buffer; value: Buffer } {
  return { key: sequenceKey, value: encodeCount(sequence) }
}

/**
 * What the `format` record says.
 * @throws OssError StoreFormatUnsupported, StoreDataFolderUnusable
 */
export function readFormat(record: Buffer): StoreInfo {
  let stored: Partial<FormatRecord>
  try {
    stored = decodeJson(record) as Partial<FormatRecord>
  } catch (cause) {
    throw ossError('StoreFormatUnsupported', { cause })
  }
  if (stored.magic !== magic || typeof stored.formatVersion !== 'number') throw ossError('StoreDataFolderUnusable')
  if (stored.formatVersion > formatVersion) {
    throw ossError('StoreFormatUnsupported', {
      details: { FormatVersion: String(stored.formatVersion), SupportedVersion: String(formatVersion) },
    })
  }
  return { formatVersion: stored.formatVersion, storeId: stored.storeId ?? '', createdMs: stored.createdMs ?? 0 }
}
