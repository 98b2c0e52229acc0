import { ossError } from '../../model/oss-error.ts'
import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { requireRules } from '../require-bucket.ts'
import { corsConfigurationXml } from '../settings/cors-configuration.ts'

/** GetBucketCors. */
export const getBucketCors = operation({
  name: 'GetBucketCors',
  match: { method: 'GET', scope: 'bucket', subResource: 'cors' },
  action: 'oss:GetBucketCors',
  parse: () => undefined,
  async run(context) {
    const { cors } = requireRules(context).settings
    if (cors === undefined) throw ossError('NoSuchCORSConfiguration', { details: { BucketName: context.bucket } })
    return cors
  },
  serialize: (_, cors) => xmlReply(corsConfigurationXml(cors)),
})
