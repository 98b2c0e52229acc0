import { openFileBlobStore } from '../../blobs/file-blob-store.ts'
import { openLmdbMetadataStore } from '../../metadata/lmdb-metadata-store.ts'
import type { MetadataStore } from '../../metadata/metadata-store.ts'
import { createNodePlatform } from '../../platform/node/node-platform.ts'
import type { FileSystem } from '../../platform/platform.ts'
import { checkStore, type StoreReport } from '../../tools/check-store.ts'
import { createObjectEngine } from '../create-object-engine.ts'
import type { EngineDependencies } from '../dependencies.ts'
import type { Engine } from '../engine.ts'
import { removeOrphans } from '../orphan-scan.ts'
import { sweepOnce } from '../sweep.ts'

export interface DiskEngine {
  readonly engine: Engine
  readonly deps: EngineDependencies
  readonly metadata: MetadataStore
  /** Orphan scan and sweep, everything at once, without waiting for a grace delay. */
  tidyUp(): Promise<{ readonly orphans: number; readonly swept: number }>
  check(): Promise<StoreReport>
  close(): Promise<void>
}

/** The real engine over the real stores in `dataFolder`. */
export async function openDiskEngine(dataFolder: string, changes: { readonly files?: FileSystem } = {}): Promise<DiskEngine> {
  const { clock, random, files } = { ...createNodePlatform(), ...changes }
  const metadata = await openLmdbMetadataStore({ dataFolder, files, clock, random })
  try {
    const blobs = await openFileBlobStore({ files, random, directory: dataFolder })
    const deps = { metadata, blobs, clock }
    return {
      engine: createObjectEngine(deps),
      deps,
      metadata,
      async tidyUp() {
        const orphans = await removeOrphans(deps, { batchSize: 16, signal: new AbortController().signal })
        metadata.confirmNoOrphans()
        const swept = await sweepOnce(deps, { graceMs: -1000, batchSize: 1_000_000 })
        return { orphans, swept }
      },
      async check() {
        const reader = metadata.snapshot()
        try {
          return await checkStore(reader, blobs, { deep: true })
        } finally {
          reader.close()
        }
      },
      close: () => metadata.close(),
    }
  } catch (error) {
    await metadata.close()
    throw error
  }
}
