import type { Bucket } from '../model/bucket.ts'
import { ossError, type OssError } from '../model/oss-error.ts'
import { endpointOfRegion } from './endpoints.ts'
import type { HostReading } from './host.ts'
import { S3Error } from './s3/s3-error.ts'

const message =
  'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.'

/**
 * Answers a request that was sent to the endpoint of a region where the bucket is not, with the endpoint where it is (OSS
 * documentation, "AccessDenied", EC 0003-00001403; Amazon S3 API Reference, "PermanentRedirect").
 * @throws OssError AccessDenied; in S3's dialect PermanentRedirect
 */
export function assertRegion({ region, base }: HostReading, bucket: Pick<Bucket, 'name' | 'region'>, isS3: boolean): void {
  if (region === undefined || region === bucket.region) return
  throw elsewhere(bucket, endpointOfRegion(base, bucket.region), isS3)
}

function elsewhere({ name, region }: Pick<Bucket, 'name' | 'region'>, endpoint: string, isS3: boolean): OssError {
  if (isS3) return new S3Error('PermanentRedirect', { details: { Endpoint: endpoint, Bucket: name }, headers: { 'x-amz-bucket-region': region } })
  return ossError('AccessDenied', { message, ec: '0003-00001403', details: { Bucket: name, Endpoint: endpoint } })
}
