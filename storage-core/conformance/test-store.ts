import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openStore, type OpenStore, type OpenStoreOptions, type StoreLogEvent } from '../server.ts'

export const accessKey = { accessKeyId: 'test-key', accessKeySecret: 'test-secret' }

export interface TestStore {
  readonly store: OpenStore
  readonly port: number
  readonly log: readonly StoreLogEvent[]
  /** Files under the data folder that hold object bytes, staged ones included. */
  blobFiles(): Promise<readonly string[]>
  stop(): Promise<void>
}

/** A real store on a folder of its own, over the real endpoint. */
export async function startTestStore(options: Partial<OpenStoreOptions> = {}): Promise<TestStore> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'ossia-conformance-'))
  const log: StoreLogEvent[] = []
  const store = await openStore({
    dataFolder,
    region: 'cn-hangzhou',
    port: 0,
    accessKey,
    log: (event) => log.push(event),
    ...options,
  })
  return {
    store,
    log,
    port: Number(new URL(store.url).port),
    async blobFiles() {
      const entries = await readdir(dataFolder, { recursive: true, withFileTypes: true })
      return entries.filter((entry) => entry.isFile() && !entry.name.includes('.mdb')).map((entry) => entry.name)
    },
    async stop() {
      await store.close()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}
