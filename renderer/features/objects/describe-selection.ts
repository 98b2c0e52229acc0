import type { TFunction } from 'i18next'
import { nameOf } from '../../ui/names.ts'
import type { ChosenObjects } from '../transfers/index.ts'

const withoutSlash = (name: string): string => name.replace(/(.)\/$/u, '$1')

/** What is chosen, in words: the name of the one, or how many. */
export function describeSelection({ selection, count }: ChosenObjects, t: TFunction): string {
  const [only] = selection.kind === 'names' ? [...selection.prefixes, ...selection.keys] : []
  return count === 1 && only !== undefined ? withoutSlash(nameOf(only)) : t('common.itemCount', { count })
}

/** What a file with all of it may be called: as the one folder or object, or as the place they are in. */
export function archiveNameOf({ selection, count, place }: ChosenObjects): string {
  const [only] = selection.kind === 'names' ? [...selection.prefixes, ...selection.keys] : []
  const name = count === 1 && only !== undefined ? nameOf(only) : place.prefix === '' ? place.bucket : nameOf(place.prefix)
  return withoutSlash(name).slice(0, 200) || place.bucket
}
