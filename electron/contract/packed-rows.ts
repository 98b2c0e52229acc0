import type { ListingRow, ListingWindow, PackedListingWindow } from './listings.ts'

type PackedRow = readonly [name: string, flags: number, sizeBytes: number, lastModifiedMs: number, storageClass: string, type: string, etag: string, versionId?: string]
const folderFlag = 1
const deletedFlag = 2

/**
 * Rows of a listing as one text, which passes from process to process as it is: as objects two hundred rows are taken apart and
 * put together again four times on their way, and what is left of that in the window is some hundred kilobytes until it is
 * collected. @param prefix what all their keys begin with
 */
export function packRows(prefix: string, rows: readonly ListingRow[]): string {
  const packed = rows.map(({ key, kind, sizeBytes, lastModifiedMs, storageClass, type, etag, deleted, versionId }): PackedRow => {
    const flags = (kind === 'folder' ? folderFlag : 0) + (deleted === true ? deletedFlag : 0)
    const row = [key.slice(prefix.length), flags, sizeBytes, lastModifiedMs, storageClass, type, etag] as const
    return versionId === undefined ? row : [...row, versionId]
  })
  return JSON.stringify([prefix, packed])
}

/** @param text what `packRows` wrote */
export function unpackRows(text: string): ListingRow[] {
  const [prefix, packed] = JSON.parse(text) as readonly [string, readonly PackedRow[]]
  return packed.map(([name, flags, sizeBytes, lastModifiedMs, storageClass, type, etag, versionId]) => ({
    key: prefix + name,
    kind: (flags & folderFlag) === 0 ? 'object' : 'folder',
    sizeBytes,
    lastModifiedMs,
    storageClass,
    type,
    etag,
    ...((flags & deletedFlag) === 0 ? {} : { deleted: true }),
    ...(versionId === undefined ? {} : { versionId }),
  }))
}

export const unpackWindow = (window: PackedListingWindow): ListingWindow => ({ ...window, rows: unpackRows(window.rows) })
