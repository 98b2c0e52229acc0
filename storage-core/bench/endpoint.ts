import { existsSync } from 'node:fs'
import path from 'node:path'
import { createObjectEngine } from '../engine/create-object-engine.ts'
import { ensureAccessKey } from '../engine/identities.ts'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import { presignUrl } from '../signature/sign.ts'
import { withDataFolder, type OpenDataFolder } from '../tools/open-data-folder.ts'
import { startReadyServer, type Server } from './processes.ts'

export const benchBucket = 'bench-bucket'
export const region = 'cn-hangzhou'
export const credential = { accessKeyId: 'OSSIABENCHMARK000001', accessKeySecret: 'benchmark-secret-0123456789abc' }
const dayInSeconds = 86_400

/** Makes a store with the bench's key pair and buckets, and lets `fill` put objects into it, all without the endpoint. */
export async function prepareStore(
  dataFolder: string,
  buckets: readonly string[],
  fill?: (stores: OpenDataFolder) => Promise<void>,
): Promise<void> {
  const { clock, random } = createNodePlatform()
  await withDataFolder(dataFolder, { create: true }, async (stores) => {
    const { metadata, blobs } = stores
    const { owner } = await ensureAccessKey({ metadata, clock, random, accessKey: credential })
    const engine = createObjectEngine({ metadata, blobs, clock })
    for (const bucket of buckets) await engine.putBucket({ bucket, owner, region })
    await fill?.(stores)
  })
}

const bundle = 'out/store/main.mjs'

/** Starts the endpoint as users start it, in a process of its own. */
export async function startEndpoint(projectRoot: string, dataFolder: string): Promise<Server> {
  const flags = ['--port', '0', '--data', dataFolder, '--access-key-id', credential.accessKeyId, '--access-key-secret', credential.accessKeySecret]
  return startReadyServer('Ossia', process.execPath, [path.join(projectRoot, bundle), ...flags], projectRoot)
}

/** Bundles the endpoint from the present sources by starting it once. */
export async function buildEndpoint(projectRoot: string, dataFolder: string): Promise<void> {
  const entry = 'storage-core/tools/store.ts'
  if (!existsSync(path.join(projectRoot, entry))) throw new Error(`${entry} does not exist`)
  const flags = ['--port', '0', '--data', dataFolder]
  const server = await startReadyServer('Ossia', process.execPath, ['build/run-ts.mjs', entry, ...flags], projectRoot)
  await server.stop()
}

/** Path and query of a request, signed with V1 in the URL, good for a day. The pairs of `query` are sent unsigned where OSS does so. */
export function signedTarget(method: 'GET' | 'PUT' | 'POST', bucket: string, key?: string, query: readonly (readonly [string, string])[] = []): string {
  const pairs = presignUrl({
    method,
    bucket,
    ...(key === undefined ? {} : { key }),
    query,
    region,
    credential,
    version: 'v1',
    now: Date.now(),
    expiresSeconds: dayInSeconds,
  })
  const text = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
  return `/${bucket}/${key === undefined ? '' : encodeURIComponent(key)}?${text}`
}
