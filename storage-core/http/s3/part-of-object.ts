import { isOssError, ossError } from '../../model/oss-error.ts'
import { queryValue } from '../../signature/request.ts'
import { partNumberQuery } from '../parse/upload-query.ts'
import type { RequestContext } from '../request-context.ts'
import { type AskedObject, askedHeaders, askedPartHeaders } from './checksums.ts'
import { S3Error } from './s3-error.ts'

/**
 * Which part of an object a read asks for, if any (Amazon S3 API Reference, "GetObject" and "HeadObject").
 * @throws OssError InvalidArgument, InvalidRequest together with a range
 */
export function askedPart({ query, headers }: RequestContext): { readonly partNumber?: number } {
  if (queryValue(query, 'partNumber') === undefined) return {}
  const partNumber = partNumberQuery(query)
  if (headers.range === undefined) return { partNumber }
  throw ossError('InvalidRequest', { message: 'Cannot specify both Range header and partNumber query parameter' })
}

/** Runs the read of a part. @throws S3Error InvalidPartNumber where the object has no part of this number */
export async function readPart<Output>(read: Promise<Output>): Promise<Output> {
  try {
    return await read
  } catch (error) {
    if (!isOssError(error, 'InvalidRange')) throw error
    throw new S3Error('InvalidPartNumber', { details: error.details, headers: error.headers, cause: error })
  }
}

/** What the answer says of checksums and parts. */
export function readHeaders({ headers }: RequestContext, output: AskedObject, partNumber: number | undefined): readonly string[] {
  if (partNumber === undefined) return askedHeaders(headers, output)
  const count = output.partsCount === undefined || output.notModified ? [] : ['x-amz-mp-parts-count', String(output.partsCount)]
  return [...count, ...askedPartHeaders(headers, output, partNumber)]
}
