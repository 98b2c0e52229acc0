import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import { openLmdbMetadataStore } from './lmdb-metadata-store.ts'
import { describeVersionRows } from './test-support/version-rows-suite.ts'

describeVersionRows('LMDB metadata store', async () => {
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'ossia-versions-'))
  return {
    open: () => openLmdbMetadataStore({ dataFolder, ...createNodePlatform() }),
    cleanUp: () => rm(dataFolder, { recursive: true, force: true }),
  }
})
