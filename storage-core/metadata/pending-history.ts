import type { TableTransaction } from './ordered-tables.ts'
import { historyRange, readHistoryKey } from './table-keys.ts'

interface Place {
  /** Records that this transaction wrote, by sequence. */
  readonly own: Map<number, Buffer>
  /** Committed rows before this were all overwritten or removed by this transaction. */
  start: Buffer
  readonly end: Buffer
}

/**
 * What a transaction did to the histories of keys, kept so that the newest row of one is found without going again over all
 * that the transaction has removed: a delete of a thousand versions of a key asks a thousand times.
 */
export class PendingHistory {
  readonly #places = new Map<string, Place>()

  put(bucketId: number, key: string, sequence: number, record: Buffer): void {
    this.#place(bucketId, key).own.set(sequence, record)
  }

  remove(bucketId: number, key: string, sequence: number): void {
    this.#place(bucketId, key).own.delete(sequence)
  }

  /** @param isOverwritten whether this transaction wrote or removed the committed row with this key */
  newest(bucketId: number, key: string, committed: TableTransaction, isOverwritten: (key: Buffer) => boolean): Buffer | undefined {
    const place = this.#place(bucketId, key)
    let newest = -1
    for (const sequence of place.own.keys()) newest = Math.max(newest, sequence)
    let overwritten: Buffer | undefined
    let record = place.own.get(newest)
    for (const entry of committed.range('history', place.start, place.end)) {
      if (isOverwritten(entry.key)) {
        overwritten = entry.key
        continue
      }
      if (readHistoryKey(entry.key).sequence > newest) record = entry.value
      break
    }
    if (overwritten !== undefined) place.start = Buffer.concat([overwritten, Buffer.of(0)])
    return record
  }

  #place(bucketId: number, key: string): Place {
    const name = `${bucketId} ${key}`
    let place = this.#places.get(name)
    if (place === undefined) {
      place = { own: new Map(), ...historyRange(bucketId, key) }
      this.#places.set(name, place)
    }
    return place
  }
}
