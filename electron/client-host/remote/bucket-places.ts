import { isIP } from 'node:net'
import { localError, RemoteError } from '../errors.ts'
import type { Endpoint } from './addressing.ts'
import { bucketRegion, placeTold, type PlaceTold } from './place-told.ts'

/** Where requests for a bucket go and by which region they are signed. */
export interface Place {
  readonly endpoint: Endpoint
  /** The connection's own when absent. */
  readonly region: string | undefined
}

/** The buckets that are elsewhere than the connection's endpoint, as far as that was learned. */
export interface BucketPlaces {
  /** @param bucket undefined for requests on the service */
  of(bucket: string | undefined): Place | undefined
  /**
   * Learns where a bucket is from the failure of a request for it.
   * @returns true when the request should be sent again, to the new place
   * @throws OssError BucketElsewhere when that is outside of what the connection is for: its key would be shown to strangers
   */
  learn(error: unknown, bucket: string | undefined): boolean
}

const oss = /^(?:s3\.)?(?:oss-[a-z0-9-]+|[a-z0-9-]+\.oss)\.aliyuncs\.com$/
const aws = /^s3(?:-[a-z0-9-]+)?(?:\.dualstack)?(?:\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?$/

/** @param region what the connection signs by */
export function createBucketPlaces(base: Endpoint, region: string | undefined): BucketPlaces {
  const places = new Map<string, Place>()
  const current = (bucket: string): Place => places.get(bucket) ?? { endpoint: base, region: undefined }

  return {
    of: (bucket) => places.get(bucket ?? ''),
    learn: (error, bucket = '') => {
      const told = placeTold(error) ?? regionOfHeader(error)
      if (told === undefined) return false
      const before = current(bucket)
      const endpoint = endpointTold(base, told, { bucket, region })
      const isSameHost = endpoint.hostname === before.endpoint.hostname && endpoint.port === before.endpoint.port
      // A request on the service is for the endpoint that was chosen; all that can be wrong of it is the signature.
      if (bucket === '' && !isSameHost) return false
      if (!isSameHost && !belongsTo(base, endpoint)) {
        throw localError('BucketElsewhere', { Bucket: bucket, Endpoint: told.endpoint ?? endpoint.hostname, ...(told.region === undefined ? {} : { Region: told.region }) }, error)
      }
      const next = told.region ?? before.region
      if (isSameHost && (next ?? region) === (before.region ?? region)) return false
      places.set(bucket, { endpoint, region: next })
      return true
    },
  }
}

/** Of answers to HEAD, which have no document; that of a refusal for another reason names the region asked in. */
function regionOfHeader(error: unknown): PlaceTold | undefined {
  if (!(error instanceof RemoteError) || (error.status !== 400 && error.status !== 403)) return undefined
  const region = error.details[bucketRegion]
  return region === undefined ? undefined : { region }
}

function endpointTold(base: Endpoint, { endpoint, region }: PlaceTold, { bucket, region: own }: { readonly bucket: string; readonly region: string | undefined }): Endpoint {
  if (endpoint !== undefined && endpoint !== '') {
    const text = /^https?:\/\//i.test(endpoint) ? endpoint : `${base.protocol}//${endpoint}`
    if (URL.canParse(text)) {
      const { hostname, port } = new URL(text)
      const host = bucket !== '' && hostname.startsWith(`${bucket}.`) ? hostname.slice(bucket.length + 1) : hostname
      return { ...base, hostname: host.replace(/^\[|\]$/g, ''), port: port === '' ? base.port : Number(port) }
    }
  }
  if (region === undefined || !/^[a-z0-9-]+$/.test(region)) return base
  const { hostname } = base
  const china = aws.exec(hostname)
  if (china !== null) return { ...base, hostname: `s3.${region}.amazonaws.com${china[1] ?? ''}` }
  // Where names of hosts are known to hold the region.
  return own !== undefined && own !== '' && (oss.test(hostname) || hostname.endsWith('.localhost')) ? { ...base, hostname: hostname.replace(`oss-${own}`, `oss-${region}`) } : base
}

/**
 * Whether an address is of the service that the connection is for. Of services that nobody knows, names beside the endpoint's are,
 * as long as what they have in common is longer than what strangers may share (`example.com`, `co.uk`).
 */
function belongsTo(base: Endpoint, { hostname, port }: Endpoint): boolean {
  if (base.customDomain === true || port !== base.port || isIP(hostname) !== 0) return false
  if (oss.test(base.hostname)) return oss.test(hostname)
  const ours = aws.exec(base.hostname)
  if (ours !== null) return aws.exec(hostname)?.[1] === ours[1] && aws.test(hostname)
  if (base.hostname.endsWith('.localhost')) return hostname.endsWith('.localhost')
  const parent = base.hostname.split('.').slice(1)
  return parent.length >= 3 && hostname.endsWith(`.${parent.join('.')}`)
}
