/** What the store has acknowledged, as known before the cut. Later acknowledgements may or may not hold. */
export interface Ledger {
  record(ack: Ack): void
  /** Nothing recorded from here on counts, until `thaw`. Call it before the power goes: the cut itself takes a moment. */
  freeze(): void
  thaw(): void
  /** Stops expecting a key that was found lost, so that one loss is counted once. */
  forget(key: string): void
  clear(): void
  expectations(): Expectation[]
  readonly acknowledged: number
}

/** A key that was written with this version, or removed for good. */
export interface Ack {
  readonly key: string
  readonly version: number
  readonly removed: boolean
}

/** A removed key must be absent; a written one present with this version or a newer one. */
export type Expectation = Ack

export function createLedger(): Ledger {
  const expected = new Map<string, Ack>()
  let frozen = false
  let acknowledged = 0
  return {
    record: (ack) => {
      if (frozen) return
      acknowledged += 1
      expected.set(ack.key, ack)
    },
    freeze: () => {
      frozen = true
    },
    thaw: () => {
      frozen = false
    },
    forget: (key) => {
      expected.delete(key)
    },
    clear: () => expected.clear(),
    expectations: () => [...expected.values()],
    get acknowledged() {
      return acknowledged
    },
  }
}
