import { isJsonObject, JsonSyntaxError, parseStrictJson } from '../../../../storage-core/policy/strict-json.ts'

const maxDepth = 32

/** How many statements a policy has, of whatever service; 0 where none can be told apart. */
export function readStatementCount(text: string): number {
  try {
    const value = parseStrictJson(text, maxDepth)
    const list = isJsonObject(value) ? value.get('Statement') : undefined
    return Array.isArray(list) ? list.length : list === undefined ? 0 : 1
  } catch (error) {
    if (error instanceof JsonSyntaxError) return 0
    throw error
  }
}
