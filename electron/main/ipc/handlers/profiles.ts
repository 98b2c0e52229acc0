import type { Profile } from '../../../contract/schemas.ts'
import type { HandlersOfNoun } from './handler-types.ts'

export function profileHandlers(profiles: () => Profile[]): HandlersOfNoun<'profiles'> {
  return { 'profiles.listProfiles': () => Promise.resolve(profiles()) }
}
