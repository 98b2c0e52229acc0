import { createMemoryTables } from './memory-tables.ts'
import { openMemoryMetadataStore } from './memory-metadata-store.ts'
import { describeMetadataStore } from './test-support/metadata-store-suite.ts'

describeMetadataStore('memory metadata store', () => {
  const tables = createMemoryTables()
  return Promise.resolve({ open: () => openMemoryMetadataStore({ tables }), cleanUp: () => Promise.resolve() })
})
