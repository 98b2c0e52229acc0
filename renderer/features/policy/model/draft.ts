import { createStore, type StoreApi } from 'zustand'
import type { JsonObject } from '../../../../storage-core/policy/strict-json.ts'
import { printRawPolicy, readRawPolicy, type RawReading } from './raw-policy.ts'

/** A policy while it is edited: the text is the truth, and the visual side shows and rewrites it. */
export interface PolicyDraft {
  /** As the bucket has it; empty for none. */
  readonly saved: string
  readonly text: string
  readonly reading: RawReading
  readonly past: readonly string[]
  readonly future: readonly string[]
  readonly setText: (text: string) => void
  /** Rewrites the statements, and leaves the rest of the document as it is. */
  readonly changeStatements: (change: (statements: readonly JsonObject[]) => readonly JsonObject[]) => void
  readonly undo: () => void
  readonly redo: () => void
  /** The draft is what the bucket has now. */
  readonly markSaved: () => void
}

const mostSteps = 200

/** A draft that begins with what the bucket has. */
export function createDraft(saved: string): StoreApi<PolicyDraft> {
  return createStore<PolicyDraft>()((set, get) => {
    const show = (text: string) => ({ text, reading: readRawPolicy(text) })
    const setText = (text: string) => {
      const { text: before, past } = get()
      if (text !== before) set({ ...show(text), past: [...past, before].slice(-mostSteps), future: [] })
    }
    return {
      saved,
      ...show(saved),
      past: [],
      future: [],
      setText,
      changeStatements: (change) => {
        const { policy } = get().reading
        if (policy === undefined) return
        const statements = change(policy.statements)
        // A policy that nobody began is none: removing its last statement takes the rest away too.
        setText(statements.length === 0 ? '' : printRawPolicy({ ...policy, statements }))
      },
      undo: () => {
        const { past, text, future } = get()
        const before = past.at(-1)
        if (before !== undefined) set({ ...show(before), past: past.slice(0, -1), future: [text, ...future] })
      },
      redo: () => {
        const { past, text, future } = get()
        const [next, ...later] = future
        if (next !== undefined) set({ ...show(next), past: [...past, text], future: later })
      },
      markSaved: () => set({ saved: get().text }),
    }
  })
}
