import { limits } from '../../model/limits.ts'
import { ossError, type OssError } from '../../model/oss-error.ts'
import { queryValue, type QueryPair } from '../../signature/request.ts'

/** @throws OssError InvalidArgument when a request about parts names no upload */
export function uploadIdQuery(query: readonly QueryPair[]): string {
  const uploadId = queryValue(query, 'uploadId')
  if (uploadId === undefined) throw invalid('uploadId', '', 'The uploadId must be specified.')
  return uploadId
}

/** @throws OssError InvalidArgument */
export function partNumberQuery(query: readonly QueryPair[]): number {
  const text = queryValue(query, 'partNumber')
  if (text === undefined) throw invalid('partNumber', '', 'The partNumber must be specified.', '0017-00000219')
  const partNumber = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (partNumber >= 1 && partNumber <= limits.partNumberMax) return partNumber
  const message = `Part number must be an integer between 1 and ${limits.partNumberMax}, inclusive`
  throw invalid('partNumber', text, message, '0017-00000220')
}

function invalid(name: string, value: string, message: string, ec?: string): OssError {
  return ossError('InvalidArgument', {
    message,
    details: { ArgumentName: name, ArgumentValue: value },
    ...(ec === undefined ? {} : { ec }),
  })
}
