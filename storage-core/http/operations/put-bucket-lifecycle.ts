import { operation } from '../operation.ts'
import { flagHeader } from '../parse/arguments.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { emptyReply } from '../reply.ts'
import { readLifecycleConfiguration } from '../settings/lifecycle/read-lifecycle.ts'
import { readConfiguration } from '../xml-body.ts'

/** PutBucketLifecycle. */
export const putBucketLifecycle = operation({
  name: 'PutBucketLifecycle',
  match: { method: 'PUT', scope: 'bucket', subResource: 'lifecycle' },
  action: 'oss:PutBucketLifecycle',
  parse: ({ headers }) => ({ md5: contentMd5(headers), allowOverlap: flagHeader(headers, 'x-oss-allow-same-action-overlap') }),
  async run(context, { md5, allowOverlap }) {
    const root = await readConfiguration(context, 'LifecycleConfiguration', { md5 })
    const value = readLifecycleConfiguration(root, { allowOverlap })
    await context.engine.putBucketSetting({ bucket: context.bucket, name: 'lifecycle', value })
  },
  serialize: () => emptyReply(200),
})
