import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createNodePlatform } from '../../../storage-core/platform/node/node-platform.ts'
import { openStore } from '../../../storage-core/server.ts'
import type { Connection } from '../../contract/host-messages.ts'
import type { Provider } from '../providers/object-provider.ts'
import { parseEndpoint } from '../remote/addressing.ts'
import { createOssClient } from '../remote/oss-client.ts'
import { createV4Signer } from '../signing/v4-signer.ts'

/** The local store on a temporary folder, and a client of it. */
export interface RealStore {
  readonly provider: Provider
  readonly connection: Connection
  /** Puts its clock forward: services tell times in whole seconds, and no test should wait for one. At most minutes in all. */
  readonly passTime: (ms: number) => void
  /** What its clock shows, milliseconds since the epoch. */
  readonly now: () => number
  /** An empty folder beside the store's data. */
  readonly folder: (name: string) => Promise<string>
  close(): Promise<void>
}

export async function startRealStore(): Promise<RealStore> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'ossia-client-host-'))
  const internal = { accessKeyId: 'internalTestKey', accessKeySecret: 'internalTestSecret' }
  let aheadMs = 0
  const now = (): number => Date.now() + aheadMs
  const platform = { ...createNodePlatform(), clock: { now } }
  const store = await openStore({ dataFolder: path.join(root, 'data'), region: 'cn-hangzhou', port: 0, internalAccessKey: internal, platform })
  const connection: Connection = { profileId: 'local', name: 'Local', kind: 'local', endpoint: store.url, region: store.region, credential: internal }
  const provider = createOssClient({ endpoint: parseEndpoint(store.url), signer: createV4Signer({ credential: internal, region: store.region }) })
  return {
    provider,
    connection,
    now,
    passTime: (ms) => {
      aheadMs += ms
    },
    folder: (name) => mkdtemp(path.join(root, `${name}-`)),
    close: async () => {
      provider.close()
      await store.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}
