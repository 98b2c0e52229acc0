import { isBucketName, objectKeyProblem } from '../../model/names.ts'
import { isOssError } from '../../model/oss-error.ts'
import { ramError } from '../../model/ram-error.ts'
import type { VersionAuthor } from '../../model/version-author.ts'
import { isVersionId } from '../parse/version-id.ts'
import type { RpcAction, RpcCall } from '../rpc/rpc-action.ts'
import { ramVersion as version } from '../rpc/rpc-action.ts'
import type { RpcObject } from '../rpc/rpc-answer.ts'

const mostVersions = 100

/**
 * Who wrote versions and delete markers of an object, `VersionId.1` to `VersionId.100`. OSS keeps nothing of the kind and its
 * answers have no place for it, so it is asked here: identities of the account that the bucket belongs to may, whose policies
 * say so.
 */
export const versionAuthorActions: readonly RpcAction[] = [
  {
    name: 'ListVersionAuthors',
    version,
    resource: ({ parameters }) => `version-author/${parameters.required('BucketName')}`,
    async run(call) {
      const { parameters, engine } = call
      const bucket = parameters.required('BucketName')
      const key = parameters.required('ObjectKey')
      if (objectKeyProblem(key) !== undefined) throw ramError('InvalidParameter', 'The parameter ObjectKey is no key of an object.')
      const versionIds = readVersionIds(parameters)
      await assertOwn(call, bucket)
      const entries = await engine.listVersionAuthors({ bucket, key, versionIds })
      return {
        Versions: { Version: entries.map(({ versionId, isThere, author }) => ({ VersionId: versionId, IsThere: isThere, ...(author === undefined ? {} : { Author: authorObject(author) }) })) },
      }
    },
  },
]

/** @throws RamError InvalidParameter, MissingParameter */
function readVersionIds(parameters: RpcCall['parameters']): readonly string[] {
  const versionIds: string[] = []
  for (let at = 1; at <= mostVersions + 1; at++) {
    const name = `VersionId.${at}`
    const versionId = at === 1 ? parameters.required(name) : parameters.optional(name)
    if (versionId === undefined) return versionIds
    if (!isVersionId(versionId)) throw ramError('InvalidParameter', `The parameter ${name} is no version id.`)
    versionIds.push(versionId)
  }
  throw ramError('InvalidParameter', `The authors of at most ${mostVersions} versions are told at once.`)
}

/** One answer for a bucket that is not there and for one of another account. @throws RamError InvalidParameter */
async function assertOwn({ accountId, engine }: RpcCall, bucket: string): Promise<void> {
  const noBucket = () => ramError('InvalidParameter', `The account has no bucket ${bucket}.`)
  if (!isBucketName(bucket)) throw noBucket()
  try {
    const { owner } = await engine.getBucketInfo({ bucket })
    if (owner.id !== accountId) throw noBucket()
  } catch (error) {
    throw isOssError(error, 'NoSuchBucket') ? noBucket() : error
  }
}

function authorObject(author: VersionAuthor): RpcObject {
  switch (author.kind) {
    case 'anonymous':
      return { Kind: 'Anonymous' }
    case 'lifecycle':
      return { Kind: 'Lifecycle', RuleId: author.ruleId }
    case 'account':
      return { Kind: 'Account', AccountId: author.accountId, AccessKeyId: author.accessKeyId }
    case 'user':
      return { Kind: 'User', AccountId: author.accountId, UserId: author.userId, UserName: author.userName, AccessKeyId: author.accessKeyId }
    case 'role': {
      const { accountId, roleId, roleName, sessionName, accessKeyId } = author
      return { Kind: 'Role', AccountId: accountId, RoleId: roleId, RoleName: roleName, RoleSessionName: sessionName, AccessKeyId: accessKeyId }
    }
  }
}
