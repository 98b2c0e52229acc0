import { diffSequences, numbering } from './sequence-diff.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** One place where two documents differ; the side without a value had none. */
export interface JsonDifference {
  /** Names and indexes from the root; of arrays the index on the side that has it, the later one where both have. */
  readonly path: readonly (string | number)[]
  readonly kind: 'added' | 'removed' | 'changed'
  readonly before?: Json
  readonly after?: Json
}

/** Differences that are listed; what is beyond is counted as more. */
export const mostDifferences = 5000

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value)
const isObject = (value: Json): value is { readonly [name: string]: Json } => typeof value === 'object' && value !== null && !isArray(value)

/** Members in one order: the order of names means nothing in JSON. */
function canonical(value: Json): string {
  if (isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (isObject(value)) return `{${Object.keys(value).toSorted().map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join(',')}}`
  return JSON.stringify(value)
}

/** What tells the elements of an array apart, when all of them have it and no two the same. */
function identityOf(elements: readonly Json[]): string | undefined {
  return ['id', 'key', 'name', 'Id', 'ID', 'Key', 'Name'].find((name) => {
    const seen = new Set<unknown>()
    return elements.length > 0 && elements.every((element) => {
      if (!isObject(element)) return false
      const value = element[name]
      if ((typeof value !== 'string' && typeof value !== 'number') || seen.has(value)) return false
      seen.add(value)
      return true
    })
  })
}

/** Where two documents differ, by structure: neither layout nor the order of names counts. */
export function diffJson(before: Json, after: Json): { readonly differences: readonly JsonDifference[]; readonly isCut: boolean } {
  const differences: JsonDifference[] = []
  const isFull = (): boolean => differences.length >= mostDifferences
  const put = (difference: JsonDifference): void => {
    if (!isFull()) differences.push(difference)
  }
  const compare = (a: Json, b: Json, path: readonly (string | number)[]): void => {
    if (isFull()) return
    if (isArray(a) && isArray(b)) compareArrays(a, b, path)
    else if (isObject(a) && isObject(b)) {
      for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
        // Names are a stranger's: `constructor` and `toString` are members only where the document says so.
        const [was, is] = [Object.hasOwn(a, name) ? a[name] : undefined, Object.hasOwn(b, name) ? b[name] : undefined]
        if (was === undefined && is !== undefined) put({ path: [...path, name], kind: 'added', after: is })
        else if (is === undefined && was !== undefined) put({ path: [...path, name], kind: 'removed', before: was })
        else if (was !== undefined && is !== undefined) compare(was, is, [...path, name])
      }
    } else if (a !== b) put({ path, kind: 'changed', before: a, after: b })
  }
  const compareArrays = (a: readonly Json[], b: readonly Json[], path: readonly (string | number)[]): void => {
    const identity = identityOf(a)
    if (identity !== undefined && identity === identityOf(b)) {
      compareByIdentity(a, b, identity, path)
      return
    }
    const idsOf = numbering()
    for (const run of diffSequences(idsOf(a.map(canonical)), idsOf(b.map(canonical)))) {
      if (run.same) continue
      const paired = Math.min(run.before, run.after)
      for (let at = 0; at < paired; at++) compare(a[run.a + at] ?? null, b[run.b + at] ?? null, [...path, run.b + at])
      for (let at = paired; at < run.before; at++) put({ path: [...path, run.a + at], kind: 'removed', before: a[run.a + at] ?? null })
      for (let at = paired; at < run.after; at++) put({ path: [...path, run.b + at], kind: 'added', after: b[run.b + at] ?? null })
    }
  }
  const compareByIdentity = (a: readonly Json[], b: readonly Json[], name: string, path: readonly (string | number)[]): void => {
    const valueOf = (element: Json): unknown => (isObject(element) ? element[name] : undefined)
    const places = new Map(b.map((element, index) => [valueOf(element), index]))
    const met = new Set<number>()
    for (const [index, element] of a.entries()) {
      const place = places.get(valueOf(element))
      if (place === undefined) put({ path: [...path, index], kind: 'removed', before: element })
      else {
        met.add(place)
        compare(element, b[place] ?? null, [...path, place])
      }
    }
    for (const [index, element] of b.entries()) if (!met.has(index)) put({ path: [...path, index], kind: 'added', after: element })
  }
  compare(before, after, [])
  return { differences, isCut: isFull() }
}

/** Documents that are no JSON, and those nested too deeply to be walked through, are told by a word. */
export type JsonComparison = { readonly places: readonly JsonPlace[]; readonly isCut: boolean } | 'unreadable' | 'tooIntricate'

/** A difference as it is shown. */
export interface JsonPlace {
  readonly path: string
  readonly kind: JsonDifference['kind']
  readonly before: string
  readonly after: string
}

const shownCharacters = 400
const shortText = (value: Json | undefined): string => (value === undefined ? '' : JSON.stringify(value).slice(0, shownCharacters))

/** Two documents, as their texts, compared by structure. */
export function compareJson(before: string, after: string): JsonComparison {
  try {
    const { differences, isCut } = diffJson(JSON.parse(before) as Json, JSON.parse(after) as Json)
    return { places: differences.map((one) => ({ path: pathText(one.path), kind: one.kind, before: shortText(one.before), after: shortText(one.after) })), isCut }
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return 'unreadable'
    // The only other thing that can go wrong: more levels than the stack has room for.
    if (thrown instanceof RangeError) return 'tooIntricate'
    throw thrown
  }
}

/** `$.users[3].name`, with quotes where a name needs them. */
export function pathText(path: readonly (string | number)[]): string {
  return `$${path.map((step) => (typeof step === 'number' ? `[${step}]` : /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`)).join('')}`
}
