import type { BucketInfo } from '../../contract/buckets.ts'
import { RemoteError } from '../errors.ts'
import type { Provider } from './object-provider.ts'

interface Preset {
  readonly bucket: string
  readonly region: string
}

const isDenied = (error: unknown): boolean => error instanceof RemoteError && error.status === 403 && error.code === 'AccessDenied'

/**
 * A connection that is for one bucket or a part of it: the bucket's name is known, so that nobody needs the permission to
 * list buckets, and what its key may not ask about the bucket stays unknown instead of failing.
 */
export function withPreset(provider: Provider, { bucket, region }: Preset): Provider {
  const summary = { name: bucket, region, createdMs: 0, storageClass: '' }
  return {
    ...provider,
    listBuckets: () => Promise.resolve([summary]),
    getBucketInfo: async (name, signal): Promise<BucketInfo> => {
      try {
        return await provider.getBucketInfo(name, signal)
      } catch (error) {
        if (!isDenied(error)) throw error
        return { ...summary, name, acl: '', ownerId: '', dataRedundancyType: '', extranetEndpoint: '', versioning: 'Unknown' }
      }
    },
    getBucketStat: async (name, signal) => {
      try {
        return await provider.getBucketStat(name, signal)
      } catch (error) {
        if (!isDenied(error)) throw error
        throw new RemoteError({ code: 'NotImplemented', message: 'The key may not ask what the bucket holds', status: 501, retryable: false, cause: error })
      }
    },
  }
}
