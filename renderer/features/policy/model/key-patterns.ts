import { splitResource } from '../../../../storage-core/policy/compile-policy.ts'
import { compileWildcard } from '../../../../storage-core/policy/wildcard.ts'

/** Which objects of a bucket the resources of a statement take in. */
export interface KeyPatterns {
  /** What every key that fits begins with: no other key needs to be looked at. */
  readonly prefix: string
  readonly matches: (key: string) => boolean
}

/** Undefined where no resource is about an object of the bucket. */
export function keyPatternsOf(resources: readonly string[], bucket: string): KeyPatterns | undefined {
  const patterns = resources.flatMap((resource) => {
    const relative = resource === '*' ? `${bucket}/*` : splitResource(resource)?.relative
    const slash = relative?.indexOf('/') ?? -1
    // A star before the slash may stand for the slash as well: `d*` takes in all that is in the bucket `data`.
    if (relative === undefined || (slash === -1 && !relative.includes('*'))) return []
    return [relative]
  })
  const inBucket = patterns.filter((pattern) => {
    const star = pattern.indexOf('*')
    const head = star === -1 ? pattern : pattern.slice(0, star)
    return head.startsWith(`${bucket}/`) || (star !== -1 && `${bucket}/`.startsWith(head))
  })
  if (inBucket.length === 0) return undefined
  const wildcards = inBucket.map((pattern) => compileWildcard(pattern, false))
  const heads = inBucket.map((pattern) => literalHead(pattern, bucket))
  return { prefix: heads.reduce(commonStart), matches: (key) => wildcards.some((wildcard) => wildcard.matches(`${bucket}/${key}`)) }
}

/** What follows the bucket up to the first star. */
function literalHead(pattern: string, bucket: string): string {
  const star = pattern.indexOf('*')
  const head = star === -1 ? pattern : pattern.slice(0, star)
  return head.startsWith(`${bucket}/`) ? head.slice(bucket.length + 1) : ''
}

function commonStart(left: string, right: string): string {
  let length = 0
  while (length < left.length && left[length] === right[length]) length += 1
  // Half of a surrogate pair is no prefix.
  return /[\uD800-\uDBFF]$/.test(left.slice(0, length)) ? left.slice(0, length - 1) : left.slice(0, length)
}
