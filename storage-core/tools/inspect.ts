import { parseArgs } from 'node:util'
import { lookAtLmdbMetadata } from '../metadata/lmdb-metadata-store.ts'
import { describeObject, describeStore } from './describe-store.ts'
import { assertDataFolder } from './open-data-folder.ts'
import { defaultDataFolder, runTool } from './tool-arguments.ts'

// npm run inspect -- [BUCKET/KEY] [--version-id ID] [--data DIR]; also while the store is in use.
await runTool(async () => {
  const { values, positionals } = parseArgs({ options: { data: { type: 'string' }, 'version-id': { type: 'string' } }, allowPositionals: true })
  const dataFolder = values.data ?? defaultDataFolder()
  const [address] = positionals
  assertDataFolder(dataFolder)
  await lookAtLmdbMetadata(dataFolder, (reader) => {
    console.log(address === undefined ? describeStore(reader) : describeObject(reader, address, dataFolder, values['version-id']))
  })
  return 0
})
