import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packRows, unpackRows } from './packed-rows.ts'
import type { ListingRow } from './listings.ts'

it('gives back every row as it was, whatever its name', () => {
  const name = fc.string({ unit: 'binary', maxLength: 20 })
  const row = fc.record<ListingRow>(
    {
      key: name,
      kind: fc.constantFrom('object', 'folder'),
      sizeBytes: fc.maxSafeNat(),
      lastModifiedMs: fc.maxSafeNat(),
      storageClass: fc.constantFrom('', 'Standard', 'IA'),
      type: fc.constantFrom('Normal', 'Multipart', 'Symlink'),
      etag: fc.constantFrom('', '0123456789ABCDEF0123456789ABCDEF-12'),
      deleted: fc.constant(true),
      versionId: name,
    },
    { requiredKeys: ['key', 'kind', 'sizeBytes', 'lastModifiedMs', 'storageClass', 'type', 'etag'] },
  )
  fc.assert(
    fc.property(name, fc.array(row, { maxLength: 5 }), (prefix, rows) => {
      const under = rows.map((one) => ({ ...one, key: prefix + one.key }))
      expect(unpackRows(packRows(prefix, under))).toEqual(under)
    }),
  )
})
