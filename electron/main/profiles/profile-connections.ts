import type { Connection } from '../../contract/host-messages.ts'
import { splitPresetPath, type CredentialInput, type Profile, type ProfileFields } from '../../contract/profiles.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import { wireError } from '../../contract/wire-error.ts'
import type { ClientHost } from '../hosts/client-host.ts'
import type { OpenedSecret } from '../secrets/secret-box.ts'
import type { ProfileStore, StoredProfile } from './profile-store.ts'

/** A connection as the window may see it. */
export function profileForWindow({ profileId, fields, accessKeyId, expiresMs, privilege }: StoredProfile, opened: OpenedSecret): Profile {
  const known = 'secret' in opened ? opened.secret : undefined
  return {
    ...fields,
    profileId,
    accessKeyId,
    ...(expiresMs === undefined ? {} : { expiresMs }),
    ...(privilege === undefined ? {} : { privilege }),
    isTemporary: known?.securityToken !== undefined || expiresMs !== undefined,
    hasProxyPassword: known?.proxyPassword !== undefined,
    secret: opened.state,
  }
}

type Key = Pick<CredentialInput, 'accessKeyId' | 'accessKeySecret' | 'securityToken'> & { readonly proxyPassword?: string | undefined }

/** A connection as the client host needs it, secret included. */
export function connectionFor(profileId: string, fields: ProfileFields, { accessKeyId, accessKeySecret, securityToken, proxyPassword }: Key): Connection {
  const { name, kind, endpoint, region, addressing, signatureVersion, readOnly, presetPath, caCertificate, proxy } = fields
  const preset = splitPresetPath(presetPath)
  return {
    profileId,
    name,
    kind,
    endpoint,
    region,
    addressing,
    signatureVersion,
    readOnly,
    ...(preset === undefined ? {} : { preset }),
    ...(caCertificate === '' ? {} : { caCertificate }),
    proxy: { ...proxy, ...(proxyPassword === undefined || proxyPassword === '' ? {} : { password: proxyPassword }) },
    credential: { accessKeyId, accessKeySecret, ...(securityToken === undefined ? {} : { securityToken }) },
  }
}

/** Why a connection without its secret cannot be used. */
export function missingSecret(state: 'missing' | 'locked'): OssErrorWire {
  return wireError(state === 'locked' ? 'CredentialLocked' : 'CredentialMissing')
}

/** Tells the client host how to reach a connection, or why it cannot be used. */
export function announceProfile(clientHost: Pick<ClientHost, 'connect' | 'disconnect'>, store: ProfileStore, profile: StoredProfile): void {
  const opened = store.secretOf(profile)
  const { profileId, fields, accessKeyId } = profile
  if ('secret' in opened) clientHost.connect(connectionFor(profileId, fields, { accessKeyId, ...opened.secret }))
  else clientHost.disconnect(profileId, missingSecret(opened.state))
}
