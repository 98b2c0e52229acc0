import { z } from 'zod'
import type { VersionAuthor } from '../../contract/versions.ts'
import { codeOf, isAbort } from '../errors.ts'
import { readFrom } from '../identities/read-identities.ts'
import type { Provider } from '../providers/object-provider.ts'

const AccessKeyId = z.string().optional()
const Told = z.discriminatedUnion('Kind', [
  z.object({ Kind: z.literal('Anonymous') }),
  z.object({ Kind: z.literal('Account'), AccountId: z.string(), AccessKeyId }),
  z.object({ Kind: z.literal('User'), AccountId: z.string(), UserId: z.string(), UserName: z.string(), AccessKeyId }),
  z.object({ Kind: z.literal('Role'), AccountId: z.string(), RoleId: z.string(), RoleName: z.string(), RoleSessionName: z.string(), AccessKeyId }),
  z.object({ Kind: z.literal('Lifecycle'), RuleId: z.string() }),
])
const Answer = z.object({ Versions: z.object({ Version: z.array(z.object({ VersionId: z.string(), Author: Told.optional() })) }) })

const unknown = (reason: Extract<VersionAuthor, { kind: 'unknown' }>['reason']): VersionAuthor => ({ kind: 'unknown', reason })

/**
 * Who wrote each of at most 100 versions, in their order. Only the local store keeps it; of other services the author is
 * unknown, whomever they say an object belongs to. Never fails but for an abort: a history without names is still a history.
 */
export async function readVersionAuthors(
  { ram }: Pick<Provider, 'ram'>,
  { bucket, key, versionIds, signal }: { readonly bucket: string; readonly key: string; readonly versionIds: readonly string[]; readonly signal: AbortSignal },
): Promise<readonly VersionAuthor[]> {
  if (ram === undefined) return versionIds.map(() => unknown('notTold'))
  try {
    const named = Object.fromEntries(versionIds.map((versionId, at) => [`VersionId.${at + 1}`, versionId]))
    const answer = readFrom(await ram({ action: 'ListVersionAuthors', parameters: { BucketName: bucket, ObjectKey: key, ...named }, signal }), Answer)
    return versionIds.map((_, at) => {
      const author = answer.Versions.Version[at]?.Author
      return author === undefined ? unknown('notKept') : authorOf(author)
    })
  } catch (error) {
    if (isAbort(error)) throw error
    const code = codeOf(error)
    // Of another account's bucket, which a bucket policy may open, the store tells no more than of none.
    const reason = code === 'NoPermission' || code === 'InvalidParameter' ? 'denied' : 'failed'
    return versionIds.map(() => unknown(reason))
  }
}

function authorOf(told: z.infer<typeof Told>): VersionAuthor {
  switch (told.Kind) {
    case 'Anonymous':
      return { kind: 'anonymous' }
    case 'Lifecycle':
      return { kind: 'lifecycle', ruleId: told.RuleId }
    case 'Account':
      return { kind: 'account', accountId: told.AccountId, ...keyOf(told) }
    case 'User':
      return { kind: 'user', accountId: told.AccountId, userId: told.UserId, userName: told.UserName, ...keyOf(told) }
    case 'Role':
      return { kind: 'role', accountId: told.AccountId, roleId: told.RoleId, roleName: told.RoleName, sessionName: told.RoleSessionName, ...keyOf(told) }
  }
}

function keyOf({ AccessKeyId: accessKeyId }: { readonly AccessKeyId?: string | undefined }): { readonly accessKeyId?: string } {
  return accessKeyId === undefined ? {} : { accessKeyId }
}
