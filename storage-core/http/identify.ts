import type { AccessKey, PolicyText } from '../engine/identities/identity-engine.ts'
import { ossError } from '../model/oss-error.ts'
import { parsePolicy } from '../policy/parse-policy.ts'
import type { NamedPolicy, Principal } from '../policy/principal.ts'
import type { Identity } from './request-context.ts'

export const anonymous: Identity = { kind: 'anonymous', principal: { kind: 'anonymous' } }

/**
 * Finds who a key pair stands for, once the signature is checked. The answer is made once for each key and change of the
 * identities, policies parsed and all; after that it is one look-up in a map.
 * @returns a function that throws OssError InvalidAccessKeyId for a key that went away since the signature was checked
 */
export function createIdentify(findAccessKey: (accessKeyId: string) => AccessKey | undefined, maxEntries = 10_000): (accessKeyId: string) => Identity {
  const known = new Map<string, { readonly key: AccessKey; readonly identity: Identity }>()
  return (accessKeyId) => {
    const key = findAccessKey(accessKeyId)
    if (key === undefined || key.isDisabled === true) throw ossError('InvalidAccessKeyId', { details: { OSSAccessKeyId: accessKeyId } })
    const before = known.get(accessKeyId)
    // The engine gives out the same object until something about an identity changes.
    if (before?.key === key) return before.identity
    if (known.size >= maxEntries) known.clear()
    const identity = identityOf(key)
    known.set(accessKeyId, { key, identity })
    return identity
  }
}

/** Who a key pair stands for. */
export function identityOf(key: AccessKey): Identity {
  const { accessKeyId, owner, holder, securityToken } = key
  return { kind: holder.kind, owner, accessKeyId, isTemporary: securityToken !== undefined, principal: principalOf(key) }
}

function principalOf({ holder }: AccessKey): Principal {
  switch (holder.kind) {
    case 'account':
      return holder
    case 'user':
      return { ...holder, policies: parseAll(holder.policies) }
    case 'role': {
      const { sessionPolicy, ...role } = holder
      const policies = parseAll(holder.policies)
      return sessionPolicy === undefined ? { ...role, policies } : { ...role, policies, sessionPolicy: parsePolicy(sessionPolicy, { kind: 'session' }) }
    }
  }
}

// They were checked when they came in. One that cannot be read fails the request: leaving out what may be a Deny would allow.
function parseAll(policies: readonly PolicyText[]): readonly NamedPolicy[] {
  return policies.map(({ name, document }) => ({ name, document: parsePolicy(document, { kind: 'ram' }) }))
}
