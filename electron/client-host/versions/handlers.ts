import { randomUUID } from 'node:crypto'
import type { ClientHostMethods } from '../../contract/client-host-methods.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { HandlersOf } from '../../contract/method.ts'
import type { Connections } from '../connections.ts'
import { localError } from '../errors.ts'
import type { WindowChannels } from '../events/window-channels.ts'
import type { ListingRegistry } from '../listing/listing-registry.ts'
import { resolveSelection } from '../listing/selection.ts'
import { parentPrefix } from '../transfers/changed-prefixes.ts'
import type { TransferService } from '../transfers/transfer-service.ts'
import { openHistorySession, type HistorySession } from './history-session.ts'
import { compareVersions } from './version-facts.ts'
import { listVersionsOfKey } from './walk-versions.ts'

type VersionMethod = Extract<keyof ClientHostMethods, `versions.${string}`>
type Handlers = Pick<HandlersOf<ClientHostMethods, { readonly signal: AbortSignal }>, VersionMethod>

interface Dependencies {
  readonly connections: Connections
  readonly listings: ListingRegistry
  readonly windows: WindowChannels
  readonly transfers: () => Promise<TransferService>
  readonly toWire: (error: unknown) => OssErrorWire
}

/** Histories open at once; a window looks at one, and a few may be left over from windows that are gone. */
const mostSessions = 12
/** Versions that are counted without a history being opened. */
const countedAtOnce = 100

/** Histories of objects, and what is done with versions. */
export function versionHandlers({ connections, listings, windows, transfers, toWire }: Dependencies): Handlers {
  const sessions = new Map<string, HistorySession>()
  const close = (sessionId: string): void => {
    sessions.get(sessionId)?.close()
    sessions.delete(sessionId)
  }
  const get = (sessionId: string): HistorySession => {
    const session = sessions.get(sessionId)
    if (session === undefined) throw localError('ListingGone', { SessionId: sessionId })
    sessions.delete(sessionId)
    sessions.set(sessionId, session)
    return session
  }
  return {
    'versions.count': async ({ profileId, bucket, key }, { signal }) => {
      const { versions, next } = await listVersionsOfKey(connections.providerOf(profileId), { bucket, key, maxKeys: countedAtOnce, signal })
      const deleteMarkers = versions.filter(({ isDeleteMarker }) => isDeleteMarker).length
      return { versions: versions.length - deleteMarkers, deleteMarkers, more: next !== undefined }
    },
    'versions.open': async ({ profileId, bucket, key, limit }, { signal }) => {
      const sessionId = randomUUID()
      const session = await openHistorySession(
        {
          sessionId,
          provider: connections.providerOf(profileId),
          bucket,
          key,
          toWire,
          onProgress: (progress) => {
            windows.historyProgress(progress)
          },
        },
        signal,
      )
      sessions.set(sessionId, session)
      const oldest = sessions.keys().next().value
      if (sessions.size > mostSessions && oldest !== undefined) close(oldest)
      return session.getWindow(0, limit)
    },
    'versions.getWindow': async ({ sessionId, offset, limit }) => get(sessionId).getWindow(offset, limit),
    'versions.locate': async ({ sessionId, versionId }, { signal }) => ({ index: await get(sessionId).locate(versionId, signal) }),
    'versions.describe': ({ sessionId, versionIds }, { signal }) => get(sessionId).describe(versionIds, signal),
    'versions.compare': ({ profileId, ...versions }, { signal }) => compareVersions(connections.providerOf(profileId), { ...versions, signal }),
    'versions.countOlder': async ({ sessionId, than }) => get(sessionId).countOlder(than),
    'versions.close': async ({ sessionId }) => {
      close(sessionId)
    },
    'versions.deleteVersion': async ({ profileId, bucket, key, versionId }, { signal }) => {
      connections.requireWritable(profileId)
      await connections.providerOf(profileId).deleteVersion({ bucket, key, versionId, signal })
      windows.objectsChanged({ profileId, bucket, prefixes: [parentPrefix(key)] })
    },
    'versions.deleteOlder': async ({ profileId, ...input }) => {
      connections.requireWritable(profileId)
      return (await transfers()).enqueueDeleteVersions({ profileId, ...input })
    },
    'versions.restore': async ({ profileId, bucket, basePrefix, versions }) => {
      connections.requireWritable(profileId)
      const objects = versions.map(({ key, versionId }) => ({ key, versionId, sizeBytes: undefined, lastModifiedMs: undefined }))
      return (await transfers()).enqueueRestoreVersions({ profileId, bucket, prefix: basePrefix, selection: { objects, prefixes: [] } })
    },
    'versions.recover': async ({ profileId, bucket, basePrefix, selection }) => {
      connections.requireWritable(profileId)
      return (await transfers()).enqueueRecover({ profileId, bucket, prefix: basePrefix, selection: resolveSelection(listings, { profileId, bucket }, selection, 'deleted') })
    },
  }
}
