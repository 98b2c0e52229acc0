import { describe, expect, it } from 'vitest'
import type { ListedVersion } from '../providers/versions-provider.ts'
import { stepFor } from './take-back.ts'

const version = (versionId: string, text = versionId): ListedVersion => ({
  key: 'k', versionId, isLatest: false, isDeleteMarker: false, lastModifiedMs: 0, sizeBytes: text.length, etag: text, storageClass: 'Standard', type: 'Normal',
})
const marker = (versionId: string): ListedVersion => ({ ...version(versionId, ''), isDeleteMarker: true })

describe('taking a restore back', () => {
  it('puts in place what was there before, be it a version or nothing', () => {
    expect(stepFor([version('w'), version('b'), version('a')], 'w', false)).toEqual({ kind: 'version', versionId: 'b' })
    expect(stepFor([version('w'), marker('m'), version('a')], 'w', false)).toEqual({ kind: 'marker' })
    expect(stepFor([version('w')], 'w', false)).toEqual({ kind: 'marker' })
    expect(stepFor([marker('w'), version('b')], 'w', false)).toEqual({ kind: 'version', versionId: 'b' })
    expect(stepFor([marker('w'), marker('m')], 'w', false)).toEqual({ kind: 'nothing' })
  })

  it('leaves alone what became current since, and what it cannot name', () => {
    expect(stepFor([version('later'), version('w'), version('b')], 'w', false)).toBeUndefined()
    expect(stepFor([version('later'), version('w'), version('b')], 'w', true)).toBeUndefined()
    expect(stepFor([version('later'), version('w')], 'w', true)).toBeUndefined()
    expect(stepFor([], 'w', true)).toBeUndefined()
    expect(stepFor([version('w'), version('b')], undefined, false)).toBeUndefined()
  })

  it('knows its own work again when it may have been begun before', () => {
    expect(stepFor([version('n', 'b'), version('w'), version('b')], 'w', true)).toEqual({ kind: 'there' })
    expect(stepFor([version('n', 'b'), version('w'), version('b')], 'w', false)).toBeUndefined()
    expect(stepFor([marker('n'), version('w'), marker('m')], 'w', true)).toEqual({ kind: 'there' })
    expect(stepFor([marker('n'), version('w')], 'w', true)).toEqual({ kind: 'there' })
    // Made in parts, its ETag is another one.
    expect(stepFor([{ ...version('n', 'b'), etag: 'X-2' }, version('w'), version('b')], 'w', true)).toEqual({ kind: 'there' })
    expect(stepFor([{ ...version('n', 'bb'), etag: 'X-2' }, version('w'), version('b')], 'w', true)).toBeUndefined()
  })
})
