import type { VersionAuthor } from '../model/version-author.ts'

/**
 * An author on disk: a list of texts, of which the first says the kind. Within the record of an object it is a member of its
 * JSON, behind that of a delete marker it is JSON of its own. An older program does not look at it, and drops it when it
 * rewrites the record; a kind that is not known counts as no author.
 *
 * ```
 *  ["-"]                                                        anonymous
 *  ["a", account, AccessKeyId?]
 *  ["u", account, user, user's name, AccessKeyId?]
 *  ["r", account, role, role's name, session's name, AccessKeyId?]
 *  ["l", rule]                                                  lifecycle
 * ```
 */
export type StoredAuthor = readonly string[]

/**
 * Characters kept of each text. All that the store makes itself is shorter; an AccessKeyId that somebody chose need not be,
 * and every listing steps over these records.
 */
const keptCharacters = 255

const texts = new WeakMap<VersionAuthor, string>()

/** The JSON of an author. Whoever writes much is the same object each time, and is put into words once. */
export function authorText(author: VersionAuthor): string {
  const known = texts.get(author)
  if (known !== undefined) return known
  const stored: StoredAuthor = textsOf(author).map((text) => (text.length > keptCharacters ? text.slice(0, keptCharacters) : text))
  const text = JSON.stringify(stored)
  texts.set(author, text)
  return text
}

function textsOf(author: VersionAuthor): StoredAuthor {
  if (author.kind === 'anonymous') return ['-']
  if (author.kind === 'lifecycle') return ['l', author.ruleId]
  const key = author.accessKeyId === undefined ? [] : [author.accessKeyId]
  switch (author.kind) {
    case 'account':
      return ['a', author.accountId, ...key]
    case 'user':
      return ['u', author.accountId, author.userId, author.userName, ...key]
    case 'role':
      return ['r', author.accountId, author.roleId, author.roleName, author.sessionName, ...key]
  }
}

/** Undefined for a kind that this program does not know. */
export function readAuthor([kind = '', first = '', second = '', third = '', fourth = '', ...rest]: StoredAuthor): VersionAuthor | undefined {
  switch (kind) {
    case '-':
      return { kind: 'anonymous' }
    case 'l':
      return { kind: 'lifecycle', ruleId: first }
    case 'a':
      return { kind: 'account', accountId: first, ...keyOf(second) }
    case 'u':
      return { kind: 'user', accountId: first, userId: second, userName: third, ...keyOf(fourth) }
    case 'r':
      return { kind: 'role', accountId: first, roleId: second, roleName: third, sessionName: fourth, ...keyOf(rest[0] ?? '') }
    default:
      return undefined
  }
}

function keyOf(accessKeyId: string): { readonly accessKeyId?: string } {
  return accessKeyId === '' ? {} : { accessKeyId }
}
