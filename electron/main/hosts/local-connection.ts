import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { Profile } from '../../contract/profiles.ts'
import { noProxy } from '../../contract/proxy.ts'
import type { StoreStatus } from '../../contract/store-status.ts'
import { wireError } from '../../contract/wire-error.ts'
import type { ClientHost } from './client-host.ts'
import type { StoreAccess } from './store-host.ts'

export const localProfileId = 'local'
const localName = 'Local store'

/** The local store as one connection among others. */
export const localProfile = (region: string, access: StoreAccess | undefined): Profile => ({
  profileId: localProfileId,
  name: localName,
  colour: 'none',
  kind: 'local',
  endpoint: access?.url ?? '',
  region,
  addressing: 'automatic',
  signatureVersion: 'v4',
  presetPath: '',
  readOnly: false,
  caCertificate: '',
  proxy: noProxy,
  accessKeyId: access?.user.accessKeyId ?? '',
  secret: 'none',
})

function reasonFor(status: StoreStatus): OssErrorWire {
  if (status.state === 'failed') return status.error
  return wireError('NetworkUnreachable', { message: 'The local store is starting' })
}

/** Tells the client host how to reach the local store, or why it cannot. */
export function followStore(clientHost: Pick<ClientHost, 'connect' | 'disconnect'>, status: StoreStatus, access: StoreAccess | undefined): void {
  if (access === undefined) {
    clientHost.disconnect(localProfileId, reasonFor(status))
    return
  }
  clientHost.connect({ profileId: localProfileId, name: localName, kind: 'local', region: access.region, endpoint: access.url, credential: access.internal, linkCredential: access.user })
}
