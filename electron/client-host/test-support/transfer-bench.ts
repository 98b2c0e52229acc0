import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import type { TransferItem } from '../../contract/transfer-items.ts'
import { toWire } from '../errors.ts'
import { walkPrefix } from '../listing/selection.ts'
import type { WriteAttributes } from '../providers/attributes-provider.ts'
import type { Provider } from '../providers/object-provider.ts'
import { parseEndpoint } from '../remote/addressing.ts'
import { createOssClient } from '../remote/oss-client.ts'
import { createV4Signer } from '../signing/v4-signer.ts'
import type { ChangedObjects } from '../transfers/changed-prefixes.ts'
import type { LocalFiles } from '../transfers/local-files.ts'
import type { TransferSizes } from '../transfers/part-plan.ts'
import { openTransferService, type TransferService } from '../transfers/transfer-service.ts'
import { startFaultyProxy, type FaultyProxy, type FaultyProxyOptions } from './faulty-proxy.ts'
import type { RealStore } from './real-store.ts'

/** A transfer service over a real store, with what it told. */
export interface TransferBench {
  readonly service: TransferService
  readonly stateFolder: string
  readonly told: TransferBatch[]
  readonly objectsChanged: ChangedObjects[]
  readonly logged: string[]
  /** Runs to the end and answers how it stands then. */
  finish(batch: TransferBatch): Promise<TransferBatch>
  itemsOf(batch: TransferBatch): TransferItem[]
}

/** @param provider one for all connections, or by profile id */
export async function openBench(provider: Provider | ((profileId: string) => Provider), stateFolder: string, files?: LocalFiles, sizes?: TransferSizes): Promise<TransferBench> {
  const told: TransferBatch[] = []
  const objectsChanged: ChangedObjects[] = []
  const logged: string[] = []
  const service = await openTransferService({
    stateFolder,
    providerOf: typeof provider === 'function' ? provider : () => provider,
    toWire: (error) => toWire(error, (text) => logged.push(text)),
    log: (text) => logged.push(text),
    onBatchesChanged: (changed) => told.push(...changed),
    onObjectsChanged: (changed) => objectsChanged.push(changed),
    retryPolicy: { maxAttempts: 3, baseDelayMs: 1, maxDelayMs: 2 },
    ...(files === undefined ? {} : { files }),
    ...(sizes === undefined ? {} : { sizes }),
  })
  const bench: TransferBench = {
    service,
    stateFolder,
    told,
    objectsChanged,
    logged,
    finish: async (batch) => {
      await service.finished(batch.batchId)
      const now = service.listBatches().find((one) => one.batchId === batch.batchId)
      if (now === undefined) throw new Error('The batch is gone')
      return now
    },
    itemsOf: (batch) => service.listItems({ batchId: batch.batchId, offset: 0, limit: 500 }).items,
  }
  return bench
}

export interface FaultyProvider {
  readonly provider: Provider
  readonly proxy: FaultyProxy
  close(): Promise<void>
}

/**
 * A client whose requests pass through faults. With `givesUpStandstills` it notices at once that a request stands still, and
 * only then; otherwise never. No clock takes part: a request that is only slow must not count as one.
 */
export async function faultyProvider(store: RealStore, faultFor: FaultyProxyOptions['faultFor'], { givesUpStandstills = false } = {}): Promise<FaultyProvider> {
  /** By the client's port, which the proxy sees too. */
  const running = new Map<number | undefined, () => void>()
  const proxy = await startFaultyProxy(store.connection.endpoint, {
    faultFor,
    onStandstill: (request) => {
      // What was sent before is on its way: let it arrive.
      if (givesUpStandstills) setImmediate(() => running.get(request.socket.remotePort)?.())
    },
  })
  const provider = createOssClient({
    endpoint: parseEndpoint(proxy.url),
    signer: createV4Signer({ credential: store.connection.credential, region: store.connection.region }),
    watchIdle: (socket, onIdle) => {
      const note = (): void => {
        running.set(socket.localPort, onIdle)
      }
      if (socket.connecting) socket.once('connect', note)
      else note()
    },
    retryPolicy: { maxAttempts: 3, baseDelayMs: 1, maxDelayMs: 2 },
  })
  return {
    provider,
    proxy,
    close: async () => {
      provider.close()
      await proxy.close()
    },
  }
}

export async function putText(provider: Provider, bucket: string, key: string, content: string | Buffer, attributes: WriteAttributes = {}): Promise<void> {
  const bytes = Buffer.from(content)
  await provider.putObject({ bucket, key, sizeBytes: bytes.length, attributes, forbidOverwrite: false, body: () => Readable.from([bytes], { objectMode: false }) })
}

export async function getBytes(provider: Provider, bucket: string, key: string): Promise<Buffer> {
  const { body } = await provider.openObject({ bucket, key })
  return Buffer.concat((await body.toArray()) as Buffer[])
}

export async function keysOf(provider: Provider, bucket: string, prefix = ''): Promise<string[]> {
  const keys: string[] = []
  for await (const page of walkPrefix(provider, bucket, prefix, new AbortController().signal)) keys.push(...page.map((one) => one.key))
  return keys
}

/** Every file below a folder by relative path, folders with a `/` at the end. */
export async function treeOf(folder: string): Promise<Map<string, Buffer | undefined>> {
  const tree = new Map<string, Buffer | undefined>()
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const relative = path.relative(folder, path.join(entry.parentPath, entry.name))
    tree.set(entry.isDirectory() ? `${relative}/` : relative, entry.isFile() ? await readFile(path.join(folder, relative)) : undefined)
  }
  return tree
}
