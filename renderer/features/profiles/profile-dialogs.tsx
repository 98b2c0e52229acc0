import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../bridge/api.tsx'
import { lazyDialog } from '../../ui/lazy-dialog.tsx'
import { useProfileDialogs } from './dialogs.ts'
import { profilesQuery } from './queries.ts'
import { trialOfProfile } from './use-doctor.ts'

const ConnectionForm = lazyDialog(async () => (await import('./connection-form.tsx')).ConnectionForm)
const ConnectionsDialog = lazyDialog(async () => (await import('./connections-dialog.tsx')).ConnectionsDialog)
const DeleteConnectionDialog = lazyDialog(async () => (await import('./delete-connection-dialog.tsx')).DeleteConnectionDialog)
const DoctorDialog = lazyDialog(async () => (await import('./doctor-dialog.tsx')).DoctorDialog)
const ImportDialog = lazyDialog(async () => (await import('./import-dialog.tsx')).ImportDialog)
const RenewDialog = lazyDialog(async () => (await import('./renew-dialog.tsx')).RenewDialog)

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
