import type { Place } from '../navigation/index.ts'

/** A place in short: the bucket, and the folder in it. */
export function placeLabel({ bucket, prefix }: Pick<Place, 'bucket' | 'prefix'>): string {
  return prefix === '' ? bucket : `${bucket}/${prefix.replace(/\/$/, '')}`
}
