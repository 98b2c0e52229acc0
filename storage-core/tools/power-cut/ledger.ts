/** What the store has acknowledged, as known before the cut. Later acknowledgements may or may not hold. */
export interface Ledger {
  record(ack: Ack): void
  /** Nothing recorded from here on counts, until `thaw`. Call it before the power goes: the cut itself takes a moment. */
  freeze(): void
  thaw(): void
  /** Stops expecting a key or version that was found lost, so that one loss is counted once. */
  forget(lost: Pick<Ack, 'key' | 'versionId'>): void
  clear(): void
  expectations(): Expectation[]
  readonly acknowledged: number
}

/** A key that was written with this version, or removed for good. */
export interface Ack {
  readonly key: string
  readonly version: number
  /** Where this version stays beside newer ones, or was removed and they were not. */
  readonly versionId?: string
  readonly removed: boolean
}

/** What was removed must be absent; what was written present with this version, or without a version id with a newer one. */
export type Expectation = Ack

/** Of what an acknowledgement replaces an earlier one of. */
export function expectationName({ key, versionId = '' }: Pick<Ack, 'key' | 'versionId'>): string {
  return `${key} ${versionId}`
}

export function createLedger(): Ledger {
  const expected = new Map<string, Ack>()
  let frozen = false
  let acknowledged = 0
  return {
    record: (ack) => {
      if (frozen) return
      acknowledged += 1
      expected.set(expectationName(ack), ack)
    },
    freeze: () => {
      frozen = true
    },
    thaw: () => {
      frozen = false
    },
    forget: (lost) => {
      expected.delete(expectationName(lost))
    },
    clear: () => expected.clear(),
    expectations: () => [...expected.values()],
    get acknowledged() {
      return acknowledged
    },
  }
}
