import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDraft } from './draft.ts'

const policy = (...names: readonly string[]) => JSON.stringify({ Version: '1', Statement: names.map((Sid) => ({ Sid, Effect: 'Allow' })) })
const names = (draft: ReturnType<typeof createDraft>) => draft.getState().reading.policy?.statements.map((statement) => statement.get('Sid'))

describe('a statement that is switched off', () => {
  it('leaves the policy, keeps its place, and comes back to it', () => {
    const draft = createDraft(policy('a', 'b', 'c'))
    draft.getState().disable(1)
    expect(names(draft)).toEqual(['a', 'c'])
    draft.getState().disable(0)
    expect(names(draft)).toEqual(['c'])
    expect(draft.getState().disabled.map(({ at, text }) => [at, (JSON.parse(text) as { Sid: string }).Sid])).toEqual([[0, 'a'], [0, 'b']])
    draft.getState().enable(1)
    expect(names(draft)).toEqual(['b', 'c'])
    draft.getState().enable(0)
    expect(names(draft)).toEqual(['a', 'b', 'c'])
    expect(draft.getState().disabled).toEqual([])
  })

  it('is undone and redone with the rest, and is no policy when it was the only one', () => {
    const draft = createDraft(policy('a'))
    draft.getState().disable(0)
    expect(draft.getState().text).toBe('')
    draft.getState().undo()
    expect([names(draft), draft.getState().disabled]).toEqual([['a'], []])
    draft.getState().redo()
    draft.getState().enable(0)
    expect(names(draft)).toEqual(['a'])
    draft.getState().disable(0)
    draft.getState().removeDisabled(0)
    expect(draft.getState().disabled).toEqual([])
  })

  it('stays switched off when its text is no statement', () => {
    const draft = createDraft(policy('a'), [{ at: 0, text: '[' }])
    draft.getState().enable(0)
    expect(draft.getState().disabled).toHaveLength(1)
    expect(names(draft)).toEqual(['a'])
  })

  it('stands between the same statements whatever is switched, added, copied, moved and removed around it', () => {
    interface Slot {
      readonly name: string
      readonly isOff: boolean
    }
    const step = fc.record({ what: fc.constantFrom('disable', 'enable', 'removeDisabled', 'remove', 'add', 'copy', 'move', 'edit'), at: fc.nat({ max: 9 }), by: fc.constantFrom(1, -1) })
    const sid = (text: string) => (JSON.parse(text) as { Sid: string }).Sid
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        const draft = createDraft(policy('a', 'b', 'c', 'd'))
        // The same list as somebody sees it, all in one.
        let seen: readonly Slot[] = ['a', 'b', 'c', 'd'].map((name) => ({ name, isOff: false }))
        let count = 0
        const slots = (isOff: boolean) => seen.flatMap((slot, place) => (slot.isOff === isOff ? [place] : []))
        for (const { what, at, by } of steps) {
          const { changeStatements, disable, enable, removeDisabled } = draft.getState()
          const places = slots(what === 'enable' || what === 'removeDisabled')
          const index = places.length === 0 ? 0 : at % places.length
          const place = places[index] ?? -1
          const slot = seen[place]
          const other = places[index + by]
          count += 1
          const name = `s${String(count)}`
          if (what === 'add') {
            changeStatements((all) => [...all, new Map([['Sid', name]])])
            seen = [...seen, { name, isOff: false }]
          } else if (slot === undefined) continue
          else if (what === 'disable' || what === 'enable') {
            if (what === 'disable') disable(index)
            else enable(index)
            seen = seen.with(place, { ...slot, isOff: what === 'disable' })
          } else if (what === 'removeDisabled' || what === 'remove') {
            if (what === 'remove') changeStatements((all) => all.filter((_, each) => each !== index))
            else removeDisabled(index)
            seen = seen.toSpliced(place, 1)
          } else if (what === 'edit') {
            changeStatements((all) => all.with(index, new Map([['Sid', name]])))
            seen = seen.with(place, { name, isOff: false })
          } else if (what === 'copy') {
            changeStatements((all) => all.toSpliced(index + 1, 0, all[index] ?? new Map()))
            seen = seen.toSpliced(places[index + 1] ?? seen.length, 0, slot)
          } else if (other !== undefined) {
            changeStatements((all) => all.with(index, all[index + by] ?? new Map()).with(index + by, all[index] ?? new Map()))
            seen = seen.with(place, seen[other] ?? slot).with(other, slot)
          }
          const { disabled } = draft.getState()
          const on = names(draft) ?? []
          const shown = [...on, undefined].flatMap((each, before) => [...disabled.filter(({ at: where }) => where === before).map(({ text }) => sid(text)), ...(each === undefined ? [] : [each])])
          expect(shown).toEqual(seen.map((each) => each.name))
          expect(disabled.map(({ text }) => sid(text))).toEqual(seen.filter(({ isOff }) => isOff).map((each) => each.name))
        }
      }),
      { numRuns: 120, seed: 7 },
    )
  })
})
