import type { Bucket } from '../model/bucket.ts'

export interface BucketCache {
  /** The bucket's record, read when it is not known. @throws OssError NoSuchBucket */
  get(name: string): Promise<Bucket> | Bucket
  /** Runs something that may change a bucket; whatever was known of it before is forgotten. */
  change<T>(name: string, work: () => Promise<T>): Promise<T>
}

/**
 * Every request needs its bucket's owner and ACL, which hardly ever change. Reading them costs as much as reading a small
 * object, so they are kept. All changes of buckets come through this endpoint; one that a change overtakes is not kept.
 */
export function createBucketCache(read: (name: string) => Promise<Bucket>, maxEntries = 1000): BucketCache {
  const known = new Map<string, Bucket>()
  let changes = 0
  const forget = (name: string) => {
    changes++
    known.delete(name)
  }
  const load = async (name: string) => {
    const before = changes
    const bucket = await read(name)
    if (before === changes) {
      if (known.size >= maxEntries) known.clear()
      known.set(name, bucket)
    }
    return bucket
  }
  return {
    get: (name) => known.get(name) ?? load(name),
    async change(name, work) {
      forget(name)
      try {
        return await work()
      } finally {
        forget(name)
      }
    },
  }
}
