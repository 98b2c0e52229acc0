import { createStore, type StoreApi } from 'zustand'
import type { DisabledStatement } from '../../../../electron/contract/policy-notes.ts'
import { type JsonObject, parseStrictJson, isJsonObject, JsonSyntaxError } from '../../../../storage-core/policy/strict-json.ts'
import { printJson, printRawPolicy, readRawPolicy, type RawReading } from './raw-policy.ts'

/** What one step of the editor leaves behind. */
interface Step {
  readonly text: string
  readonly disabled: readonly DisabledStatement[]
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

/**
 * Where statements that are switched off stand after the others were changed: what stood before or behind one still does, however
 * many were added or removed. A statement added where one that is switched off stands comes behind it.
 */
function placedAgain(disabled: readonly DisabledStatement[], before: readonly JsonObject[], after: readonly JsonObject[]): readonly DisabledStatement[] {
  const by = after.length - before.length
  // One that took another's place, and those that were moved, leave as many before each.
  if (by === 0 || disabled.length === 0) return disabled
  const different = before.findIndex((statement, at) => statement !== after[at])
  const first = different === -1 ? before.length : different
  return disabled.map((each) => (Math.min(each.at, before.length) > first ? { ...each, at: Math.max(first, Math.min(each.at, before.length) + by) } : each))
}

/** A draft that begins with what the bucket has. */
export function createDraft(text: string, disabled: readonly DisabledStatement[] = []): StoreApi<PolicyDraft> {
  return createStore<PolicyDraft>()((set, get) => {
    const show = (step: Step) => ({ ...step, reading: readRawPolicy(step.text) })
    const current = (): Step => ({ text: get().text, disabled: get().disabled })
    const take = (step: Step) => {
      const before = current()
      if (step.text === before.text && step.disabled === before.disabled) return
      set({ ...show(step), past: [...get().past, before].slice(-mostSteps), future: [] })
    }
    /** The text with these statements. A policy that nobody began is none: removing its last statement takes the rest away too. */
    const withStatements = (change: (statements: readonly JsonObject[]) => readonly JsonObject[]): string | undefined => {
      const { policy } = get().reading
      if (policy === undefined) return undefined
      const statements = change(policy.statements)
      return statements.length === 0 ? '' : printRawPolicy({ ...policy, statements })
    }
    return {
      saved: { text, disabled },
      ...show({ text, disabled }),
      past: [],
      future: [],
      setText: (next) => take({ text: next, disabled: get().disabled }),
      changeStatements: (change) => {
        const before = get().reading.policy?.statements
        let after: readonly JsonObject[] = []
        const next = withStatements((all) => (after = change(all)))
        if (before !== undefined && next !== undefined) take({ text: next, disabled: placedAgain(get().disabled, before, after) })
      },
      disable: (index) => {
        const statement = get().reading.policy?.statements[index]
        const next = withStatements((all) => all.filter((_, at) => at !== index))
        if (statement === undefined || next === undefined) return
        const { disabled } = get()
        const place = disabled.findIndex(({ at }) => at > index)
        const others = disabled.map((each) => (each.at > index ? { ...each, at: each.at - 1 } : each))
        take({ text: next, disabled: others.toSpliced(place === -1 ? others.length : place, 0, { at: index, text: printJson(statement, '') }) })
      },
      enable: (index) => {
        const entry = get().disabled[index]
        const statement = entry === undefined ? undefined : readDisabled(entry)
        if (entry === undefined || statement === undefined) return
        const next = withStatements((all) => all.toSpliced(entry.at, 0, statement))
        if (next === undefined) return
        take({ text: next, disabled: get().disabled.flatMap((each, at) => (at === index ? [] : [at > index ? { ...each, at: each.at + 1 } : each])) })
      },
      removeDisabled: (index) => take({ text: get().text, disabled: get().disabled.filter((_, at) => at !== index) }),
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
