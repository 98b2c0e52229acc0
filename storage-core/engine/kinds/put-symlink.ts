import { createHash } from 'node:crypto'
import { assertObjectKey, objectKeyProblem } from '../../model/names.ts'
import { ossError } from '../../model/oss-error.ts'
import type { EngineDependencies } from '../dependencies.ts'
import { requireBucket } from '../rows.ts'
import { assertMayOverwrite, writeVersion } from '../versions.ts'
import type { PutSymlinkInput, PutSymlinkOutput } from './kinds-engine.ts'

/**
 * Writes a link to a key of the same bucket (OSS documentation, "PutSymlink"). Whether the target exists, and what it is, is
 * looked at when the link is read.
 * @throws OssError NoSuchBucket, InvalidObjectName, InvalidArgument for a target that cannot be a key, FileAlreadyExists
 */
export async function putSymlink(deps: EngineDependencies, input: PutSymlinkInput): Promise<PutSymlinkOutput> {
  assertObjectKey(input.key)
  if (objectKeyProblem(input.target) !== undefined) {
    throw ossError('InvalidArgument', { details: { ArgumentName: 'x-oss-symlink-target', ArgumentValue: input.target } })
  }
  // Of the target's name: a link whose target changes is another link.
  const etag = createHash('md5').update(input.target, 'utf8').digest('hex').toUpperCase()
  const output = await deps.metadata.write((tx) => {
    const bucket = requireBucket(tx, input.bucket)
    assertMayOverwrite(tx, bucket, input.key, input.forbidOverwrite)
    const shown = writeVersion(tx, bucket, input.key, {
      sequence: tx.nextSequence(),
      type: 'Symlink',
      sizeBytes: 0,
      etag,
      crc64: 0n,
      lastModifiedMs: deps.clock.now(),
      storageClass: input.storageClass ?? bucket.storageClass,
      acl: input.acl,
      content: { kind: 'empty' },
      headers: input.headers,
      userMetadata: input.userMetadata,
      tags: input.tags,
      symlinkTarget: input.target,
      ...(input.author === undefined ? {} : { author: input.author }),
    })
    deps.failpoint?.('symlink.in-transaction')
    return { etag, ...shown }
  })
  deps.failpoint?.('symlink.committed')
  return output
}
