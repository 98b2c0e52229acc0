import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeOf, createVersionFold, nullVersionId, type FoldedEntry, type KeyAt } from './version-fold.ts'

interface Entry extends FoldedEntry {
  readonly content: string
}

type Step =
  | { readonly kind: 'put' | 'delete'; readonly key: string; readonly content: string; readonly afterMs: number }
  | { readonly kind: 'versioning'; readonly enabled: boolean; readonly afterMs: number }

const keys = ['a', 'a/b', 'b', '中']
const afterMs = fc.integer({ min: 0, max: 2500 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('put' as const, 'delete' as const), key: fc.constantFrom(...keys), content: fc.constantFrom('x', 'y'), afterMs }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('versioning' as const), enabled: fc.boolean(), afterMs }) },
)

/** What a bucket remembers, and beside it all it ever was. */
interface Told {
  /** Newest first, by key. */
  readonly listed: ReadonlyMap<string, readonly Entry[]>
  /** Everything that was ever current: since when, and what; null for no object. */
  readonly history: ReadonlyMap<string, readonly { readonly atMs: number; readonly entry: Entry | null }[]>
}

function play(steps: readonly Step[]): Told {
  const listed = new Map<string, Entry[]>()
  const history = new Map<string, { atMs: number; entry: Entry | null }[]>()
  let enabled = true
  let nowMs = 1_000_000
  let serial = 0
  for (const one of steps) {
    nowMs += one.afterMs
    if (one.kind === 'versioning') {
      enabled = one.enabled
      continue
    }
    const { key } = one
    const versions = listed.get(key) ?? []
    const isDeleteMarker = one.kind === 'delete'
    // Services tell times in whole seconds.
    const entry: Entry = { key, versionId: enabled ? `v${String(++serial)}` : nullVersionId, lastModifiedMs: Math.floor(nowMs / 1000) * 1000, isDeleteMarker, content: isDeleteMarker ? '' : one.content }
    listed.set(key, [entry, ...(enabled ? versions : versions.filter(({ versionId }) => versionId !== nullVersionId))])
    history.set(key, [...(history.get(key) ?? []), { atMs: nowMs, entry: isDeleteMarker ? null : entry }])
  }
  return { listed, history }
}

function fold(listed: Told['listed'], momentMs: number): KeyAt<Entry>[] {
  const found: KeyAt<Entry>[] = []
  const folder = createVersionFold<Entry>(momentMs)
  for (const entries of listed.values()) {
    for (const entry of entries) {
      const done = folder.push(entry)
      if (done !== undefined) found.push(done)
    }
  }
  const last = folder.end()
  return last === undefined ? found : [...found, last]
}

/** What the key really was when the moment's second ended. */
function wasAt(history: Told['history'], key: string, momentMs: number): Entry | undefined {
  const until = Math.floor(momentMs / 1000) * 1000 + 1000
  return history.get(key)?.findLast(({ atMs }) => atMs < until)?.entry ?? undefined
}

const runs = fc.tuple(fc.array(step, { maxLength: 40 }), fc.integer({ min: 995_000, max: 1_060_000 }))

describe('a version listing folded at a moment', () => {
  it('gives every key once, with the object of the moment unless that is uncertain', () => {
    fc.assert(
      fc.property(runs, ([steps, momentMs]) => {
        const { listed, history } = play(steps)
        const found = fold(listed, momentMs)
        expect(found.map(({ key }) => key)).toEqual([...listed.keys()])
        for (const one of found) {
          expect(one.now).toBe(wasAt(history, one.key, Number.MAX_SAFE_INTEGER))
          if (!one.isUncertain) expect(one.before).toBe(wasAt(history, one.key, momentMs))
        }
      }),
    )
  })

  it('calls a key uncertain whenever the object of its moment is gone', () => {
    fc.assert(
      fc.property(runs, ([steps, momentMs]) => {
        const { listed, history } = play(steps)
        for (const { key, isUncertain } of fold(listed, momentMs)) {
          const was = wasAt(history, key, momentMs)
          if (was !== undefined && !(listed.get(key) ?? []).includes(was)) expect(isUncertain).toBe(true)
        }
      }),
    )
  })

  it('never calls a key uncertain where versioning was on all the time', () => {
    fc.assert(
      fc.property(runs, ([steps, momentMs]) => {
        const { listed } = play(steps.filter(({ kind }) => kind !== 'versioning'))
        expect(fold(listed, momentMs).filter(({ isUncertain }) => isUncertain)).toEqual([])
      }),
    )
  })

  it('tells changes whose undoing brings back what was there', () => {
    fc.assert(
      fc.property(runs, ([steps, momentMs]) => {
        const { listed, history } = play(steps)
        for (const at of fold(listed, momentMs)) {
          const change = changeOf(at, (a, b) => a.content === b.content)
          if (change === 'uncertain') continue
          const was = wasAt(history, at.key, momentMs)?.content
          const is = at.now?.content
          if (change === 'created') expect([was, is]).toEqual([undefined, expect.any(String)])
          else if (change === 'deleted') expect([was, is]).toEqual([expect.any(String), undefined])
          else if (change === 'changed') expect(is).not.toBe(was)
          else expect(is).toBe(was)
        }
      }),
    )
  })
})
