import type { AccessKey, KeyHolder, PolicyText } from '../engine/identities/identity-engine.ts'
import { ossError } from '../model/oss-error.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { parsePolicy } from '../policy/parse-policy.ts'
import type { Principal } from '../policy/principal.ts'
import type { Identity } from './request-context.ts'

export const anonymous: Identity = { kind: 'anonymous', principal: { kind: 'anonymous' } }

/**
 * Finds who a key pair stands for, once the signature is checked. The answer is made once for each key and change of the
 * identities, policies parsed and all; after that it is one look-up in a map.
 * @returns a function that throws OssError InvalidAccessKeyId for a key that went away since the signature was checked
 */
export function createIdentify(findAccessKey: (accessKeyId: string) => AccessKey | undefined, maxEntries = 10_000): (accessKeyId: string) => Identity {
  const known = new Map<string, { readonly key: AccessKey; readonly identity: Identity }>()
  const read = createPolicyReader()
  return (accessKeyId) => {
    const key = findAccessKey(accessKeyId)
    if (key === undefined || key.isDisabled === true) throw ossError('InvalidAccessKeyId', { details: { OSSAccessKeyId: accessKeyId } })
    const before = known.get(accessKeyId)
    // The engine gives out the same object until something about an identity changes.
    if (before?.key === key) return before.identity
    if (known.size >= maxEntries) known.clear()
    const identity = identityOf(key, read)
    known.set(accessKeyId, { key, identity })
    return identity
  }
}

/** Who a key pair stands for. */
export function identityOf(key: AccessKey, read: PolicyReader = createPolicyReader()): Identity {
  const { accessKeyId, owner, holder, securityToken, isOfApp } = key
  const identity = { kind: holder.kind, owner, accessKeyId, isTemporary: securityToken !== undefined, principal: principalOf(holder, read) }
  return isOfApp === undefined ? identity : { ...identity, isOfApp }
}

function principalOf(holder: KeyHolder, read: PolicyReader): Principal {
  const named = (policies: readonly PolicyText[]) => policies.map(({ name, document }) => ({ name, document: read(document, 'ram') }))
  switch (holder.kind) {
    case 'account':
      return holder
    case 'user':
      return { ...holder, policies: named(holder.policies) }
    case 'role': {
      const { sessionPolicy, ...role } = holder
      const policies = named(holder.policies)
      return sessionPolicy === undefined ? { ...role, policies } : { ...role, policies, sessionPolicy: read(sessionPolicy, 'session') }
    }
  }
}

type PolicyReader = (document: string, kind: 'ram' | 'session') => PolicyDocument

/**
 * Parses a document once, however many identities have it and however often others change; what the evaluator compiles
 * from it is kept with it. They were checked when they came in: one that cannot be read any more fails the request, because
 * leaving out what may be a Deny would allow.
 */
function createPolicyReader(maxEntries = 1000): PolicyReader {
  const known = new Map<string, PolicyDocument>()
  return (document, kind) => {
    const name = `${kind} ${document}`
    const before = known.get(name)
    if (before !== undefined) return before
    const parsed = parsePolicy(document, { kind })
    if (known.size >= maxEntries) known.clear()
    known.set(name, parsed)
    return parsed
  }
}
