import type { BucketAcl, ObjectAcl } from '../model/acl.ts'
import { findConditionKey } from './condition-keys.ts'
import { parseIpRange } from './ip-address.ts'
import type { PolicyDocument, Statement } from './document.ts'

/** True for the ACLs that let everyone read. Source: OSS documentation, "Block public access". */
export function isPublicAcl(acl: BucketAcl | ObjectAcl): boolean {
  return acl === 'public-read' || acl === 'public-read-write'
}

/** What GetBucketPolicyStatus answers: true when any statement is public. */
export function isPublic(policy: PolicyDocument): boolean {
  return policy.Statement.some(isPublicStatement)
}

/**
 * True for an Allow for everyone that no condition keeps to fixed VPCs, AccessKeys or networks. What it allows, and on what,
 * does not count. Networks are fixed from /8 on, IPv6 ones from /32 on (OSS documentation, "Block public access").
 *
 * Only conditions that ask for something keep people out: "not from this network" leaves the rest of the world. A role's
 * sessions `arn:sts::UID:assumed-role/ROLE/*` are those of one role, and so fixed.
 */
export function isPublicStatement({ Effect, Principal, Condition }: Statement): boolean {
  if (Effect === 'Deny' || !isForEveryone(Principal)) return false
  return !Object.entries(Condition ?? {}).some(([operator, keys]) =>
    Object.entries(keys).some(([key, values]) => values.length > 0 && values.every((value) => isFixed(operator, key, value))),
  )
}

function isForEveryone(principal: Statement['Principal']): boolean {
  if (!Array.isArray(principal)) return false
  const listed = principal as readonly string[]
  return listed.length === 0 || listed.includes('*')
}

const asksForText = new Set(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike'])
const asksForAddress = new Set(['IpAddress', 'IpAddressIncludeBorder'])
const fixedTexts = new Set(['acs:SourceVpc', 'acs:SourceVpcId', 'acs:AccessId'])
const leastMaskBits = { 4: 8, 6: 32 } as const

function isFixed(operator: string, keyName: string, value: string): boolean {
  const key = findConditionKey(keyName)?.key
  if (key === undefined) return false
  if (key.kind === 'address' && asksForAddress.has(operator)) {
    const range = parseIpRange(value)
    if (range?.version === undefined || range.prefixBits === undefined) return false
    return range.prefixBits >= leastMaskBits[range.version]
  }
  return fixedTexts.has(key.name) && asksForText.has(operator) && !/[*?]/.test(value)
}
