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
            seen = seen.toSpliced(place + 1, 0, slot)
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

  it('stands between the same statements while the JSON is typed, whatever cannot be read meanwhile', () => {
    const draft = createDraft(policy('a', 'b', 'c'), [{ at: 1, text: '{"Sid":"off"}' }])
    const at = () => draft.getState().disabled[0]?.at
    const type = (text: string) => draft.getState().setText(text)
    // A new first statement, in the three texts that it takes to be one.
    type('{"Version":"1","Statement":[{"Sid":"new"')
    expect(at()).toBe(1)
    type(policy('new', 'a', 'b', 'c'))
    expect(at()).toBe(2)
    // A copy comes right behind its original, another statement behind the one that is switched off.
    type(policy('new', 'a', 'a', 'b', 'c'))
    expect(at()).toBe(3)
    type(policy('new', 'a', 'a', 'other', 'b', 'c'))
    expect(at()).toBe(3)
    type('[')
    type(policy('a', 'other', 'b', 'c'))
    expect(at()).toBe(1)
    // What is rewritten on both sides of it stays on its side.
    type(policy('A', 'B', 'b', 'c', 'd'))
    expect(at()).toBe(1)
    // A text that is taken away and written anew.
    type('')
    type(policy('b', 'c'))
    expect(at()).toBe(0)
    for (let steps = 0; steps < 3; steps += 1) draft.getState().undo()
    expect([at(), names(draft)]).toEqual([1, ['a', 'other', 'b', 'c']])
    type(policy('x', 'a', 'other', 'b', 'c'))
    expect(at()).toBe(2)
  })

  it('is where it was for any statements that are typed in and taken out, one after the other', () => {
    const step = fc.record({ what: fc.constantFrom('add', 'remove', 'edit', 'copy'), at: fc.nat({ max: 9 }) })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), fc.nat({ max: 4 }), (steps, place) => {
        const draft = createDraft(policy('a', 'b', 'c', 'd'), [{ at: place, text: '{"Sid":"off"}' }])
        let seen: readonly string[] = ['a', 'b', 'c', 'd'].toSpliced(place, 0, 'off')
        for (const [count, { what, at }] of steps.entries()) {
          const on = seen.flatMap((name, each) => (name === 'off' ? [] : [each]))
          const chosen = on[at % (on.length + 1)]
          if (what === 'add') seen = seen.toSpliced(chosen ?? seen.length, 0, `s${String(count)}`)
          else if (chosen === undefined) continue
          else if (what === 'remove') seen = seen.toSpliced(chosen, 1)
          else if (what === 'edit') seen = seen.with(chosen, `s${String(count)}`)
          // Of two that are the same the text cannot tell which went: copies are taken out with their original.
          else seen = seen.toSpliced(chosen + 1, 0, seen[chosen] ?? '')
          draft.getState().setText(policy(...seen.filter((name) => name !== 'off')))
          if (what === 'copy') {
            expect(draft.getState().disabled[0]?.at).toBe(seen.indexOf('off'))
            draft.getState().undo()
            seen = seen.toSpliced((chosen ?? 0) + 1, 1)
          }
          if (seen.length > 1) expect(draft.getState().disabled[0]?.at).toBe(seen.indexOf('off'))
        }
      }),
      { numRuns: 120, seed: 7 },
    )
  })
})
