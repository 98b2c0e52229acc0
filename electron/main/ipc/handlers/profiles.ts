import type { Profile } from '../../../contract/profiles.ts'
import { WireFailure, wireError, wireFailure } from '../../../contract/wire-error.ts'
import type { ClientHost } from '../../hosts/client-host.ts'
import { announceProfile, connectionFor, missingSecret, profileForWindow } from '../../profiles/profile-connections.ts'
import type { ProfileStore, StoredProfile } from '../../profiles/profile-store.ts'
import type { Keychain } from '../../secrets/keychain.ts'
import { asDiskFailure } from '../disk-failure.ts'
import type { HandlersOfNoun } from './handler-types.ts'

interface Dependencies {
  readonly store: ProfileStore
  readonly keychain: Keychain
  readonly clientHost: Pick<ClientHost, 'call' | 'connect' | 'disconnect'>
  readonly local: () => Profile
  /** Every window asks for the connections again. */
  readonly onChanged: () => void
}

/** Ids of trials, which no connection has. */
const trialId = 'trial'

export function profileHandlers({ store, keychain, clientHost, local, onChanged }: Dependencies): HandlersOfNoun<'profiles'> {
  const shown = (profile: StoredProfile): Profile => profileForWindow(profile, store.secretOf(profile))

  /** Carries a change out, then tells everyone who must know. */
  async function changed(work: Promise<StoredProfile>): Promise<Profile> {
    const profile = await work.catch((error: unknown) => {
      throw asDiskFailure(error, 'The connections could not be saved')
    })
    announceProfile(clientHost, store, profile)
    onChanged()
    return shown(profile)
  }

  return {
    'profiles.listProfiles': () =>
      Promise.resolve({
        profiles: [local(), ...store.list().map(shown)],
        keychain: { available: keychain.available(), name: keychain.name() },
        ...(store.recoveredFrom === undefined ? {} : { recoveredFrom: store.recoveredFrom }),
      }),
    'profiles.createProfile': (input) => changed(store.create(input)),
    'profiles.updateProfile': ({ profileId, ...change }) => changed(store.update(profileId, change)),
    'profiles.duplicateProfile': ({ profileId, name }) => changed(store.duplicate(profileId, name)),
    'profiles.deleteProfile': async ({ profileId }) => {
      await store.remove(profileId).catch((error: unknown) => {
        throw asDiskFailure(error, 'The connections could not be saved')
      })
      clientHost.disconnect(profileId, wireError('UnknownProfile'))
      onChanged()
    },
    'profiles.testProfile': ({ fields, credential, profileId }, { signal }) => {
      if (credential !== undefined) return clientHost.call('profiles.tryConnection', { connection: connectionFor(trialId, fields, credential) }, signal)
      if (profileId === undefined) throw wireFailure('CredentialMissing')
      const profile = store.get(profileId)
      const opened = store.secretOf(profile)
      if (!('secret' in opened)) throw new WireFailure(missingSecret(opened.state))
      const connection = connectionFor(trialId, fields, { accessKeyId: profile.accessKeyId, ...opened.secret })
      return clientHost.call('profiles.tryConnection', { connection }, signal)
    },
  }
}
