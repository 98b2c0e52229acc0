import { isJsonNumber, isJsonObject, type JsonValue } from './strict-json.ts'

/** Why a document is no policy. */
export interface PolicyProblem {
  /** A sentence that begins with the place, as `Statement[1].Action: …`. */
  readonly message: string
  /** OSS's diagnostic code (OSS documentation, "30-POLICY"). */
  readonly ec: string
  /** From 0; absent when the problem is the whole document's. */
  readonly statement?: number
  /** The member of the statement, or of the document. */
  readonly element?: string
}

export const policyCauses = {
  tooLarge: '0030-00000001',
  version: '0030-00000002',
  fieldTooLong: '0030-00000003',
  notUtf8: '0030-00000004',
  invalid: '0030-00000005',
  consecutiveWildcards: '0030-00000007',
  sourceIpWithoutVpc: '0030-00000008',
} as const

/** One element of a document under examination: where it is, what it holds, and where to report what is wrong with it. */
export interface Place {
  readonly value: JsonValue | undefined
  readonly report: (reason: string, ec?: string) => void
}

/** Makes the places of one statement, or of the document itself. */
export function placesOf(members: ReadonlyMap<string, JsonValue>, problems: PolicyProblem[], statement?: number) {
  return (element: string): Place => ({
    value: members.get(element),
    report(reason, ec = policyCauses.invalid) {
      const path = statement === undefined ? element : `Statement[${statement}].${element}`
      problems.push({ message: `${path}: ${reason}`, ec, element, ...(statement === undefined ? {} : { statement }) })
    },
  })
}

/** Reads a text, or a list of texts that is not empty. Undefined when it is neither, which is then reported. */
export function readTexts({ value, report }: Place, what: string): readonly string[] | undefined {
  const list = typeof value === 'string' ? [value] : value
  if (!Array.isArray(list)) {
    report(`must be ${what}, or a list of them, and is ${describe(value)}.`)
    return undefined
  }
  const items = list as readonly JsonValue[]
  if (items.length === 0) {
    report('must not be an empty list.')
    return undefined
  }
  const texts = items.filter((item) => typeof item === 'string')
  const other = items.find((item) => typeof item !== 'string')
  if (other !== undefined) report(`must have texts in its list, and has ${describe(other)}.`)
  if (texts.some((text) => text === '')) report('must not have an empty text.')
  return texts.length === items.length ? texts : undefined
}

export function describe(value: JsonValue | undefined): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (typeof value === 'string') return 'a text'
  if (typeof value === 'boolean') return String(value)
  if (isJsonNumber(value)) return `the number ${value.number}`
  return isJsonObject(value) ? 'an object' : 'a list'
}

/** Shortens what a message repeats of a document. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 117)}...` : text)
}
