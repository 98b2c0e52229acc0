/** JSON as it was written: members in order, and none of them twice. Numbers keep their text. */
export type JsonValue = string | boolean | null | JsonNumber | readonly JsonValue[] | JsonObject
export type JsonObject = ReadonlyMap<string, JsonValue>
export interface JsonNumber {
  readonly number: string
}

export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError'
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map
}

export function isJsonNumber(value: JsonValue | undefined): value is JsonNumber {
  return typeof value === 'object' && value !== null && 'number' in value
}

const space = /[ \t\n\r]*/y
const number = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
// Everything up to the closing quotation mark; JSON.parse reads what is in it.
const string = /"(?:[^"\\]|\\.)*"/y

/**
 * Reads JSON strictly (RFC 8259): unlike JSON.parse it refuses a member that is there twice, of which the reader would get one
 * and the author may have meant the other, and nesting deeper than `maxDepth`.
 *
 * @throws JsonSyntaxError that says what is wrong, and in which line and column
 */
export function parseStrictJson(text: string, maxDepth: number): JsonValue {
  let at = 0

  function fail(reason: string, where = at): never {
    const before = text.slice(0, where)
    const line = before.split('\n').length
    throw new JsonSyntaxError(`${reason} (line ${line}, column ${where - before.lastIndexOf('\n')})`)
  }

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) at += found.length
    return found
  }

  function skipSpace(): void {
    take(space)
  }

  function takeString(): string {
    const from = at
    const raw = take(string) ?? fail('A text is not closed')
    try {
      return JSON.parse(raw) as string
    } catch {
      return fail('A text has an escape that JSON does not know, or a line break or tab, in it', from)
    }
  }

  function takeValue(depth: number): JsonValue {
    skipSpace()
    const next = text[at]
    if (next === undefined) return fail('The document ends too early')
    if (next === '"') return takeString()
    if (next === '{') return depth >= maxDepth ? fail('The document is nested too deeply') : takeObject(depth + 1)
    if (next === '[') return depth >= maxDepth ? fail('The document is nested too deeply') : takeArray(depth + 1)
    for (const [word, value] of words) {
      if (text.startsWith(word, at)) {
        at += word.length
        return value
      }
    }
    const digits = take(number)
    return digits === undefined ? fail(`Unexpected ${JSON.stringify(next)}`) : { number: digits }
  }

  /** Reads what is between the brackets, item by item. */
  function takeItems(close: string, takeItem: () => void): void {
    at += 1
    skipSpace()
    if (text[at] === close) {
      at += 1
      return
    }
    for (;;) {
      takeItem()
      skipSpace()
      const next = text[at]
      if (next !== ',' && next !== close) fail(next === undefined ? 'The document ends too early' : `Expected "," or "${close}"`)
      at += 1
      if (next === close) return
    }
  }

  function takeObject(depth: number): JsonObject {
    const members = new Map<string, JsonValue>()
    takeItems('}', () => {
      skipSpace()
      const from = at
      if (text[at] !== '"') fail('Expected the name of a member in quotation marks')
      const name = takeString()
      if (members.has(name)) fail(`The member ${JSON.stringify(name)} is there twice`, from)
      skipSpace()
      if (text[at] !== ':') fail('Expected ":"')
      at += 1
      members.set(name, takeValue(depth))
    })
    return members
  }

  function takeArray(depth: number): readonly JsonValue[] {
    const items: JsonValue[] = []
    takeItems(']', () => {
      items.push(takeValue(depth))
    })
    return items
  }

  const value = takeValue(0)
  skipSpace()
  if (at < text.length) fail('Something follows the document')
  return value
}

const words = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const
