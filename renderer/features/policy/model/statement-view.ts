import { splitResource } from '../../../../storage-core/policy/compile-policy.ts'
import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue } from '../../../../storage-core/policy/strict-json.ts'
import { type AccessLevel, levelOf } from './levels.ts'

/** Where a statement applies, one for each of its resources. */
export interface Place {
  /** `folder` and `object` are below the bucket; `pattern` is any other text. */
  readonly kind: 'everything' | 'bucket' | 'allObjects' | 'folder' | 'object' | 'pattern'
  /** Key of the folder (with its slash) or object; the resource itself of a pattern. */
  readonly text: string
  /** As the document has it. */
  readonly resource: string
}

/** One test of a condition. */
export interface ConditionRow {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

/** A statement as the visual editor shows it. What it cannot show is `undefined` here and stays in the document. */
export interface StatementView {
  readonly sid: string | undefined
  readonly effect: 'Allow' | 'Deny' | undefined
  /** Texts of `Principal`; `*` for everyone. */
  readonly principals: readonly string[] | undefined
  readonly actions: readonly string[] | undefined
  readonly level: AccessLevel | undefined
  readonly places: readonly Place[] | undefined
  readonly conditions: readonly ConditionRow[] | undefined
  /** Elements that only the JSON can show, each with what it holds. */
  readonly others: readonly (readonly [name: string, value: JsonValue])[]
}

const shown = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'])

/** Reads what of a statement of this bucket's policy can be shown. */
export function viewOf(statement: JsonObject, bucket: string): StatementView {
  const sid = statement.get('Sid')
  const effect = statement.get('Effect')
  const actions = textsOf(statement.get('Action'))
  const conditions = statement.has('Condition') ? conditionsOf(statement.get('Condition')) : []
  const view = {
    sid: typeof sid === 'string' ? sid : undefined,
    effect: effect === 'Allow' || effect === 'Deny' ? effect : undefined,
    principals: principalsOf(statement.get('Principal')),
    actions,
    level: actions === undefined ? undefined : levelOf(actions),
    places: textsOf(statement.get('Resource'))?.map((resource) => placeOf(resource, bucket)),
    conditions,
  } as const
  const unread: Readonly<Record<string, unknown>> = {
    Sid: view.sid,
    Effect: view.effect,
    Principal: view.principals,
    Action: view.actions,
    Resource: view.places,
    Condition: view.conditions,
  }
  const others = [...statement].filter(([name]) => !shown.has(name) || unread[name] === undefined)
  return { ...view, others }
}

/** An empty list stands for everyone, as OSS reads it. */
function principalsOf(value: JsonValue | undefined): readonly string[] | undefined {
  const texts = textsOf(value)
  return texts?.length === 0 ? ['*'] : texts
}

/** One text, or a list of nothing but texts. */
export function textsOf(value: JsonValue | undefined): readonly string[] | undefined {
  if (typeof value === 'string') return [value]
  if (!Array.isArray(value)) return undefined
  const list = value as readonly JsonValue[]
  return list.every((item) => typeof item === 'string') ? list : undefined
}

/** Where a resource is, for somebody who looks at this bucket. */
export function placeOf(resource: string, bucket: string): Place {
  const at = (kind: Place['kind'], text: string): Place => ({ kind, text, resource })
  if (resource === '*') return at('everything', resource)
  const parts = splitResource(resource)
  // A region or an account that is named narrows the resource, which only its text shows.
  if (parts === undefined || parts.service !== 'oss' || parts.region !== '*' || parts.account !== '*') return at('pattern', resource)
  if (parts.relative === bucket) return at('bucket', resource)
  if (parts.relative === `${bucket}/*`) return at('allObjects', resource)
  if (!parts.relative.startsWith(`${bucket}/`)) return at('pattern', resource)
  const key = parts.relative.slice(bucket.length + 1)
  if (key !== '' && !key.includes('*')) return at('object', key)
  const folder = key.slice(0, -1)
  return key.endsWith('/*') && !folder.includes('*') ? at('folder', folder) : at('pattern', resource)
}

/** The resource that a place is written as. */
export function resourceOf(kind: Exclude<Place['kind'], 'pattern'>, bucket: string, key = ''): string {
  if (kind === 'everything') return '*'
  if (kind === 'bucket') return `acs:oss:*:*:${bucket}`
  if (kind === 'object') return `acs:oss:*:*:${bucket}/${key}`
  return `acs:oss:*:*:${bucket}/${kind === 'allObjects' ? '' : key}*`
}

function conditionsOf(value: JsonValue | undefined): readonly ConditionRow[] | undefined {
  if (!isJsonObject(value)) return undefined
  const rows: ConditionRow[] = []
  for (const [operator, keys] of value) {
    if (!isJsonObject(keys)) return undefined
    for (const [key, held] of keys) {
      const values = valuesOf(held)
      if (values === undefined) return undefined
      rows.push({ operator, key, values })
    }
  }
  return rows
}

function valuesOf(value: JsonValue): readonly string[] | undefined {
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value]
  const texts = list.map((item) => (typeof item === 'string' ? item : typeof item === 'boolean' ? String(item) : isJsonNumber(item) ? item.number : undefined))
  return texts.every((text) => text !== undefined) ? texts : undefined
}

/** Order in which a new element finds its place among those that are there. */
const order = ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']

/** Puts an element in a statement's JSON, in its place; undefined takes it out. Everything else stays. */
export function withElement(statement: JsonObject, name: string, value: JsonValue | undefined): JsonObject {
  if (value === undefined) return new Map([...statement].filter(([each]) => each !== name))
  if (statement.has(name)) return new Map([...statement].map(([each, held]) => [each, each === name ? value : held]))
  const before = new Set(order.slice(0, order.indexOf(name)))
  const entries = [...statement]
  const at = entries.findLastIndex(([each]) => before.has(each)) + 1
  return new Map([...entries.slice(0, at), [name, value], ...entries.slice(at)])
}

/**
 * Writes conditions as the document nests them. Rows of one operator and key are joined; none at all take the element away.
 * What a row leaves as it was keeps the form in which it was written.
 */
export function withConditions(statement: JsonObject, rows: readonly ConditionRow[]): JsonObject {
  const former = statement.get('Condition')
  const block = new Map<string, Map<string, JsonValue>>()
  for (const { operator, key, values } of rows) {
    const keys = block.get(operator) ?? new Map<string, JsonValue>()
    const joined = keys.has(key) ? [...new Set([...(valuesOf(keys.get(key) ?? []) ?? []), ...values])] : values
    block.set(operator, keys.set(key, asWritten(former, operator, key, joined) ?? joined))
  }
  return withElement(statement, 'Condition', block.size === 0 ? undefined : block)
}

/** The values of a condition that has exactly these already; undefined when it has others. */
function asWritten(condition: JsonValue | undefined, operator: string, key: string, values: readonly string[]): JsonValue | undefined {
  const keys = isJsonObject(condition) ? condition.get(operator) : undefined
  const held = isJsonObject(keys) ? keys.get(key) : undefined
  const texts = held === undefined ? undefined : valuesOf(held)
  return texts?.length === values.length && texts.every((text, index) => text === values[index]) ? held : undefined
}
