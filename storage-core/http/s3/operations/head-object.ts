import { headObject as ossHeadObject } from '../../operations/head-object.ts'
import { askedHeaders } from '../checksums.ts'
import { asS3 } from '../s3-operation.ts'

/** HeadObject. With `x-amz-checksum-mode: ENABLED` it says the checksum that is kept of the object. */
export const headObject = asS3(ossHeadObject, {
  name: 'HeadObject',
  serialize(context, output, input) {
    const reply = ossHeadObject.serialize(context, output, input)
    return { ...reply, headers: [...reply.headers, ...askedHeaders(context.headers, output)] }
  },
})
