import type { OssErrorWire } from '../contract/error-wire.ts'
import type { Connection } from '../contract/host-messages.ts'
import { localError, RemoteError } from './errors.ts'
import type { Provider } from './providers/object-provider.ts'
import { openProvider } from './providers/open-provider.ts'

/** The connections that main told of, by profile id. Secrets stay inside the clients made here. */
export interface Connections {
  connect(connection: Connection): void
  disconnect(profileId: string, error: OssErrorWire): void
  /** @throws OssError UnknownProfile, or the error the connection was closed with */
  providerOf(profileId: string): Provider
  /**
   * For jobs that write many objects, so that they are refused as a whole; each single request is refused by the HTTP client.
   * @throws OssError ConnectionReadOnly
   */
  requireWritable(profileId: string): void
  closeAll(): void
}

export function createConnections(create: (connection: Connection) => Provider = (connection) => openProvider(connection)): Connections {
  const entries = new Map<string, { readonly provider: Provider; readonly readOnly: boolean } | { readonly error: OssErrorWire }>()
  const close = (profileId: string): void => {
    const entry = entries.get(profileId)
    if (entry !== undefined && 'provider' in entry) entry.provider.close()
  }
  return {
    connect: (connection) => {
      close(connection.profileId)
      entries.set(connection.profileId, { provider: create(connection), readOnly: connection.readOnly === true })
    },
    disconnect: (profileId, error) => {
      close(profileId)
      entries.set(profileId, { error })
    },
    providerOf: (profileId) => {
      const entry = entries.get(profileId)
      if (entry === undefined) throw localError('UnknownProfile', { ProfileId: profileId })
      if ('error' in entry) throw new RemoteError(entry.error)
      return entry.provider
    },
    requireWritable: (profileId) => {
      const entry = entries.get(profileId)
      if (entry !== undefined && 'provider' in entry && entry.readOnly) throw localError('ConnectionReadOnly', { ProfileId: profileId })
    },
    closeAll: () => {
      for (const profileId of entries.keys()) close(profileId)
      entries.clear()
    },
  }
}
