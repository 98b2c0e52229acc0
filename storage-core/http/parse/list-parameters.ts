import { limits } from '../../model/limits.ts'
import { queryValue, type QueryPair } from '../../signature/request.ts'
import { encodingTypeQuery, integerQuery, keyQuery } from './arguments.ts'

export interface ListParameters {
  readonly prefix: string
  readonly delimiter: string
  readonly maxKeys: number
  readonly encodingType: 'url' | undefined
}

/**
 * What listings of objects have in common.
 * @param minKeys the smallest page that may be asked for
 * @throws OssError InvalidArgument
 */
export function listParameters(query: readonly QueryPair[], minKeys: 0 | 1 = 1): ListParameters {
  return {
    prefix: keyQuery(query, 'prefix'),
    delimiter: keyQuery(query, 'delimiter'),
    maxKeys: integerQuery(
      // Some clients send every parameter, empty ones included.
      queryValue(query, 'max-keys') === '' ? [] : query,
      'max-keys',
      { min: minKeys, max: limits.listMaxKeys, fallback: limits.listDefaultMaxKeys },
    ),
    encodingType: encodingTypeQuery(query),
  }
}
