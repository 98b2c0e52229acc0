import { limits } from '../../model/limits.ts'
import { operation } from '../operation.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { emptyReply } from '../reply.ts'
import { readCorsConfiguration } from '../settings/cors-configuration.ts'
import { readConfiguration } from '../xml-body.ts'

/** PutBucketCors. */
export const putBucketCors = operation({
  name: 'PutBucketCors',
  match: { method: 'PUT', scope: 'bucket', subResource: 'cors' },
  action: 'oss:PutBucketCors',
  parse: ({ headers }) => ({ md5: contentMd5(headers), maxBytes: limits.corsDocumentMaxBytes }),
  async run(context, input) {
    const value = readCorsConfiguration(await readConfiguration(context, 'CORSConfiguration', input))
    await context.engine.putBucketSetting({ bucket: context.bucket, name: 'cors', value })
  },
  serialize: () => emptyReply(200),
})
