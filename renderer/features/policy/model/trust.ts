import { isJsonObject, type JsonObject, type JsonValue } from '../../../../storage-core/policy/strict-json.ts'
import { withElement } from './statement-view.ts'

/** Kinds of those whom a role may trust, as a trust policy groups them. */
const kinds = ['RAM', 'Service', 'Federated'] as const
type TrustKind = (typeof kinds)[number]

/** Which group a name belongs to. Source: RAM documentation, "Modify the trust policy of a RAM role". */
function kindOf(name: string): TrustKind {
  if (/:(saml|oidc)-provider\//.test(name)) return 'Federated'
  return name.startsWith('acs:ram:') ? 'RAM' : 'Service'
}

/** Everybody whom a statement of a trust policy names; undefined where it has another form, which the JSON alone can show. */
export function trustedBy(statement: JsonObject): readonly string[] | undefined {
  const principal = statement.get('Principal') ?? new Map<string, JsonValue>()
  if (!isJsonObject(principal)) return undefined
  const names: string[] = []
  for (const [kind, value] of principal) {
    const list = (Array.isArray(value) ? value : [value]) as readonly JsonValue[]
    if (!kinds.some((each) => each === kind) || !list.every((item) => typeof item === 'string')) return undefined
    // A name in a group that is not its own would move when it is written again.
    if (list.some((name) => kindOf(name) !== kind)) return undefined
    names.push(...list)
  }
  return names
}

/** The statement with these names in the place of those it had, each in its group. */
export function withTrusted(statement: JsonObject, names: readonly string[]): JsonObject {
  const groups = kinds.flatMap((kind): [string, JsonValue][] => {
    const list = [...new Set(names.filter((name) => kindOf(name) === kind))]
    return list.length === 0 ? [] : [[kind, list]]
  })
  return withElement(statement, 'Principal', groups.length === 0 ? undefined : new Map(groups))
}
