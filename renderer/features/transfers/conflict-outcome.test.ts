import { describe, expect, it } from 'vitest'
import type { TransferConflict, TransferPreview } from '../../../electron/contract/transfer-previews.ts'
import { conflictOutcome, firstChoice } from './conflict-outcome.ts'

const conflict = (name: string, rest: Partial<TransferConflict> = {}): TransferConflict => ({ name, key: name, sourceSizeBytes: 5, sourceModifiedMs: 2, targetSizeBytes: 5, targetModifiedMs: 1, ...rest })
const preview = (rest: Partial<TransferPreview> = {}): TransferPreview => ({
  files: 10,
  bytes: 50,
  conflictCount: 4,
  conflicts: [conflict('same'), conflict('other size', { sourceSizeBytes: 6 }), conflict('older', { sourceModifiedMs: 0 })],
  complete: true,
  ...rest,
})

describe('what the choices come to', () => {
  it('counts each name once, also those that are not listed', () => {
    expect(conflictOutcome(preview(), 'skip', new Map())).toEqual({ sent: 6, replaced: 0, keptBoth: 0, skipped: 4, compared: 0 })
    expect(conflictOutcome(preview(), 'overwrite', new Map())).toMatchObject({ sent: 10, replaced: 4 })
    expect(conflictOutcome(preview(), 'keepBoth', new Map([['same', 'skip']]))).toMatchObject({ sent: 9, keptBoth: 3, skipped: 1 })
  })

  it('tells in advance what sizes and times already decide', () => {
    expect(conflictOutcome(preview(), 'skipIdentical', new Map())).toMatchObject({ sent: 7, replaced: 1, compared: 3 })
    expect(conflictOutcome(preview(), 'newer', new Map())).toMatchObject({ sent: 8, replaced: 2, skipped: 1, compared: 1 })
  })

  it('begins with the safe way, and keeps both where skipping would do nothing', () => {
    expect(firstChoice(preview())).toBe('skip')
    expect(firstChoice(preview({ files: 4 }))).toBe('keepBoth')
    expect(firstChoice(preview({ files: 4, versioning: true }))).toBe('overwrite')
    expect(firstChoice(preview({ files: 4, complete: false }))).toBe('skip')
    expect(conflictOutcome(preview({ files: 3, conflictCount: 3 }), 'keepBoth', new Map([['same', 'overwrite']]))).toEqual({ sent: 3, replaced: 1, keptBoth: 2, skipped: 0, compared: 0 })
  })
})
