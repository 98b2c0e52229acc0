import { createStore, type StoreApi } from 'zustand'
import type { DisabledStatement } from '../../../../electron/contract/policy-notes.ts'
import { type JsonObject, parseStrictJson, isJsonObject, JsonSyntaxError } from '../../../../storage-core/policy/strict-json.ts'
import { placedAgain, sameObject, sameText } from './off-places.ts'
import { printJson, printRawPolicy, readRawPolicy, type RawReading } from './raw-policy.ts'

/** What one step of the editor leaves behind. */
interface Step {
  readonly text: string
  readonly disabled: readonly DisabledStatement[]
  /** The statements between which those that are switched off stand: those of the text, or of the last one that could be read. */
  readonly anchors: readonly JsonObject[]
}

/** A policy while it is edited: the text is the truth, and the visual side shows and rewrites it. */
export interface PolicyDraft extends Step {
  /** As the bucket has it, empty for none; and the statements that are switched off, which only this machine knows. */
  readonly saved: Step
  readonly reading: RawReading
  readonly past: readonly Step[]
  readonly future: readonly Step[]
  readonly setText: (text: string) => void
  /** Rewrites the statements, and leaves the rest of the document as it is. */
  readonly changeStatements: (change: (statements: readonly JsonObject[]) => readonly JsonObject[]) => void
  /** Takes a statement out of the policy, and keeps it where it stood. */
  readonly disable: (index: number) => void
  /** Puts it back. Nothing happens to one whose text is no statement. */
  readonly enable: (index: number) => void
  readonly removeDisabled: (index: number) => void
  readonly undo: () => void
  readonly redo: () => void
  /** The draft is what the bucket has now. */
  readonly markSaved: () => void
}

const mostSteps = 200
const maxDepth = 32

/** A statement that is switched off, as far as it can be shown. */
export function readDisabled({ text }: DisabledStatement): JsonObject | undefined {
  try {
    const value = parseStrictJson(text, maxDepth)
    return isJsonObject(value) ? value : undefined
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined
    throw error
  }
}

/** Statements of a text; undefined for one that cannot be read, and for none at all, which is what is there while one is replaced. */
function statementsOf(text: string): readonly JsonObject[] | undefined {
  return text.trim() === '' ? undefined : readRawPolicy(text).policy?.statements
}

/** A draft that begins with what the bucket has. */
export function createDraft(text: string, disabled: readonly DisabledStatement[] = []): StoreApi<PolicyDraft> {
  return createStore<PolicyDraft>()((set, get) => {
    const show = (step: Step) => ({ ...step, reading: readRawPolicy(step.text) })
    const current = (): Step => ({ text: get().text, disabled: get().disabled, anchors: get().anchors })
    const first: Step = { text, disabled, anchors: statementsOf(text) ?? [] }
    const take = (step: Step) => {
      const before = current()
      if (step.text === before.text && step.disabled === before.disabled) return
      set({ ...show(step), past: [...get().past, before].slice(-mostSteps), future: [] })
    }
    const takeStatements = (next: string, off: readonly DisabledStatement[]) => take({ text: next, disabled: off, anchors: readRawPolicy(next).policy?.statements ?? [] })
    /** The text with these statements. A policy that nobody began is none: removing its last statement takes the rest away too. */
    const withStatements = (change: (statements: readonly JsonObject[]) => readonly JsonObject[]): string | undefined => {
      const { policy } = get().reading
      if (policy === undefined) return undefined
      const statements = change(policy.statements)
      return statements.length === 0 ? '' : printRawPolicy({ ...policy, statements })
    }
    return {
      saved: first,
      ...show(first),
      past: [],
      future: [],
      setText: (next) => {
        const { disabled: off, anchors } = get()
        const after = statementsOf(next)
        take(after === undefined ? { text: next, disabled: off, anchors } : { text: next, disabled: placedAgain(off, anchors, after, sameText), anchors: after })
      },
      changeStatements: (change) => {
        const before = get().reading.policy?.statements
        let after: readonly JsonObject[] = []
        const next = withStatements((all) => (after = change(all)))
        if (before !== undefined && next !== undefined) takeStatements(next, placedAgain(get().disabled, before, after, sameObject))
      },
      disable: (index) => {
        const statement = get().reading.policy?.statements[index]
        const next = withStatements((all) => all.filter((_, at) => at !== index))
        if (statement === undefined || next === undefined) return
        const { disabled } = get()
        const place = disabled.findIndex(({ at }) => at > index)
        const others = disabled.map((each) => (each.at > index ? { ...each, at: each.at - 1 } : each))
        takeStatements(next, others.toSpliced(place === -1 ? others.length : place, 0, { at: index, text: printJson(statement, '') }))
      },
      enable: (index) => {
        const entry = get().disabled[index]
        const statement = entry === undefined ? undefined : readDisabled(entry)
        if (entry === undefined || statement === undefined) return
        const next = withStatements((all) => all.toSpliced(entry.at, 0, statement))
        if (next === undefined) return
        takeStatements(next, get().disabled.flatMap((each, at) => (at === index ? [] : [at > index ? { ...each, at: each.at + 1 } : each])))
      },
      removeDisabled: (index) => take({ ...current(), disabled: get().disabled.filter((_, at) => at !== index) }),
      undo: () => {
        const { past, future } = get()
        const before = past.at(-1)
        if (before !== undefined) set({ ...show(before), past: past.slice(0, -1), future: [current(), ...future] })
      },
      redo: () => {
        const { past, future } = get()
        const [next, ...later] = future
        if (next !== undefined) set({ ...show(next), past: [...past, current()], future: later })
      },
      markSaved: () => set({ saved: current() }),
    }
  })
}
