import { localError } from '../errors.ts'
import type { CopySpec } from './batch.ts'

type Names = Pick<CopySpec, 'bucket' | 'prefix' | 'profileId' | 'renames' | 'target'>

/** What an item is called below the target's prefix. */
export function targetName({ renames }: Pick<Names, 'renames'>, name: string): string {
  for (const { from, to } of renames) {
    if (name === from) return to
    if (from.endsWith('/') && name.startsWith(from)) return to + name.slice(from.length)
  }
  return name
}

const isSameBucket = ({ bucket, profileId, target }: Names): boolean => bucket === target.bucket && profileId === target.profileId

/** Whether a copy of this item would be written over itself. */
export function isOntoItself(spec: Names, name: string, keyName: string): boolean {
  return isSameBucket(spec) && spec.prefix + name === spec.target.prefix + keyName
}

/**
 * Refuses folders that would be copied into themselves, which would never end, and what would not go anywhere. Two connections
 * may reach one bucket, so the bucket's name alone counts for the former.
 * @param isPast what is copied is not what is there now, so it may go where it was
 * @throws OssError CopyIntoItself, CopyOntoItself
 */
export function assertCopyable(spec: Names, chosen: readonly string[], isPast = false): void {
  for (const name of chosen) {
    const source = spec.prefix + name
    const target = spec.target.prefix + targetName(spec, name)
    if (isSameBucket(spec) && source === target && !isPast) throw localError('CopyOntoItself', { Key: source })
    if (name.endsWith('/') && spec.bucket === spec.target.bucket && target !== source && target.startsWith(source)) throw localError('CopyIntoItself', { Key: source, Target: target })
  }
}

/** The name with another number, of a folder before its slash: `2026 (2)/`. */
export function numberedFolder(name: string, number: number): string {
  return `${name.replace(/\/$/u, '')} (${String(number)})/`
}
