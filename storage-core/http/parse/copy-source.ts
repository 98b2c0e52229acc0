import type { VersionAddress } from '../../engine/object-engine.ts'
import { assertBucketName, assertObjectKey } from '../../model/names.ts'
import { decodePathText } from '../target.ts'
import { parseQuery } from '../target.ts'
import { invalidArgument } from './arguments.ts'
import { versionIdQuery } from './version-id.ts'

const name = 'x-oss-copy-source'

/**
 * Reads `/bucket/url-encoded-key[?versionId=...]`. OSS documentation, "CopyObject".
 * @throws OssError InvalidArgument, InvalidBucketName, InvalidObjectName
 */
export function parseCopySource(header: string): VersionAddress {
  const question = header.indexOf('?')
  const path = (question < 0 ? header : header.slice(0, question)).replace(/^\//, '')
  const version = question < 0 ? {} : versionIdQuery(parseQuery(header.slice(question + 1)))
  const slash = path.indexOf('/')
  const bucket = slash < 0 ? undefined : decodePathText(path.slice(0, slash))
  const key = decodePathText(path.slice(slash + 1))
  if (bucket === undefined || bucket === '' || key === undefined || key === '') {
    throw invalidArgument(name, header, 'Copy Source must mention the source bucket and key: /sourcebucket/sourcekey.')
  }
  assertBucketName(bucket)
  assertObjectKey(key)
  return { bucket, key, ...version }
}
