import { limits } from '../../model/limits.ts'
import { queryValue, type QueryPair } from '../../signature/request.ts'
import { encodingTypeQuery, integerQuery, keyQuery } from './arguments.ts'

export interface ListParameters {
  readonly prefix: string
  readonly delimiter: string
  readonly maxKeys: number
  readonly encodingType: 'url' | undefined
}

/** What ListObjects V1 and V2 have in common. @throws OssError InvalidArgument */
export function listParameters(query: readonly QueryPair[]): ListParameters {
  return {
    prefix: keyQuery(query, 'prefix'),
    delimiter: keyQuery(query, 'delimiter'),
    maxKeys: integerQuery(
      // Some clients send every parameter, empty ones included.
      queryValue(query, 'max-keys') === '' ? [] : query,
      'max-keys',
      { min: 1, max: limits.listMaxKeys, fallback: limits.listDefaultMaxKeys },
    ),
    encodingType: encodingTypeQuery(query),
  }
}
