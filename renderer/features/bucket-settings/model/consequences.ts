import type { BucketSetting } from '../../../../electron/contract/bucket-settings.ts'
import type { BucketAcl } from '../../../../storage-core/model/acl.ts'
import { isPublicAcl } from '../../../../storage-core/policy/public-access.ts'

/** What else decides about a bucket, as far as it is known. */
export interface AccessAround {
  readonly acl: BucketAcl | undefined
  /** The policy has a statement that lets everyone in. */
  readonly policyIsPublic: boolean | undefined
  readonly blockPublicAccess: boolean | undefined
  /** Of S3: its ACL of a bucket opens the list and not the objects, and may name accounts and groups. */
  readonly isS3?: boolean
  readonly aclNamesOthers?: boolean
}

export type ConsequenceCode =
  | 'opensRead'
  | 'opensWrite'
  | 'opensList'
  | 'opensListAndWrite'
  | 'dropsGrants'
  | 'aclRefused'
  | 'closesAcl'
  | 'policyStillOpens'
  | 'unblocksAcl'
  | 'unblocksPolicy'
  | 'unblocksNothing'
  | 'blocksAcl'
  | 'blocksPolicy'
  | 'blocksNothing'
  | 'anyPageWrites'
  | 'noPageReads'
  | 'everyPageReads'
  | 'refusesDirectLinks'
  | 'refusesAnonymous'
  | 'letsAnonymousIn'
  | 'keepsVersions'
  | 'keepsForever'
  | 'keepsNoMore'
  | 'keepsOldVersions'

/** What a change means for others. `danger` opens something to everyone. */
export interface Consequence {
  readonly code: ConsequenceCode
  readonly severity: 'danger' | 'warn' | 'note'
}

const writing: ReadonlySet<string> = new Set(['PUT', 'POST', 'DELETE'])

/** What follows from a change, the worst first. */
export function consequencesOf(before: BucketSetting, after: BucketSetting, around: AccessAround): readonly Consequence[] {
  const found = [...find(before, after, around)]
  const order = ['danger', 'warn', 'note'] as const
  return found.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
}

function* find(before: BucketSetting, after: BucketSetting, { acl, policyIsPublic, blockPublicAccess, isS3 = false, aclNamesOthers = false }: AccessAround): Generator<Consequence> {
  if (before.name === 'acl' && after.name === 'acl' && before.acl !== after.acl) {
    if (isPublicAcl(after.acl) && blockPublicAccess === true) yield { code: 'aclRefused', severity: 'warn' }
    else if (after.acl === 'public-read-write') yield { code: isS3 ? 'opensListAndWrite' : 'opensWrite', severity: 'danger' }
    else if (after.acl === 'public-read' && before.acl === 'private') yield { code: isS3 ? 'opensList' : 'opensRead', severity: 'danger' }
    if (after.acl === 'private' && !isS3) yield { code: 'closesAcl', severity: 'note' }
    if (after.acl === 'private' && policyIsPublic === true && blockPublicAccess !== true) yield { code: 'policyStillOpens', severity: 'warn' }
  }
  if (after.name === 'acl' && aclNamesOthers) yield { code: 'dropsGrants', severity: 'warn' }
  if (before.name === 'publicAccessBlock' && after.name === 'publicAccessBlock' && before.blockPublicAccess !== after.blockPublicAccess) {
    const blocks = after.blockPublicAccess
    const aclOpens = acl !== undefined && isPublicAcl(acl)
    const severity = blocks ? 'note' : 'danger'
    if (aclOpens) yield { code: blocks ? 'blocksAcl' : 'unblocksAcl', severity }
    if (policyIsPublic === true) yield { code: blocks ? 'blocksPolicy' : 'unblocksPolicy', severity }
    if (!aclOpens && policyIsPublic !== true) yield { code: blocks ? 'blocksNothing' : 'unblocksNothing', severity: 'note' }
  }
  if (before.name === 'cors' && after.name === 'cors') {
    const anyPageWrites = ({ rules }: typeof after): boolean => rules.some(({ allowedOrigins, allowedMethods }) => allowedOrigins.includes('*') && allowedMethods.some((method) => writing.has(method)))
    if (anyPageWrites(after) && !anyPageWrites(before)) yield { code: 'anyPageWrites', severity: 'warn' }
    if (after.rules.length === 0 && before.rules.length > 0) yield { code: 'noPageReads', severity: 'warn' }
  }
  if (before.name === 'referer' && after.name === 'referer') {
    if (after.referers.length === 0 && before.referers.length > 0) yield { code: 'everyPageReads', severity: 'warn' }
    const refusesEmpty = ({ allowEmptyReferer, referers }: typeof after): boolean => !allowEmptyReferer && referers.length > 0
    if (refusesEmpty(after) && !refusesEmpty(before)) yield { code: 'refusesDirectLinks', severity: 'warn' }
  }
  if (before.name === 'requestPayment' && after.name === 'requestPayment' && before.payer !== after.payer) {
    const isOpen = blockPublicAccess !== true && ((acl !== undefined && isPublicAcl(acl)) || policyIsPublic === true)
    if (after.payer === 'Requester') yield { code: 'refusesAnonymous', severity: 'warn' }
    else if (isOpen) yield { code: 'letsAnonymousIn', severity: 'danger' }
  }
  if (before.name === 'versioning' && after.name === 'versioning' && before.status !== after.status) {
    if (before.status === 'Unset') yield { code: 'keepsForever', severity: 'warn' }
    if (after.status === 'Enabled') yield { code: 'keepsVersions', severity: 'note' }
    else yield* [{ code: 'keepsNoMore', severity: 'warn' } as const, { code: 'keepsOldVersions', severity: 'note' } as const]
  }
}
