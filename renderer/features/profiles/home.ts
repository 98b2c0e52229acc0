import { splitPresetPath, type Profile } from '../../../electron/contract/profiles.ts'
import type { Place } from '../navigation/index.ts'

/** Where a connection that is for one path begins. */
export function homeOf({ profileId, presetPath }: Profile): Place | undefined {
  const preset = splitPresetPath(presetPath)
  return preset === undefined ? undefined : { profileId, ...preset }
}
