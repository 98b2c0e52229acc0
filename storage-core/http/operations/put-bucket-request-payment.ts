import { operation } from '../operation.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { emptyReply } from '../reply.ts'
import { readRequestPayment } from '../settings/request-payment.ts'
import { readConfiguration } from '../xml-body.ts'

/** PutBucketRequestPayment: `BucketOwner` or `Requester`. */
export const putBucketRequestPayment = operation({
  name: 'PutBucketRequestPayment',
  match: { method: 'PUT', scope: 'bucket', subResource: 'requestPayment' },
  action: 'oss:PutBucketRequestPayment',
  parse: ({ headers }) => ({ md5: contentMd5(headers) }),
  async run(context, input) {
    const value = readRequestPayment(await readConfiguration(context, 'RequestPaymentConfiguration', input))
    await context.engine.putBucketSetting({ bucket: context.bucket, name: 'requestPayment', value })
  },
  serialize: () => emptyReply(200),
})
