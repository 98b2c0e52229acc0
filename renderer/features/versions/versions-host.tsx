import { fetched } from '../../ui/fetched.tsx'
import { useVersions } from './store.ts'

// Seldom needed at once, and it brings the viewer's frame along.
const VersionsDialog = fetched(async () => (await import('./versions-dialog.tsx')).VersionsDialog)

/** Shows the history of an object while one is open. */
export function VersionsHost() {
  const target = useVersions((state) => state.target)
  return target === undefined ? null : <VersionsDialog key={`${target.profileId}\n${target.bucket}\n${target.key}\n${target.versionId ?? ''}`} target={target} />
}
