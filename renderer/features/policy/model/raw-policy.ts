import { isJsonNumber, isJsonObject, type JsonObject, JsonSyntaxError, type JsonValue, parseStrictJson } from '../../../../storage-core/policy/strict-json.ts'

/**
 * A policy as it is written, whatever is in it: the visual editor changes the parts it understands, and everything else stays
 * as it is, in its place.
 */
export interface RawPolicy {
  /** Members of the document but `Statement`, in order. */
  readonly members: JsonObject
  readonly statements: readonly JsonObject[]
  /** How many of the members stand before `Statement`. */
  readonly place: number
}

export type RawReading = { readonly policy: RawPolicy; readonly problem?: undefined } | { readonly policy?: undefined; readonly problem: string }

/** A document without statements, for a bucket that has no policy. */
export const emptyPolicy: RawPolicy = { members: new Map([['Version', '1']]), statements: [], place: 1 }

const maxDepth = 32

/** Reads a document as far as statements can be told apart. `problem` says, in English, why there are none to show. */
export function readRawPolicy(text: string): RawReading {
  if (text.trim() === '') return { policy: emptyPolicy }
  try {
    const value = parseStrictJson(text, maxDepth)
    if (!isJsonObject(value)) return { problem: 'The document is not an object.' }
    const list = value.get('Statement') ?? []
    if (!Array.isArray(list)) return { problem: 'Statement is not a list.' }
    const statements = list as readonly JsonValue[]
    if (!statements.every(isJsonObject)) return { problem: 'A statement is not an object.' }
    const names = [...value.keys()]
    const place = value.has('Statement') ? names.indexOf('Statement') : names.length
    return { policy: { members: new Map([...value].filter(([name]) => name !== 'Statement')), statements, place } }
  } catch (error) {
    if (error instanceof JsonSyntaxError) return { problem: error.message }
    throw error
  }
}

/** Writes the document with two spaces for each level. Numbers keep the digits they came with. */
export function printRawPolicy({ members, statements, place }: RawPolicy): string {
  return printJson(new Map<string, JsonValue>([...members].toSpliced(place, 0, ['Statement', statements])), '')
}

/** Writes one value, of which the first line starts where it stands. */
export function printJson(value: JsonValue, indent: string): string {
  const deeper = `${indent}  `
  if (isJsonNumber(value)) return value.number
  if (isJsonObject(value)) {
    if (value.size === 0) return '{}'
    const lines = [...value].map(([name, member]) => `${deeper}${JSON.stringify(name)}: ${printJson(member, deeper)}`)
    return `{\n${lines.join(',\n')}\n${indent}}`
  }
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[]
    if (list.length === 0) return '[]'
    return `[\n${list.map((item) => deeper + printJson(item, deeper)).join(',\n')}\n${indent}]`
  }
  return JSON.stringify(value)
}
