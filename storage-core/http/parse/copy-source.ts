import { assertBucketName, assertObjectKey } from '../../model/names.ts'
import { decodePathText } from '../target.ts'
import { parseQuery, type Address } from '../target.ts'
import { invalidArgument } from './arguments.ts'
import { assertVersionId } from './version-id.ts'

const name = 'x-oss-copy-source'

/**
 * Reads `/bucket/url-encoded-key[?versionId=...]`. OSS documentation, "CopyObject".
 * @throws OssError InvalidArgument, InvalidBucketName, InvalidObjectName, NoSuchVersion
 */
export function parseCopySource(header: string): Address {
  const question = header.indexOf('?')
  const path = (question < 0 ? header : header.slice(0, question)).replace(/^\//, '')
  if (question >= 0) assertVersionId(parseQuery(header.slice(question + 1)), 'NoSuchVersion')
  const slash = path.indexOf('/')
  const bucket = slash < 0 ? undefined : decodePathText(path.slice(0, slash))
  const key = decodePathText(path.slice(slash + 1))
  if (bucket === undefined || bucket === '' || key === undefined || key === '') {
    throw invalidArgument(name, header, 'Copy Source must mention the source bucket and key: /sourcebucket/sourcekey.')
  }
  assertBucketName(bucket)
  assertObjectKey(key)
  return { bucket, key }
}
