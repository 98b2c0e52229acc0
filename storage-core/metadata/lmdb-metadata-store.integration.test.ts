import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { openLmdbMetadataStore } from './lmdb-metadata-store.ts'
import { describeMetadataStore } from './test-support/metadata-store-suite.ts'
import { randomBytes } from 'node:crypto'

describeMetadataStore('LMDB metadata store', async () => {
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'ossia-metadata-'))
  return {
    open: () => openLmdbMetadataStore({ dataFolder, clock: Date, random: { bytes: (count) => randomBytes(count) } }),
    cleanUp: () => rm(dataFolder, { recursive: true, force: true }),
  }
})
