import { findConditionKey } from './condition-keys.ts'
import { conditionOperators, isConditionOperator, type ConditionOperatorName } from './condition-operators.ts'
import type { ConditionBlock, PolicyKind } from './document.ts'
import { describe, policyCauses, quote, type Place } from './policy-problems.ts'
import { isJsonNumber, isJsonObject, type JsonValue } from './strict-json.ts'

const otherServicesKey = /^[a-z][a-z0-9-]*:[^\s:]+$/i

/**
 * Reads a Condition element. An empty one is none. Undefined too when something is wrong with it, which is then reported.
 *
 * Numbers and booleans may be written as such for the operators that compare them, and are kept as text.
 */
export function readCondition(place: Place, kind: PolicyKind): ConditionBlock | undefined {
  const { value, report } = place
  if (value === undefined) return undefined
  if (!isJsonObject(value)) {
    report(`must be an object, and is ${describe(value)}.`)
    return undefined
  }
  const block: Record<string, Record<string, readonly string[]>> = {}
  for (const [operator, keys] of value) {
    if (!isConditionOperator(operator)) report(`${quote(operator)} is no condition operator.`)
    else if (!isJsonObject(keys)) report(`${operator} must be an object of condition keys, and is ${describe(keys)}.`)
    else if (keys.size === 0) report(`${operator} has no condition key.`)
    else block[operator] = readKeys(place, operator, keys, kind)
  }
  if (kind === 'bucket') requireSourceVpc(place, block)
  return Object.keys(block).length === 0 ? undefined : block
}

function readKeys(
  { report }: Place,
  operator: ConditionOperatorName,
  keys: ReadonlyMap<string, JsonValue>,
  kind: PolicyKind,
): Record<string, readonly string[]> {
  const read: Record<string, readonly string[]> = {}
  const seen = new Map<string, string>()
  for (const [name, value] of keys) {
    const problem = keyProblem(name, kind)
    if (problem !== undefined) report(`${operator}: ${problem}`)
    const twin = seen.get(name.toLowerCase())
    // The keys of tags do differ by letter case.
    const isTwin = problem === undefined && twin !== undefined && !name.includes('/')
    if (isTwin) report(`${operator}: ${name} is the same key as ${twin}.`)
    seen.set(name.toLowerCase(), name)
    const values = readValues(operator, value)
    if (typeof values === 'string') report(`${operator}, ${quote(name)}: ${values}`)
    else if (problem === undefined) read[name] = values
  }
  return read
}

// Policies of RAM are for all services, whose keys OSS does not know and requests to it do not have.
function keyProblem(name: string, kind: PolicyKind): string | undefined {
  const found = findConditionKey(name)
  if (kind !== 'bucket') return found || otherServicesKey.test(name) ? undefined : `${quote(name)} is no condition key.`
  if (found === undefined || found.key.isForeign === true) return `${quote(name)} is no condition key of OSS.`
  const spelling = `${found.key.name}${found.tagKey}`
  return name === spelling ? undefined : `${quote(name)} must be written ${spelling}.`
}

function readValues(operator: ConditionOperatorName, value: JsonValue): readonly string[] | string {
  const { family, compile, expected } = conditionOperators[operator]
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value]
  if (list.length === 0) return 'must have a value.'
  const texts: string[] = []
  for (const item of list) {
    const text = readValue(item, family)
    if (text === undefined) return `must have ${expected}, and has ${describe(item)}.`
    if (compile(text) === undefined) return `${quote(text)} is not ${expected}.`
    texts.push(text)
  }
  return texts
}

function readValue(item: JsonValue, family: string): string | undefined {
  if (typeof item === 'string') return item
  if (typeof item === 'boolean' && family === 'Bool') return String(item)
  return isJsonNumber(item) && family === 'Numeric' ? item.number : undefined
}

/** An address alone does not tell the Internet from a VPC that uses the same ones (OSS documentation, "0030-00000008"). */
function requireSourceVpc({ report }: Place, block: ConditionBlock): void {
  const names = new Set(Object.values(block).flatMap((keys) => Object.keys(keys)))
  if (names.has('acs:SourceIp') && !names.has('acs:SourceVpc')) {
    report(
      'acs:SourceIp must be accompanied by acs:SourceVpc, such as StringNotLike vpc-* for requests from the Internet.',
      policyCauses.sourceIpWithoutVpc,
    )
  }
}
