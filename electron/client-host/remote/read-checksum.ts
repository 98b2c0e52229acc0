import { checksumAlgorithms } from '../../../storage-core/model/object-checksum.ts'
import type { StoredChecksum } from '../../contract/objects.ts'

const checksumHeaders = checksumAlgorithms.map((algorithm) => [algorithm, `x-oss-checksum-${algorithm}`] as const)

/** What an answer says of an object's checksum (Amazon S3 User Guide, "Checking object integrity"). @param field a header by OSS's name */
export function readChecksum(field: (name: string) => string | undefined): StoredChecksum | undefined {
  for (const [algorithm, name] of checksumHeaders) {
    const value = field(name)
    if (value !== undefined) return { algorithm, value, type: isComposite(field('x-oss-checksum-type'), value) ? 'COMPOSITE' : 'FULL_OBJECT' }
  }
  return undefined
}

/** Services that came before there were types say it by the number of parts behind the value. */
export function isComposite(type: string | undefined, value: string): boolean {
  return type === 'COMPOSITE' || /-\d+$/.test(value)
}
