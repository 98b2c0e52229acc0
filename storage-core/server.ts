import { openFileBlobStore } from './blobs/file-blob-store.ts'
import { createObjectEngine } from './engine/create-object-engine.ts'
import { createIdentityEngine } from './engine/identities/create-identity-engine.ts'
import type { AccessKey } from './engine/identities/identity-engine.ts'
import { ensureAccessKey } from './engine/identities.ts'
import { startLifecycle } from './engine/lifecycle/lifecycle-worker.ts'
import { startMaintenance } from './engine/maintenance.ts'
import type { HttpLog } from './http/http-log.ts'
import { openEndpoint } from './http/http-server.ts'
import { createListener } from './http/listener.ts'
import { operations } from './http/operation-table.ts'
import { createRpcService } from './http/rpc/rpc-service.ts'
import { openLmdbMetadataStore } from './metadata/lmdb-metadata-store.ts'
import { isOssError, ossError } from './model/oss-error.ts'
import { createNodePlatform } from './platform/node/node-platform.ts'
import type { Platform } from './platform/platform.ts'

export interface KeyPair {
  readonly accessKeyId: string
  readonly accessKeySecret: string
}

export type StoreLogEvent = Parameters<HttpLog>[0] | { readonly kind: 'maintenance-failed'; readonly error: unknown }

export interface OpenStoreOptions {
  /** Created when it does not exist; one process at a time may have it open. */
  readonly dataFolder: string
  /** Short region id that new buckets get, such as `cn-hangzhou`. */
  readonly region: string
  /** 0 takes any free port. */
  readonly port: number
  /** The pair to use; without it the store's first pair, or a new one in an empty store. */
  readonly accessKey?: KeyPair
  /** A second pair of the same account, kept in memory only. The app signs its own requests with it. */
  readonly internalAccessKey?: KeyPair
  readonly platform?: Platform
  /** Told about bugs and about requests for what is not built. Never given a secret. */
  readonly log?: (event: StoreLogEvent) => void
  readonly limits?: Partial<StoreLimits>
  /**
   * Lets upload callbacks go to this machine and to private networks, which OSS refuses. Off unless set: whoever may upload
   * could make the store send requests to anything it can reach.
   */
  readonly allowLocalCallbacks?: boolean
}

export interface StoreLimits {
  /** In every such window an upload must bring `bodyMinBytes`, or it ends with RequestTimeout. */
  readonly bodyWindowMs: number
  readonly bodyMinBytes: number
  /** How often uploads are looked at. */
  readonly bodyCheckMs: number
  /** A client that takes nothing of a download for so long is cut off. */
  readonly sendStallMs: number
  readonly headersTimeoutMs: number
  /** How long `close` lets requests in flight finish. */
  readonly closeGraceMs: number
  /** How often the clock is looked at for a new day, on which the lifecycle rules are run. */
  readonly lifecycleCheckMs: number
}

const defaultLimits: StoreLimits = {
  bodyWindowMs: 30_000,
  bodyMinBytes: 1024,
  bodyCheckMs: 5000,
  sendStallMs: 60_000,
  headersTimeoutMs: 20_000,
  closeGraceMs: 5000,
  lifecycleCheckMs: 30_000,
}

export interface OpenStore {
  /** `http://127.0.0.1:PORT`; the same port answers on `::1` where the machine has IPv6. */
  readonly url: string
  readonly region: string
  readonly dataFolder: string
  readonly user: KeyPair
  /** Lets requests in flight finish, makes everything durable and gives the folder up. Idempotent. */
  close(): Promise<void>
}

/** Files of objects kept open for their next reader: opening and closing costs as much as sending 200 KiB. */
const idleFilesMax = 128

/**
 * Opens a data folder and serves it: the composition root of the storage core.
 * @throws OssError StorePortTaken, StoreDataFolderInUse, StoreDataFolderUnusable, StoreFormatUnsupported
 */
export async function openStore(options: OpenStoreOptions): Promise<OpenStore> {
  const { dataFolder, region } = options
  const platform = options.platform ?? createNodePlatform()
  const { clock, random, files, network } = platform
  const limits = { ...defaultLimits, ...options.limits }
  const log = options.log ?? (() => undefined)
  // Undone in reverse order, on failure here and on close.
  const undo: (() => Promise<void>)[] = []
  const unwind = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step()
  }
  try {
    const metadata = await openLmdbMetadataStore({ dataFolder, files, clock, random })
    undo.push(() => metadata.close())
    const blobs = await openFileBlobStore({ files, random, directory: dataFolder, idleFilesMax }).catch((cause: unknown) => {
      throw ossError('StoreDataFolderUnusable', { cause, details: { DataFolder: dataFolder } })
    })
    undo.push(() => blobs.close())
    const user = await ensureAccessKey({
      metadata,
      clock,
      random,
      ...(options.accessKey === undefined ? {} : { accessKey: options.accessKey }),
    })
    const engineDependencies = { metadata, blobs, clock }
    const engine = createObjectEngine(engineDependencies)
    const identities = createIdentityEngine({ metadata, clock, random })
    const internal: AccessKey | undefined = options.internalAccessKey && { ...user, ...options.internalAccessKey, isOfApp: true }
    const findAccessKey = (id: string) => (id === internal?.accessKeyId ? internal : identities.findAccessKey(id))
    const lifecycle = startLifecycle(engineDependencies, {
      checkEveryMs: limits.lifecycleCheckMs,
      onError: (error) => {
        log({ kind: 'maintenance-failed', error })
      },
    })
    undo.push(() => lifecycle.stop())
    const listener = createListener({
      engine,
      findAccessKey,
      rpc: createRpcService({ engine, identities, runLifecycle: (input) => lifecycle.run(input), findAccessKey, clock, log }),
      operations,
      region,
      clock,
      random,
      log,
      bodyLimits: { windowMs: limits.bodyWindowMs, minBytesPerWindow: limits.bodyMinBytes },
      sendStallMs: limits.sendStallMs,
      allowLocalCallbacks: options.allowLocalCallbacks ?? false,
      network,
    })
    const maintenance = startMaintenance(engineDependencies, {
      alsoSweep: () => identities.sessions.sweep(),
      onError: (error) => {
        log({ kind: 'maintenance-failed', error })
      },
    })
    undo.push(() => maintenance.stop())
    const endpoint = await openEndpoint(options.port, {
      listener,
      network,
      bodyCheckMs: limits.bodyCheckMs,
      headersTimeoutMs: limits.headersTimeoutMs,
    })
    undo.push(() => endpoint.close(limits.closeGraceMs))
    const url = `http://127.0.0.1:${endpoint.port}`
    // For tools that are told the folder: whoever finds it in use looks here for the way in.
    if (metadata.read((reader) => reader.endpoint()) !== url) {
      await metadata.write((tx) => {
        tx.putEndpoint(url)
      })
    }
    let closing: Promise<void> | undefined
    return {
      url,
      region,
      dataFolder,
      user: { accessKeyId: user.accessKeyId, accessKeySecret: user.accessKeySecret },
      close: () => (closing ??= unwind()),
    }
  } catch (error) {
    await unwind()
    throw isOssError(error) ? error : ossError('StoreDataFolderUnusable', { cause: error, details: { DataFolder: dataFolder } })
  }
}
