import type { IncomingHttpHeaders } from 'node:http'
import { checksumAlgorithms } from '../../../storage-core/model/object-checksum.ts'
import type { StoredChecksum } from '../../contract/objects.ts'
import { headerText } from './error-answer.ts'

/** What an answer says of an object's checksum (Amazon S3 User Guide, "Checking object integrity"). Headers in OSS's words. */
export function readChecksum(headers: IncomingHttpHeaders): StoredChecksum | undefined {
  for (const algorithm of checksumAlgorithms) {
    const value = headerText(headers[`x-oss-checksum-${algorithm}`])
    if (value !== undefined) return { algorithm, value, type: isComposite(headerText(headers['x-oss-checksum-type']), value) ? 'COMPOSITE' : 'FULL_OBJECT' }
  }
  return undefined
}

/** Services that came before there were types say it by the number of parts behind the value. */
export function isComposite(type: string | undefined, value: string): boolean {
  return type === 'COMPOSITE' || /-\d+$/.test(value)
}
