import { nameOf } from '../../ui/names.ts'
import type { Place } from '../navigation/index.ts'

/** What a tab at a place is called: the folder, or the bucket at its root. */
export function tabTitle(place: Pick<Place, 'bucket' | 'prefix'> | undefined, empty: string): string {
  if (place === undefined) return empty
  return place.prefix === '' ? place.bucket : nameOf(place.prefix).replace(/(.)\/$/u, '$1')
}
