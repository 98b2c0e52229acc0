import type { Connection } from '../../../contract/host-messages.ts'
import type { ParsedInputOf } from '../../../contract/method.ts'
import type { Methods } from '../../../contract/methods.ts'
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
    'profiles.diagnose': ({ runId, mayWrite, ...trial }, { signal }) => clientHost.call('profiles.diagnoseConnection', { connection: connectionOfTrial(trial), runId, mayWrite }, signal),
    'profiles.testProfile': (trial, { signal }) => clientHost.call('profiles.tryConnection', { connection: connectionOfTrial(trial) }, signal),
  }

  /** What a form describes, with the kept secret where it brings none. */
  function connectionOfTrial({ fields, credential, proxyPassword, profileId }: ParsedInputOf<Methods['profiles.testProfile']>): Connection {
    const profile = profileId === undefined ? undefined : store.get(profileId)
    const opened = profile === undefined ? undefined : store.secretOf(profile)
    const known = opened !== undefined && 'secret' in opened ? opened.secret : undefined
    const password = proxyPassword ?? known?.proxyPassword
    if (credential !== undefined) return connectionFor(trialId, fields, { ...credential, proxyPassword: password })
    if (profile === undefined || opened === undefined) throw wireFailure('CredentialMissing')
    if (known === undefined) throw new WireFailure(missingSecret(opened.state === 'locked' ? 'locked' : 'missing'))
    return connectionFor(trialId, fields, { accessKeyId: profile.accessKeyId, ...known, proxyPassword: password })
  }
}
