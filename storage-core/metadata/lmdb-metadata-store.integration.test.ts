import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import { openLmdbMetadataStore } from './lmdb-metadata-store.ts'
import { describeMetadataStore } from './test-support/metadata-store-suite.ts'

describeMetadataStore('LMDB metadata store', async () => {
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'ossia-metadata-'))
  return {
    open: () => openLmdbMetadataStore({ dataFolder, ...createNodePlatform() }),
    cleanUp: () => rm(dataFolder, { recursive: true, force: true }),
  }
})
