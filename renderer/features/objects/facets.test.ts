import { describe, expect, it } from 'vitest'
import { noFacets, whereOf } from './facets.ts'

const nowMs = new Date(2026, 10, 12, 9, 30).getTime()

describe('the filter bar', () => {
  it('asks for nothing while nothing is chosen', () => {
    expect(whereOf(noFacets, nowMs)).toBeUndefined()
    expect(whereOf({ ...noFacets, modified: { kind: 'dates', from: '', to: '' } }, nowMs)).toBeUndefined()
  })

  it('turns kinds into extensions, and "other" into all that no kind claims', () => {
    const images = whereOf({ ...noFacets, kinds: ['image'] }, nowMs)
    expect(images?.extensions).toEqual(expect.arrayContaining(['jpg', 'png']))
    expect(images).toMatchObject({ folders: false })
    const others = whereOf({ ...noFacets, kinds: ['other', 'image', 'folder'] }, nowMs)
    expect(others).toMatchObject({ folders: true })
    expect(others?.exceptExtensions).toEqual(expect.arrayContaining(['mp4', 'zip']))
    expect(others?.exceptExtensions).not.toContain('jpg')
    expect(whereOf({ ...noFacets, kinds: ['folder'] }, nowMs)).toEqual({ extensions: [], folders: true })
  })

  it('counts days back from now, and takes dates as whole days of the place one is in', () => {
    expect(whereOf({ ...noFacets, modified: { kind: 'days', days: 7 } }, nowMs)).toEqual({ fromMs: nowMs - 7 * 86_400_000 })
    expect(whereOf({ ...noFacets, modified: { kind: 'dates', from: '2026-11-01', to: '2026-11-01' } }, nowMs)).toEqual({
      fromMs: new Date(2026, 10, 1).getTime(),
      beforeMs: new Date(2026, 10, 2).getTime(),
    })
  })

  it('joins what was chosen', () => {
    expect(whereOf({ kinds: [], minBytes: 1, maxBytes: 9, storageClasses: ['IA'] }, nowMs)).toEqual({ minBytes: 1, maxBytes: 9, storageClasses: ['IA'] })
  })
})
