import type { RpcAction, RpcCall } from '../rpc/rpc-action.ts'
import { ramVersion as version } from '../rpc/rpc-action.ts'
import type { RpcObject } from '../rpc/rpc-answer.ts'
import { pageOf } from '../rpc/rpc-parameters.ts'

type Resource = (call: RpcCall) => string

/** An action that changes something and answers with nothing but the request's id. */
export function changing(name: string, resource: Resource, change: (call: RpcCall) => Promise<unknown>): RpcAction {
  return {
    name,
    version,
    resource,
    async run(call) {
      await change(call)
      return {}
    },
  }
}

/** An action that answers a page of a list: `Users{User*}`, `IsTruncated`, `Marker`. */
export function listing<T>(
  name: string,
  resource: Resource,
  { plural, singular, all, nameOf, show }: {
    readonly plural: string
    readonly singular: string
    readonly all: (call: RpcCall) => readonly T[]
    /** What the list is sorted by, and its marker. */
    readonly nameOf: (item: T) => string
    readonly show: (item: T) => RpcObject
  },
): RpcAction {
  return {
    name,
    version,
    resource,
    run(call) {
      const { items, ...page } = pageOf(call.parameters, all(call), nameOf)
      return { ...page, [plural]: { [singular]: items.map(show) } }
    },
  }
}

/** The parameters that are there, by the names that the engine has for them. */
export function given<const Names extends Readonly<Record<string, string>>>({ parameters }: RpcCall, names: Names): { readonly [Name in keyof Names]?: string } {
  const found: Partial<Record<keyof Names, string>> = {}
  for (const [name, parameter] of Object.entries(names) as [keyof Names, string][]) {
    const value = parameters.optional(parameter)
    if (value !== undefined) found[name] = value
  }
  return found
}
