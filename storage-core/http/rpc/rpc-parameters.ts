import { ramError } from '../../model/ram-error.ts'
import type { QueryPair } from '../../signature/request.ts'

/** The parameters of an action, read by name. Unknown ones are ignored, as RAM does. */
export class RpcParameters {
  readonly #values: ReadonlyMap<string, string>

  constructor(pairs: readonly QueryPair[]) {
    this.#values = new Map(pairs)
  }

  /** An empty value counts as absent. */
  optional(name: string): string | undefined {
    return this.#values.get(name) || undefined
  }

  /** @throws RamError MissingParameter */
  required(name: string): string {
    const value = this.optional(name)
    if (value === undefined) throw ramError('MissingParameter', `${name} is mandatory for this action.`)
    return value
  }

  /** @throws RamError InvalidParameter for what is no whole number */
  integer(name: string): number | undefined {
    const value = this.optional(name)
    if (value === undefined) return undefined
    if (!/^\d{1,9}$/.test(value)) throw ramError('InvalidParameter', `The parameter ${name} must be a whole number.`)
    return Number(value)
  }

  /** @throws RamError InvalidParameter */
  flag(name: string): boolean {
    return this.choice(name, ['true', 'false']) === 'true'
  }

  /** @throws RamError InvalidParameter for any other value */
  choice<const T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = this.optional(name)
    if (value === undefined) return undefined
    const found = values.find((each) => each === value)
    if (found === undefined) throw ramError('InvalidParameter', `The parameter ${name} must be one of ${values.join(', ')}.`)
    return found
  }
}

const defaultMaxItems = 100
const mostMaxItems = 1000

export interface RpcPage<T> {
  readonly items: readonly T[]
  readonly IsTruncated: boolean
  readonly Marker?: string
}

/**
 * Cuts a page out of a list that is sorted by name (RAM documentation, "ListUsers": Marker and MaxItems). The marker is the
 * last name, so it stays good when others come and go.
 * @throws RamError InvalidParameter
 */
export function pageOf<T>(parameters: RpcParameters, all: readonly T[], nameOf: (item: T) => string): RpcPage<T> {
  const maxItems = parameters.integer('MaxItems') ?? defaultMaxItems
  if (maxItems < 1 || maxItems > mostMaxItems) throw ramError('InvalidParameter', `The parameter MaxItems must be from 1 to ${mostMaxItems}.`)
  const marker = parameters.optional('Marker')
  const after = marker === undefined ? undefined : Buffer.from(marker, 'base64url').toString('utf8')
  const rest = all.filter((item) => after === undefined || nameOf(item) > after).toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const items = rest.slice(0, maxItems)
  const last = items.at(-1)
  const IsTruncated = rest.length > items.length
  return { items, IsTruncated, ...(IsTruncated && last !== undefined ? { Marker: Buffer.from(nameOf(last), 'utf8').toString('base64url') } : {}) }
}
