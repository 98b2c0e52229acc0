import type { Connection } from '../../contract/host-messages.ts'
import { longestV1Seconds, longestV4Seconds } from '../../contract/sharing.ts'
import type { ProfileTrialResult } from '../../contract/profiles.ts'
import { createRamClient } from '../identities/ram-client.ts'
import { createProxyRouter, type ResolveProxy } from '../proxy/proxy-router.ts'
import { parseEndpoint } from '../remote/addressing.ts'
import type { HttpClientOptions } from '../remote/http-client.ts'
import { createOssClient } from '../remote/oss-client.ts'
import { createS3Client } from '../remote/s3-client.ts'
import { createOssSigner } from '../signing/oss-signer.ts'
import type { RequestSigner } from '../signing/request-signer.ts'
import { createS3Signer } from '../signing/s3-signer.ts'
import type { Provider } from './object-provider.ts'
import { withPreset } from './preset-provider.ts'

/** How patient the client is, where that differs from its defaults. */
export type Patience = Pick<HttpClientOptions, 'retryPolicy' | 'idleTimeoutMs' | 'followsRegions'>

/** What a client needs of the app around it. */
export interface ProviderEnvironment {
  readonly resolveProxy: ResolveProxy
}
/** Without an app around it nothing is known of the system's proxies. */
const bare: ProviderEnvironment = { resolveProxy: () => Promise.resolve('DIRECT') }

/** The client that a connection's settings ask for. @throws TypeError when the endpoint is none */
export function openProvider(connection: Connection, patience: Patience = {}, environment: ProviderEnvironment = bare): Provider {
  const { credential, linkCredential = credential, region, preset, caCertificate, readOnly = false } = connection
  const endpoint = parseEndpoint(connection.endpoint, connection.addressing)
  const proxy = connection.proxy === undefined || connection.proxy.mode === 'none' ? undefined : createProxyRouter(connection.proxy, environment.resolveProxy)
  const longestLinkSeconds = connection.signatureVersion === 'v1' || connection.signatureVersion === 'v2' ? longestV1Seconds : longestV4Seconds
  const common = { longestLinkSeconds, endpoint, region, readOnly, caCertificate, proxy, ...patience }
  const ossSigner = (key: Connection['credential']): RequestSigner => createOssSigner({ credential: key, region, version: connection.signatureVersion === 'v1' ? 'v1' : 'v4' })
  const provider =
    connection.kind === 's3'
      ? createS3Client({
          ...common,
          signer: createS3Signer({ credential, region, version: connection.signatureVersion === 'v2' ? 'v2' : 'v4', addressing: endpoint.pathStyle ? 'path' : 'host' }),
        })
      : { ...createOssClient({ ...common, signer: ossSigner(credential), linkSigner: ossSigner(linkCredential) }), ...(connection.kind === 'local' ? { ram: createRamClient(connection) } : {}) }
  return preset === undefined ? provider : withPreset(provider, { bucket: preset.bucket, region })
}

/** Someone waits for the answer with a form open. */
const trialPatience: Patience = { retryPolicy: { maxAttempts: 1, baseDelayMs: 0, maxDelayMs: 0 }, idleTimeoutMs: 15_000 }

/** Reads once what the connection is for: the account's buckets, or the first objects of its preset path. */
export async function tryConnection(connection: Connection, signal: AbortSignal, environment: ProviderEnvironment = bare): Promise<ProfileTrialResult> {
  const provider = openProvider(connection, trialPatience, environment)
  try {
    if (connection.preset === undefined) return { checked: 'buckets', count: (await provider.listBuckets(signal)).length }
    const { objects, commonPrefixes } = await provider.listPage({ ...connection.preset, delimiter: '/', maxKeys: 100, signal })
    return { checked: 'path', count: objects.length + commonPrefixes.length }
  } finally {
    provider.close()
  }
}
