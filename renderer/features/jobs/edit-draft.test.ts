import { describe, expect, it } from 'vitest'
import { editOfDraft, emptyDraft, emptyRow } from './edit-draft.ts'

describe('a draft of a change', () => {
  it('says only what was filled in', () => {
    const headers = [{ ...emptyRow(0, 'cache-control'), value: 'no-cache' }, emptyRow(1, 'expires'), { ...emptyRow(2, 'content-language'), removes: true }, { ...emptyRow(3, 'x-unknown'), value: '1' }]
    const userMetadata = [{ ...emptyRow(0, 'X-Oss-Meta-Owner'), value: 'me' }, emptyRow(1)]
    expect(editOfDraft('metadata', { ...emptyDraft, headers, userMetadata })).toEqual({ kind: 'metadata', headers: { 'cache-control': 'no-cache', 'content-language': null }, userMetadata: { owner: 'me' } })
  })

  it('is none while nothing is said, or something that cannot be', () => {
    expect(editOfDraft('metadata', emptyDraft)).toBeUndefined()
    expect(editOfDraft('metadata', { ...emptyDraft, userMetadata: [{ ...emptyRow(0, 'a b'), value: 'x' }] })).toBeUndefined()
    expect(editOfDraft('tags', emptyDraft)).toBeUndefined()
    expect(editOfDraft('restore', { ...emptyDraft, days: 0 })).toBeUndefined()
  })

  it('replaces all tags by none when asked to, and removes by name alone', () => {
    expect(editOfDraft('tags', { ...emptyDraft, mode: 'replace' })).toEqual({ kind: 'tags', mode: 'replace', tags: {} })
    expect(editOfDraft('tags', { ...emptyDraft, mode: 'remove', tags: [{ ...emptyRow(0, 'old'), value: 'whatever' }] })).toEqual({ kind: 'tags', mode: 'remove', tags: { old: '' } })
  })
})
