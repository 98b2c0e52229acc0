import type { MetadataStore } from '../metadata/metadata-store.ts'

/**
 * Which lists of pieces are being read. A body in pieces opens its files one after the other, perhaps hours after the object
 * was replaced, so the sweep leaves alone whatever is leased here. In memory is enough: readers do not outlive the process.
 */
const leasesByStore = new WeakMap<MetadataStore, Map<number, number>>()

/**
 * Keeps the pieces of a list from being swept. Call it in the same turn that read the list's number from a snapshot.
 * @returns ends the lease; idempotent
 */
export function leasePieceList(metadata: MetadataStore, pieceList: number): () => void {
  const leases = leasesByStore.get(metadata) ?? new Map<number, number>()
  leasesByStore.set(metadata, leases)
  leases.set(pieceList, (leases.get(pieceList) ?? 0) + 1)
  let isOpen = true
  return () => {
    if (!isOpen) return
    isOpen = false
    const left = (leases.get(pieceList) ?? 1) - 1
    if (left === 0) leases.delete(pieceList)
    else leases.set(pieceList, left)
  }
}

export function isPieceListLeased(metadata: MetadataStore, pieceList: number): boolean {
  return leasesByStore.get(metadata)?.has(pieceList) ?? false
}
