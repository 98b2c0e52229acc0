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
})
