import type { MetadataStore } from './metadata-store.ts'
import { createMemoryTables } from './memory-tables.ts'
import type { OrderedTables } from './ordered-tables.ts'
import { openTableMetadataStore } from './table-metadata-store.ts'

export interface MemoryMetadataOptions {
  /** Given by a test that opens the same tables again, or wraps them to inject faults. */
  readonly tables?: OrderedTables
}

/** The store without a disk: for fast tests. Everything but durability is the same code as on disk. */
export function openMemoryMetadataStore(options: MemoryMetadataOptions = {}): Promise<MetadataStore> {
  return openTableMetadataStore(options.tables ?? createMemoryTables(), { storeId: '0'.repeat(32), createdMs: 0 })
}
