import { putObject as ossPutObject } from '../../operations/put-object.ts'
import { expirationOfPut } from '../../expiration-header.ts'
import { emptyReply } from '../../reply.ts'
import { versionHeader } from '../../version-header.ts'
import { assertAnnounced, checksumHeaders } from '../checksums.ts'
import { asS3 } from '../s3-operation.ts'

/** PutObject. A checksum that the body was held against is said again. */
export const putObject = asS3(ossPutObject, {
  name: 'PutObject',
  parse(context) {
    assertAnnounced(context.headers)
    return ossPutObject.parse(context)
  },
  serialize: (context, { output }, { attributes }) =>
    emptyReply(200, [
      'ETag',
      `"${output.etag}"`,
      ...checksumHeaders(context.headers, 'FULL_OBJECT'),
      ...versionHeader(output),
      ...expirationOfPut(context, output, attributes),
    ]),
})
