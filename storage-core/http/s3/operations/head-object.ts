import { headObject as ossHeadObject } from '../../operations/head-object.ts'
import { askedPart, readHeaders, readPart } from '../part-of-object.ts'
import { asS3 } from '../s3-operation.ts'

/** HeadObject, or one of the parts it was uploaded in. With `x-amz-checksum-mode: ENABLED` it says the checksum that is kept. */
export const headObject = asS3(ossHeadObject, {
  name: 'HeadObject',
  match: { method: 'HEAD', scope: 'object', companions: ['partNumber'] },
  parse: (context) => ({ ...ossHeadObject.parse(context), ...askedPart(context) }),
  run(context, input) {
    const read = ossHeadObject.run(context, input)
    return input.partNumber === undefined ? read : readPart(read)
  },
  serialize(context, output, input) {
    const reply = ossHeadObject.serialize(context, output, input)
    return { ...reply, headers: [...reply.headers, ...readHeaders(context, output, input.partNumber)] }
  },
})
