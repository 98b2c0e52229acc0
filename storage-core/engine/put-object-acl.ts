import type { ObjectAcl } from '../model/acl.ts'
import { changeObject } from './change-object.ts'
import type { EngineDependencies } from './dependencies.ts'
import type { VersionAddress, VersionOutput } from './object-engine.ts'

/**
 * Gives an object an ACL of its own, or with `default` the bucket's (OSS documentation, "PutObjectACL").
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion
 */
export function putObjectAcl(
  deps: EngineDependencies,
  input: VersionAddress & { readonly acl: ObjectAcl },
): Promise<VersionOutput> {
  return changeObject(deps, input, (row) => ({ ...row, acl: input.acl }))
}
