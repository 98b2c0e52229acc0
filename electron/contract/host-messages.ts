import { z } from 'zod'
import { OssErrorWire } from './error-wire.ts'
import { ObjectStreamRequest } from './object-stream.ts'
import { TransferBatch } from './transfer-batches.ts'
import { Addressing, SignatureVersion } from './profiles.ts'
import { ProxyMode, ProxySettings } from './proxy.ts'

/**
 * Messages between main and its two utility processes. Structured-clone safe; each side parses what it receives.
 */
export const StoreHostCommand = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), dataFolder: z.string(), port: z.number(), region: z.string() }),
  z.object({ kind: z.literal('stop') }),
])
export type StoreHostCommand = z.infer<typeof StoreHostCommand>

/** A key pair as the two utility processes pass it on through main, which does not keep it. */
export const Credential = z.object({ accessKeyId: z.string(), accessKeySecret: z.string(), securityToken: z.string().optional() })
export type Credential = z.infer<typeof Credential>

export const StoreHostEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    url: z.string(),
    region: z.string(),
    dataFolder: z.string(),
    /** The user's own key pair of the local store. */
    user: Credential,
    /** Drawn anew at every start and kept in memory only; the app's own requests are signed with it. */
    internal: Credential,
  }),
  z.object({ kind: z.literal('failed'), error: OssErrorWire }),
  z.object({ kind: z.literal('stopped') }),
])
export type StoreHostEvent = z.infer<typeof StoreHostEvent>

/** How a connection gets through the network, its password included. */
export const ConnectionProxy = ProxySettings.extend({ password: z.string().optional() })
export type ConnectionProxy = z.infer<typeof ConnectionProxy>

/** How the client host reaches one connection. */
export const Connection = z.object({
  profileId: z.string(),
  name: z.string(),
  kind: z.enum(['local', 'oss', 's3']),
  endpoint: z.string(),
  region: z.string(),
  credential: Credential,
  /** Signs links, which must outlive a key that is drawn anew at every start; `credential` when absent. */
  linkCredential: Credential.optional(),
  /** `automatic` when absent. */
  addressing: Addressing.optional(),
  /** `v4` when absent. */
  signatureVersion: SignatureVersion.optional(),
  /** The only bucket to be seen, and the prefix in it. */
  preset: z.object({ bucket: z.string(), prefix: z.string() }).optional(),
  /** Every request that is not a read is refused. */
  readOnly: z.boolean().optional(),
  /** PEM, trusted beside the usual authorities. */
  caCertificate: z.string().optional(),
  /** Straight when absent. */
  proxy: ConnectionProxy.optional(),
})
export type Connection = z.infer<typeof Connection>

export const ClientHostCommand = z.discriminatedUnion('kind', [
  /** Folder for checkpoints and the transfer journal. Sent once, first. */
  z.object({ kind: z.literal('configure'), stateFolder: z.string() }),
  /** Replaces the connection of this id. */
  z.object({ kind: z.literal('connect'), connection: Connection }),
  /** The connection cannot be used now; calls answer with the error until it is replaced. */
  z.object({ kind: z.literal('disconnect'), profileId: z.string(), error: OssErrorWire }),
  z.object({ kind: z.literal('call'), callId: z.string(), method: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('cancel'), callId: z.string() }),
  /** Answer to a `resolveProxy`: a list as proxy scripts give it, or why there is none. */
  z.object({ kind: z.literal('proxyResolved'), askId: z.string(), list: z.string().max(10_000).optional(), error: OssErrorWire.optional() }),
  /** Comes with one MessagePort: events for this window. */
  z.object({ kind: z.literal('window'), windowId: z.number() }),
  z.object({ kind: z.literal('windowClosed'), windowId: z.number() }),
  /** Comes with one MessagePort, over which the object is read; see ObjectStreamAnswer. */
  z.object({ kind: z.literal('stream'), request: ObjectStreamRequest }),
  z.object({ kind: z.literal('stop') }),
])
export type ClientHostCommand = z.infer<typeof ClientHostCommand>

/** All transfers together, for the taskbar and the tray. */
export const TransferSummary = z.object({
  /** Batches that wait, are counted or run. */
  active: z.number(),
  paused: z.number(),
  /** Of the active ones, 0..1; absent while it cannot be told. */
  fraction: z.number().optional(),
  bytesPerSecond: z.number(),
})
export type TransferSummary = z.infer<typeof TransferSummary>
export const noTransfers: TransferSummary = { active: 0, paused: 0, bytesPerSecond: 0 }

export const ClientHostEvent = z.discriminatedUnion('kind', [
  /** At most twice a second, and whenever the last active batch has ended. */
  z.object({ kind: z.literal('transfers'), summary: TransferSummary }),
  /** A batch has come to an end, done or not. */
  z.object({ kind: z.literal('batchEnded'), batch: TransferBatch }),
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('reply'), callId: z.string(), ok: z.literal(true), value: z.unknown() }),
  z.object({ kind: z.literal('failure'), callId: z.string(), error: OssErrorWire }),
  /** Asks main for the way to a host, which only Chromium knows. */
  z.object({ kind: z.literal('resolveProxy'), askId: z.string().max(100), mode: ProxyMode.extract(['system', 'pac']), address: z.string().max(2000), url: z.string().max(2000) }),
])
export type ClientHostEvent = z.infer<typeof ClientHostEvent>
