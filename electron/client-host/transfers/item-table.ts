import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { LostAspect } from '../../contract/object-jobs.ts'
import { VerifiedBy, type TransferItem, type TransferItemState } from '../../contract/transfer-items.ts'
import { createTextColumn, type TextColumn } from '../listing/text-column.ts'

const states = ['queued', 'running', 'verifying', 'done', 'skipped', 'failed', 'cancelled'] as const satisfies readonly TransferItemState[]
const proofs = VerifiedBy.options
const codeOf: Readonly<Record<TransferItemState, number>> = { queued: 0, running: 1, verifying: 2, done: 3, skipped: 4, failed: 5, cancelled: 6 }

/** What a batch knows of an item before it runs. */
export interface NewItem {
  /** Path below the batch's prefix; the key is the prefix and this, unless `key` says otherwise. */
  readonly name: string
  readonly sizeBytes: number
  /** Milliseconds since the epoch. */
  readonly modifiedMs: number
  /** Number of the dropped source this came from. */
  readonly source: number
  /** The very version it is about; the current one when absent. */
  readonly versionId?: string | undefined
  readonly state?: TransferItemState
  readonly error?: OssErrorWire | undefined
}

/** What the service holds of an item after it went through, for the report. */
export interface ItemResult {
  /** Decimal. */
  readonly crc64?: string | undefined
  readonly etag?: string | undefined
  readonly versionId?: string | undefined
}

/**
 * The items of one batch in columns: 100,000 files take a string and about 40 bytes each. What only few items have
 * (an error, another name) is kept beside.
 */
export interface ItemTable {
  readonly length: number
  /** Items in this state. */
  count(state: TransferItemState): number
  readonly bytesTotal: number
  readonly bytesDone: number
  add(item: NewItem): number
  nameOf(item: number): string
  sizeOf(item: number): number
  modifiedOf(item: number): number
  sourceOf(item: number): number
  /** The version the item is about, or undefined for whatever is current. */
  versionOf(item: number): string | undefined
  stateOf(item: number): TransferItemState
  errorOf(item: number): OssErrorWire | undefined
  keyNameOf(item: number): string
  setState(item: number, state: TransferItemState, error?: OssErrorWire): void
  /** Puts all items that are in one of these states into another, with nothing done of them. @returns which, as ranges without their ends */
  moveAll(from: readonly TransferItemState[], to: TransferItemState): [number, number][]
  setBytesDone(item: number, bytes: number): void
  setSize(item: number, bytes: number): void
  /** @param by what proved it; CRC64 when absent */
  setVerified(item: number, by?: VerifiedBy): void
  /** What proved it; undefined when nothing did. */
  verifiedBy(item: number): VerifiedBy | undefined
  setSavedAs(item: number, path: string): void
  /** Name below the prefix that was used instead of `name`. */
  setKeyName(item: number, name: string): void
  /** What of the object its copy did not keep. */
  setLost(item: number, aspects: readonly LostAspect[]): void
  addAttempt(item: number): void
  setResult(item: number, result: ItemResult): void
  resultOf(item: number): ItemResult | undefined
  /** Items that have another name at the target. */
  namedItems(): Iterable<number>
  /** Items that something proved. */
  verifiedItems(): Iterable<number>
  /** Items that have a result. */
  resultItems(): Iterable<number>
  /** First queued item at or after this one, or -1. */
  nextQueued(from: number): number
  row(item: number, prefix: string): TransferItem
  /** Items in these states (all when absent), counted and the asked page. */
  page(input: { readonly states: readonly TransferItemState[] | undefined; readonly offset: number; readonly limit: number }): { readonly total: number; readonly items: number[] }
}

export function createItemTable(): ItemTable {
  const names: string[] = []
  let capacity = 64
  let sizes = new Float64Array(capacity)
  let modified = new Float64Array(capacity)
  let done = new Float64Array(capacity)
  let sources = new Uint32Array(capacity)
  let stateCodes = new Uint8Array(capacity)
  let attempts = new Uint8Array(capacity)
  let verified = new Uint8Array(capacity)
  const errors = new Map<number, OssErrorWire>()
  const savedAs = new Map<number, string>()
  const keyNames = new Map<number, string>()
  const results = new Map<number, ItemResult>()
  let versions: TextColumn | undefined
  const lost = new Map<number, readonly LostAspect[]>()
  const counts = states.map(() => 0)
  let bytesTotal = 0
  let bytesDone = 0

  const grow = <T extends Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T => {
    to.set(from)
    return to
  }
  const ensure = (): void => {
    if (names.length < capacity) return
    capacity *= 2
    sizes = grow(sizes, new Float64Array(capacity))
    modified = grow(modified, new Float64Array(capacity))
    done = grow(done, new Float64Array(capacity))
    sources = grow(sources, new Uint32Array(capacity))
    stateCodes = grow(stateCodes, new Uint8Array(capacity))
    attempts = grow(attempts, new Uint8Array(capacity))
    verified = grow(verified, new Uint8Array(capacity))
  }
  const bump = (code: number, by: number): void => {
    counts[code] = (counts[code] ?? 0) + by
  }
  const stateOf = (item: number): TransferItemState => states[stateCodes[item] ?? 0] ?? 'queued'

  const table: ItemTable = {
    get length() {
      return names.length
    },
    get bytesTotal() {
      return bytesTotal
    },
    get bytesDone() {
      return bytesDone
    },
    count: (state) => counts[codeOf[state]] ?? 0,
    add: (item) => {
      ensure()
      const at = names.push(item.name) - 1
      sizes[at] = item.sizeBytes
      modified[at] = item.modifiedMs
      sources[at] = item.source
      const code = codeOf[item.state ?? 'queued']
      stateCodes[at] = code
      bump(code, 1)
      bytesTotal += item.sizeBytes
      if (item.error !== undefined) errors.set(at, item.error)
      if (item.versionId !== undefined) (versions ??= createTextColumn()).set(at, item.versionId)
      return at
    },
    nameOf: (item) => names[item] ?? '',
    sizeOf: (item) => sizes[item] ?? 0,
    modifiedOf: (item) => modified[item] ?? 0,
    sourceOf: (item) => sources[item] ?? 0,
    versionOf: (item) => versions?.get(item) || undefined,
    stateOf,
    errorOf: (item) => errors.get(item),
    keyNameOf: (item) => keyNames.get(item) ?? names[item] ?? '',
    setState: (item, state, error) => {
      bump(stateCodes[item] ?? 0, -1)
      stateCodes[item] = codeOf[state]
      bump(codeOf[state], 1)
      if (error === undefined) errors.delete(item)
      else errors.set(item, error)
    },
    moveAll: (from, to) => {
      const ranges: [number, number][] = []
      const moves = states.map((state) => from.includes(state))
      for (let item = 0; item < names.length; item++) {
        if (moves[stateCodes[item] ?? 0] !== true) continue
        table.setState(item, to)
        table.setBytesDone(item, 0)
        const last = ranges.at(-1)
        if (last?.[1] === item) last[1] = item + 1
        else ranges.push([item, item + 1])
      }
      return ranges
    },
    setBytesDone: (item, bytes) => {
      bytesDone += bytes - (done[item] ?? 0)
      done[item] = bytes
    },
    setSize: (item, bytes) => {
      bytesTotal += bytes - (sizes[item] ?? 0)
      sizes[item] = bytes
    },
    setVerified: (item, by = 'crc64') => {
      verified[item] = proofs.indexOf(by) + 1
    },
    verifiedBy: (item) => proofs[(verified[item] ?? 0) - 1],
    setSavedAs: (item, path) => {
      savedAs.set(item, path)
    },
    setKeyName: (item, name) => {
      keyNames.set(item, name)
    },
    setLost: (item, aspects) => {
      if (aspects.length > 0) lost.set(item, aspects)
    },
    addAttempt: (item) => {
      attempts[item] = Math.min(255, (attempts[item] ?? 0) + 1)
    },
    setResult: (item, { crc64, etag, versionId }) => {
      results.set(item, { crc64, etag, versionId })
    },
    resultOf: (item) => results.get(item),
    namedItems: () => keyNames.keys(),
    verifiedItems: function* () {
      for (let item = 0; item < names.length; item++) if (verified[item] !== 0) yield item
    },
    resultItems: () => results.keys(),
    nextQueued: (from) => stateCodes.subarray(0, names.length).indexOf(0, from),
    row: (item, prefix) => {
      const verifiedBy = table.verifiedBy(item)
      const error = errors.get(item)
      const saved = savedAs.get(item)
      const { crc64, etag, versionId } = results.get(item) ?? {}
      const missing = lost.get(item)
      return {
        itemId: String(item),
        name: names[item] ?? '',
        key: prefix + table.keyNameOf(item),
        state: stateOf(item),
        bytesTotal: sizes[item] ?? 0,
        bytesDone: done[item] ?? 0,
        attempts: attempts[item] ?? 0,
        verified: (verified[item] ?? 0) > 0,
        ...(verifiedBy === undefined ? {} : { verifiedBy }),
        ...(saved === undefined ? {} : { savedAs: saved }),
        ...(crc64 === undefined ? {} : { crc64 }),
        ...(etag === undefined ? {} : { etag }),
        ...(versionId === undefined ? {} : { versionId }),
        ...(missing === undefined ? {} : { lost: [...missing] }),
        ...(error === undefined ? {} : { error }),
      }
    },
    page: ({ states: wanted, offset, limit }) => {
      const items: number[] = []
      if (wanted === undefined || wanted.length === 0) {
        for (let item = offset; item < Math.min(names.length, offset + limit); item++) items.push(item)
        return { total: names.length, items }
      }
      const codes = new Set(wanted.map((state) => codeOf[state]))
      const total = [...codes].reduce((sum, code) => sum + (counts[code] ?? 0), 0)
      let seen = 0
      for (let item = 0; item < names.length && items.length < limit; item++) {
        if (!codes.has(stateCodes[item] ?? 0)) continue
        if (seen >= offset) items.push(item)
        seen++
      }
      return { total, items }
    },
  }
  return table
}
