import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { requireRules } from '../require-bucket.ts'
import { requestPaymentXml } from '../settings/request-payment.ts'

/** GetBucketRequestPayment. The owner pays unless something else was put. */
export const getBucketRequestPayment = operation({
  name: 'GetBucketRequestPayment',
  match: { method: 'GET', scope: 'bucket', subResource: 'requestPayment' },
  action: 'oss:GetBucketRequestPayment',
  parse: () => undefined,
  run: async (context) => requireRules(context).settings.requestPayment,
  serialize: (_, setting) => xmlReply(requestPaymentXml(setting)),
})
