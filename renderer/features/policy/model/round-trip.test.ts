import { describe, expect, it } from 'vitest'
import { readPolicy } from '../../../../storage-core/policy/parse-policy.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseStrictJson } from '../../../../storage-core/policy/strict-json.ts'
import { everyForm, everyKey, everyOperator, writtenFor, writtenPolicies } from '../test-support/written-policies.ts'
import { createDraft, type PolicyDraft } from './draft.ts'
import { viewOf, withConditions, withElement } from './statement-view.ts'
import { templateNames, templateStatements } from './templates.ts'

const json = (text: string): JsonValue => parseStrictJson(text, 32)

/** Members in their order, which `toEqual` does not compare in maps. */
const inOrder = (value: JsonValue): unknown => {
  if (isJsonObject(value)) return [...value].map(([name, member]) => [name, inOrder(member)])
  return Array.isArray(value) ? (value as readonly JsonValue[]).map(inOrder) : value
}

const opened = (text: string) => {
  const store = createDraft(text)
  const change = (edit: (statement: JsonObject) => JsonObject) => {
    store.getState().changeStatements(([first, ...others]) => (first === undefined ? [] : [edit(first), ...others]))
  }
  return { store, change, statements: () => store.getState().reading.policy?.statements ?? [], text: () => store.getState().text }
}

describe('200 policies in every form', () => {
  it('have every element in every form, each operator and each key of a condition', () => {
    const forms = new Set(writtenPolicies.flatMap((policy) => policy.forms))
    expect(writtenPolicies).toHaveLength(200)
    expect(everyForm.filter((form) => !forms.has(form))).toEqual([])
    const texts = writtenPolicies.map(({ text }) => text).join('\n')
    expect(everyOperator.filter((operator) => !texts.includes(`"${operator}"`))).toEqual([])
    expect(everyKey.filter((key) => !texts.includes(`"${key}"`))).toEqual([])
    // Every other one is what OSS takes.
    const taken = writtenPolicies.filter((_policy, index) => index % 2 === 0)
    expect(taken.flatMap(({ text }) => readPolicy(text, { kind: 'bucket', bucket: writtenFor }).problems ?? [])).toEqual([])
  })

  it.each(writtenPolicies)('open, change and save without loss: $title', ({ text }) => {
    const before = json(text)
    const draft = opened(text)
    // Nobody's policy is written anew because somebody looked at it.
    expect(draft.text()).toBe(text)
    for (const statement of draft.statements()) viewOf(statement, writtenFor.name)

    // A name more, and nothing else.
    const [first] = draft.statements()
    const sid = first?.get('Sid')
    draft.change((statement) => withElement(statement, 'Sid', 'Renamed'))
    const renamed = opened(draft.text())
    expect(renamed.statements()[0]?.get('Sid')).toBe('Renamed')
    expect(renamed.statements().slice(1)).toEqual(opened(text).statements().slice(1))
    draft.change((statement) => withElement(statement, 'Sid', sid))
    expect(json(draft.text())).toEqual(before)
    // In the order in which it was written, but for a name that has its own place.
    if (sid !== undefined) expect(inOrder(json(draft.text()))).toEqual(inOrder(before))

    // A condition more and one less, a copy, a move: whatever is taken back leaves no trace.
    const edits: readonly ((state: PolicyDraft) => void)[] = [
      ({ changeStatements }) => {
        changeStatements(([head, ...others]) => (head === undefined ? [] : [head, head, ...others]))
        changeStatements(([, ...others]) => others)
      },
      ({ changeStatements }) => {
        changeStatements((all) => all.toReversed())
        changeStatements((all) => all.toReversed())
      },
      () => {
        const rows = viewOf(draft.statements()[0] ?? new Map(), writtenFor.name).conditions
        if (rows === undefined || rows.length === 0) return
        draft.change((statement) => withConditions(statement, [...rows, { operator: 'StringLike', key: 'oss:BucketTag/nobody-has-this', values: ['x'] }]))
        draft.change((statement) => withConditions(statement, rows))
      },
    ]
    for (const edit of edits) {
      edit(draft.store.getState())
      expect(json(draft.text())).toEqual(before)
    }
    for (let steps = 0; draft.store.getState().past.length > 0 && steps < 20; steps += 1) draft.store.getState().undo()
    expect(draft.text()).toBe(text)
  })
})

describe.each(templateNames)('the template %s', (name) => {
  it('is added, saved and opened again as it was', () => {
    const input = { bucket: writtenFor.name, folder: 'in/', principals: ['2001'], networks: ['192.0.2.0/24'] }
    const statements = templateStatements(name, input)
    const draft = createDraft('')
    draft.getState().changeStatements(() => statements)
    draft.getState().markSaved()
    const again = opened(draft.getState().saved.text)
    expect(again.statements().map(inOrder)).toEqual(statements.map(inOrder))
    expect(readPolicy(again.text(), { kind: 'bucket', bucket: writtenFor }).problems).toBeUndefined()
    draft.getState().changeStatements(() => [])
    expect(draft.getState().text).toBe('')
  })
})
