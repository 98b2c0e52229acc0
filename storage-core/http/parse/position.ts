import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { queryValue, type QueryPair } from '../../signature/request.ts'
import { invalidArgument } from './arguments.ts'

/** `position` of AppendObject and SealAppendObject. @throws OssError MissingArgument, InvalidArgument */
export function positionQuery(query: readonly QueryPair[]): number {
  const text = queryValue(query, 'position')
  if (text === undefined || text === '') throw ossError('MissingArgument', { details: { ArgumentName: 'position' } })
  const position = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (position <= limits.putObjectMaxBytes) return position
  throw invalidArgument('position', text)
}
