import { isJsonObject, JsonSyntaxError, type JsonValue, parseStrictJson } from '../../../../storage-core/policy/strict-json.ts'

/** What a statement of a policy in AWS's language says, as far as it can be told from its text alone. */
export interface S3Statement {
  readonly effect: 'Allow' | 'Deny'
  /** `*` is everyone; else as the policy names them. */
  readonly who: readonly string[]
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly hasCondition: boolean
  /** It lets everyone in, if only under conditions. NotPrincipal does so as well: it leaves out a few. */
  readonly isForEveryone: boolean
}

const maxDepth = 32
const texts = (value: JsonValue | undefined): readonly string[] => (typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly JsonValue[]).filter((each) => typeof each === 'string') : [])
const named = (name: string, list: readonly string[]): readonly string[] => list.map((text) => `${name} ${text}`)

/**
 * Reads the statements of a bucket policy. `undefined` for what is no policy. Source: "Amazon S3 User Guide", "Policies and
 * permissions"; "AWS JSON policy elements".
 */
export function readS3Policy(text: string): readonly S3Statement[] | undefined {
  let value: JsonValue
  try {
    value = parseStrictJson(text, maxDepth)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined
    throw error
  }
  if (!isJsonObject(value)) return undefined
  const list = value.get('Statement')
  const statements = (Array.isArray(list) ? list : [list]) as readonly JsonValue[]
  if (!statements.every(isJsonObject)) return undefined
  return statements.map((statement): S3Statement => {
    const principal = statement.get('Principal')
    const who = isJsonObject(principal) ? [...principal.values()].flatMap(texts) : texts(principal)
    const notWho = statement.get('NotPrincipal')
    const isAllow = statement.get('Effect') === 'Allow'
    const condition = statement.get('Condition')
    return {
      effect: isAllow ? 'Allow' : 'Deny',
      who: notWho === undefined ? who : named('NotPrincipal', isJsonObject(notWho) ? [...notWho.values()].flatMap(texts) : texts(notWho)),
      actions: [...texts(statement.get('Action')), ...named('NotAction', texts(statement.get('NotAction')))],
      resources: [...texts(statement.get('Resource')), ...named('NotResource', texts(statement.get('NotResource')))],
      hasCondition: isJsonObject(condition) && condition.size > 0,
      isForEveryone: isAllow && (notWho !== undefined || who.includes('*')),
    }
  })
}
