import { getObject as ossGetObject } from '../../operations/get-object.ts'
import { askedPart, readHeaders, readPart } from '../part-of-object.ts'
import { asS3 } from '../s3-operation.ts'

/** GetObject, or one of the parts it was uploaded in. With `x-amz-checksum-mode: ENABLED` it says the checksum that is kept. */
export const getObject = asS3(ossGetObject, {
  name: 'GetObject',
  match: { method: 'GET', scope: 'object', companions: ['partNumber'] },
  parse: (context) => ({ ...ossGetObject.parse(context), ...askedPart(context) }),
  run(context, input) {
    const read = ossGetObject.run(context, input)
    return input.partNumber === undefined ? read : readPart(read)
  },
  serialize(context, output, input) {
    const reply = ossGetObject.serialize(context, output, input)
    return { ...reply, headers: [...reply.headers, ...readHeaders(context, output, input.partNumber)] }
  },
})
