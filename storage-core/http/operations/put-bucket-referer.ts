import { operation } from '../operation.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { emptyReply } from '../reply.ts'
import { readRefererConfiguration } from '../settings/referer-configuration.ts'
import { readConfiguration } from '../xml-body.ts'

/** PutBucketReferer. There is no operation to delete the configuration: clients put an empty one. */
export const putBucketReferer = operation({
  name: 'PutBucketReferer',
  match: { method: 'PUT', scope: 'bucket', subResource: 'referer' },
  action: 'oss:PutBucketReferer',
  parse: ({ headers }) => ({ md5: contentMd5(headers) }),
  async run(context, input) {
    const value = readRefererConfiguration(await readConfiguration(context, 'RefererConfiguration', input))
    await context.engine.putBucketSetting({ bucket: context.bucket, name: 'referer', value })
  },
  serialize: () => emptyReply(200),
})
