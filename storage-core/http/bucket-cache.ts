export interface BucketCache<T> {
  /** What is known of a bucket, read when it is not. @throws OssError NoSuchBucket */
  get(name: string): Promise<T> | T
}

/**
 * Every request needs its bucket's owner and rules, which hardly ever change. Reading them costs more than reading a small
 * object, so they are kept for as long as no bucket changes at all: the store counts its changes, whoever makes them, and
 * whatever was read under an older count is forgotten.
 */
export function createBucketCache<T>(read: (name: string) => Promise<T>, revision: () => number, maxEntries = 1000): BucketCache<T> {
  const known = new Map<string, T>()
  let knownRevision = revision()
  const load = async (name: string) => {
    const before = knownRevision
    const bucket = await read(name)
    // A change in the meantime may have come before or after what was read.
    if (before === revision()) {
      if (known.size >= maxEntries) known.clear()
      known.set(name, bucket)
    }
    return bucket
  }
  return {
    get(name) {
      const now = revision()
      if (now !== knownRevision) {
        known.clear()
        knownRevision = now
      }
      return known.get(name) ?? load(name)
    },
  }
}
