import type { PartChecksum, UploadChecksum } from '../../../model/object-checksum.ts'
import { ossError } from '../../../model/oss-error.ts'
import { uploadPart as ossUploadPart } from '../../operations/upload-part.ts'
import { emptyReply } from '../../reply.ts'
import { announcedAlgorithm, assertAnnounced, checksumHeaderPrefix, checksummed, claimedChecksum } from '../checksums.ts'
import { s3Operation } from '../s3-operation.ts'
import { checksumOfUpload } from '../upload-checksum.ts'

/**
 * UploadPart. A checksum that the body was held against is kept with the part and said again. It has to be of the kind the upload
 * was begun with; where that is one of the whole object, and the part brings none, it is computed.
 */
export const uploadPart = s3Operation({
  ...ossUploadPart,
  name: 'UploadPart',
  parse(context) {
    assertAnnounced(context.headers)
    return ossUploadPart.parse(context)
  },
  async run(context, { uploadId, partNumber, claims }) {
    const { engine, bucket, key, signal, headers } = context
    const wanted = await checksumOfUpload(context, uploadId)
    const announced = announcedAlgorithm(headers)
    assertWanted(wanted, announced)
    const address = { bucket, key, uploadId, partNumber, claims, signal }
    if (wanted === undefined || announced !== undefined) {
      const checksum = (): PartChecksum | undefined => {
        const claimed = claimedChecksum(headers)
        return claimed && { algorithm: claimed.algorithm, value: claimed.value }
      }
      return { ...(await engine.uploadPart({ ...address, checksum, body: context.body() })), checksum: checksum() }
    }
    const { body, checksum } = await checksummed(context.body(), wanted.algorithm)
    return { ...(await engine.uploadPart({ ...address, checksum, body })), checksum: checksum() }
  },
  serialize: (_, { etag, checksum }) =>
    emptyReply(200, ['ETag', `"${etag}"`, ...(checksum === undefined ? [] : [checksumHeaderPrefix + checksum.algorithm, checksum.value])]),
})

function assertWanted(wanted: UploadChecksum | undefined, announced: string | undefined): void {
  if (wanted === undefined || wanted.algorithm === announced) return
  if (announced === undefined && wanted.type === 'FULL_OBJECT') return
  throw ossError('InvalidRequest', {
    message: `Checksum Type mismatch occurred, expected checksum Type: ${wanted.algorithm}, actual checksum Type: ${announced ?? 'null'}`,
  })
}
