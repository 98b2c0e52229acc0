import { getObject as ossGetObject } from '../../operations/get-object.ts'
import { askedHeaders } from '../checksums.ts'
import { asS3 } from '../s3-operation.ts'

/** GetObject. With `x-amz-checksum-mode: ENABLED` it says the checksum that is kept of the object. */
export const getObject = asS3(ossGetObject, {
  name: 'GetObject',
  serialize(context, output, input) {
    const reply = ossGetObject.serialize(context, output, input)
    return { ...reply, headers: [...reply.headers, ...askedHeaders(context.headers, output)] }
  },
})
