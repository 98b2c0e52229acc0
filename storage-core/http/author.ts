import type { Authored } from '../engine/object-engine.ts'
import type { VersionAuthor } from '../model/version-author.ts'
import type { Identity } from './request-context.ts'

/** What is kept of whoever sent a request, with the version that it writes. */
export function authorOf(identity: Identity): VersionAuthor {
  const { principal } = identity
  const key = identity.kind === 'anonymous' || identity.isOfApp === true ? {} : { accessKeyId: identity.accessKeyId }
  switch (principal.kind) {
    case 'anonymous':
      return { kind: 'anonymous' }
    case 'account':
      return { kind: 'account', accountId: principal.accountId, ...key }
    case 'user': {
      const { accountId, userId, userName } = principal
      return { kind: 'user', accountId, userId, userName, ...key }
    }
    case 'role': {
      const { accountId, roleId, roleName, sessionName } = principal
      return { kind: 'role', accountId, roleId, roleName, sessionName, ...key }
    }
  }
}

const authors = new WeakMap<Identity, Authored>()

/** The same, as the engine's writes take it: one object for an identity, which stays the same until something about it changes. */
export function writtenBy(identity: Identity): Authored {
  const known = authors.get(identity)
  if (known !== undefined) return known
  const authored = { author: authorOf(identity) }
  authors.set(identity, authored)
  return authored
}
