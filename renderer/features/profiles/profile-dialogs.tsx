import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../bridge/api.tsx'
import { ConnectionForm } from './connection-form.tsx'
import { ConnectionsDialog } from './connections-dialog.tsx'
import { DeleteConnectionDialog } from './delete-connection-dialog.tsx'
import { useProfileDialogs } from './dialogs.ts'
import { DoctorDialog } from './doctor-dialog.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { profilesQuery } from './queries.ts'
import { RenewDialog } from './renew-dialog.tsx'
import { trialOfProfile } from './use-doctor.ts'

/** The one dialog about connections that is open, if any. */
export function ProfileDialogs() {
  const api = useApi()
  const state = useQuery(profilesQuery(api)).data
  const dialog = useProfileDialogs((dialogs) => dialogs.dialog)
  const close = useProfileDialogs((dialogs) => dialogs.close)
  if (dialog === undefined || state === undefined) return null
  if (dialog.kind === 'manager') return <ConnectionsDialog onClose={close} />
  if (dialog.kind === 'import') return <ImportDialog keychain={state.keychain} onClose={close} />
  const profile = state.profiles.find(({ profileId }) => profileId === dialog.profileId)
  if (dialog.kind === 'form') return <ConnectionForm key={dialog.profileId ?? 'new'} profile={profile} keychain={state.keychain} onClose={close} />
  if (profile === undefined) return null
  if (dialog.kind === 'renew') return <RenewDialog key={profile.profileId} profile={profile} keychain={state.keychain} onClose={close} />
  if (dialog.kind === 'doctor') return <DoctorDialog key={profile.profileId} trial={trialOfProfile(profile)} onClose={close} />
  return <DeleteConnectionDialog profile={profile} onClose={close} />
}
